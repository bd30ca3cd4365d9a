// The two ways to call a person, and why they are closed where they are.
import { Phone, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage, useView } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

/** Voice and video; closed in another call and without a connection, with the reason in words. */
export function CallButtons({ address }: { readonly address: string }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { call, link } = useView();
  const busy = call !== undefined && call.phase.kind !== 'ended';
  const offline = link.kind !== 'online';
  return (
    <div className={c('fold')}>
      <div className={c('actions')}>
        <Button
          tone="primary"
          icon={Phone}
          isDisabled={busy || offline}
          onPress={() => void ask.send('call.place', { address, media: 'audio' })}
        >
          {t('person.voice')}
        </Button>
        <Button
          icon={Video}
          isDisabled={busy || offline}
          onPress={() => void ask.send('call.place', { address, media: 'video' })}
        >
          {t('person.video')}
        </Button>
      </div>
      {(busy || offline) && <p className={c('note')}>{t(busy ? 'person.busy' : 'person.offline')}</p>}
    </div>
  );
}
