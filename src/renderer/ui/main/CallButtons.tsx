// The buttons for a voice call and a video call, and the reason while they are disabled.
import { Ban, Phone, Video } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '../../../contract/view.ts';
import { usePage, useTell, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { LockNote } from '../parts/Locked.tsx';
import { SupportContact } from '../parts/SupportContact.tsx';
import { usePlacing } from '../parts/use-placing.ts';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

const besideButtons = {
  'peer-not-allowed': 'refusal.peer-not-allowed',
  'peer-not-verified': 'refusal.peer-not-verified',
  'bad-address': 'person.refusedAddress',
} as const;

/**
 * Voice and video. A removed device shows neither button. If policy forbids video, there is no button for video. Both
 * buttons are disabled without a connection, during a call with this person, without room for one more call, or while
 * this device is not fully linked. The reason is shown as text, and so is a refusal after a press.
 */
export function CallButtons({ address }: { readonly address: string }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const { managed } = useMain('managed');
  const { isNever, isPossible, note } = usePlacing(address);
  const [refusal, setRefusal] = useState<keyof typeof besideButtons | undefined>(undefined);
  const place = async (media: Media): Promise<void> => {
    const code = await ask.attempt('call.place', { address, media });
    const isBeside = code === 'peer-not-allowed' || code === 'peer-not-verified' || code === 'bad-address';
    setRefusal(isBeside ? code : undefined);
    if (code !== undefined && !isBeside) tell({ kind: 'refused', code });
  };
  if (isNever) return <p className={c('note')}>{note}</p>;
  return (
    <div className={c('fold')}>
      <div className={c('actions')}>
        <Button tone="primary" icon={Phone} isDisabled={!isPossible} onPress={() => void place('audio')}>
          {t('person.voice')}
        </Button>
        {managed.allowVideo && (
          <Button icon={Video} isDisabled={!isPossible} onPress={() => void place('video')}>
            {t('person.video')}
          </Button>
        )}
      </div>
      {!managed.allowVideo && <LockNote text={t('managed.noVideo')} />}
      {note !== '' && <p className={c('note')}>{note}</p>}
      {refusal !== undefined && (
        <div role="alert">
          <p className={c('refusal')}>
            <Ban size={16} aria-hidden />
            <span>{t(besideButtons[refusal])}</span>
          </p>
          {refusal !== 'bad-address' && <SupportContact />}
        </div>
      )}
    </div>
  );
}
