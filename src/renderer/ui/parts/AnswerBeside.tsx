// The three buttons for a call that rings while another one is on. None answers with video: a person can switch the
// camera on in the call.
import { Phone, PhoneOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.tsx';
import { Button } from './Button.tsx';

interface Props {
  readonly call: string; // the id of the ringing call
  readonly isOtherHeld: boolean; // the other call is held already; otherwise answering holds it
  readonly isDisabled?: boolean; // main would refuse an answer
  readonly onCard?: boolean; // puts the button that declines where every card has it: on the left of the last row
}

/** The buttons that answer or decline `call` while another one is on. */
export function AnswerBeside({ call, isOtherHeld, isDisabled = false, onCard = false }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const answer = (forOther: 'hold' | 'end') => () => void ask.send('call.answer', { call, media: 'audio', forOther });
  const end = (
    <Button key="end" tone="plain" icon={Phone} isDisabled={isDisabled} onPress={answer('end')}>
      {t('card.endAndAnswer')}
    </Button>
  );
  const decline = (
    <Button key="decline" tone="danger" icon={PhoneOff} onPress={() => void ask.send('call.decline', { call })}>
      {t('card.decline')}
    </Button>
  );
  return (
    <>
      <Button tone="go" icon={Phone} isDisabled={isDisabled} onPress={answer('hold')}>
        {t(isOtherHeld ? 'card.answer' : 'card.holdAndAnswer')}
      </Button>
      {onCard ? [decline, end] : [end, decline]}
    </>
  );
}
