// The three answers to a call that rings while another one is on. Video is not among them: the camera is switched on in the call.
import { Phone, PhoneOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../contract/view.ts';
import { usePage } from '../page.tsx';
import { Button } from './Button.tsx';

/** Buttons for `ringing`, beside `other`, which is held already or would be. */
export function AnswerBeside({ ringing, other }: { readonly ringing: CallView; readonly other: CallView }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const call = ringing.id;
  const answer = (forOther: 'hold' | 'end') => () => void ask.send('call.answer', { call, media: 'audio', forOther });
  return (
    <>
      <Button tone="go" icon={Phone} onPress={answer('hold')}>
        {t(other.local.hold ? 'card.answer' : 'card.holdAndAnswer')}
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
