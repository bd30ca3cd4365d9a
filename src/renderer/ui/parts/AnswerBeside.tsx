// The three answers to a call that rings while another one is on. None has video: the camera is switched on in the
// call.
import { Phone, PhoneOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.tsx';
import { Button } from './Button.tsx';

interface Props {
  readonly call: string; // the id of the ringing call
  readonly isOtherHeld: boolean; // it is held already; otherwise answering holds it
}

/** Buttons for `call`, beside the other one. */
export function AnswerBeside({ call, isOtherHeld }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const answer = (forOther: 'hold' | 'end') => () => void ask.send('call.answer', { call, media: 'audio', forOther });
  return (
    <>
      <Button tone="go" icon={Phone} onPress={answer('hold')}>
        {t(isOtherHeld ? 'card.answer' : 'card.holdAndAnswer')}
      </Button>
      <Button tone="plain" icon={Phone} onPress={answer('end')}>
        {t('card.endAndAnswer')}
      </Button>
      <Button tone="danger" icon={PhoneOff} onPress={() => void ask.send('call.decline', { call })}>
        {t('card.decline')}
      </Button>
    </>
  );
}
