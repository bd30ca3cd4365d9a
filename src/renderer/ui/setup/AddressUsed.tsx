// Shown when somebody already uses the address. If that is the same person as the one setting up, they link this device
// or recover with the code. Anybody else begins as a new person.
import { KeyRound, UserPlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import type { KeyStoreView } from '../../../contract/key-store-view.ts';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import { LinkOffer } from './LinkOffer.tsx';
import { LinkStart } from './LinkStart.tsx';
import { Recover } from './Recover.tsx';
import { SetupScreen } from './SetupScreen.tsx';
import type { TypedPerson } from './typed-person.ts';
import styles from './link.module.css';

const c = classNames(styles);

interface Props {
  readonly person: TypedPerson;
  readonly bySeveral: boolean;
  readonly keyStore: KeyStoreView;
  readonly onBack?: () => void; // back to entering another address, where the person may choose one
}

/** The three choices, each with an explanation. */
export function AddressUsed({ person, bySeveral, keyStore, onBack }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [way, setWay] = useState<'choice' | 'link' | 'recover'>('choice');
  const [running, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const begin = async (): Promise<void> => {
    setRunning(true);
    setRefusal(await ask.attempt('identity.create', { ...person, asNew: true }));
    setRunning(false);
  };
  if (way === 'link') return <LinkStart keyStore={keyStore} onBack={() => setWay('choice')} />;
  if (way === 'recover') return <Recover person={person} onBack={() => setWay('choice')} />;
  return (
    <SetupScreen
      title={t('used.title')}
      lead={t(bySeveral ? 'used.leadSeveral' : 'used.lead', { address: person.address })}
    >
      <LinkOffer title={t('used.linkTitle')} onLink={() => setWay('link')} />
      <section className={c('offer')}>
        <h2 className={c('offerTitle')}>{t('used.recoverTitle')}</h2>
        <p className={c('soft')}>{t('used.recoverText')}</p>
        <div>
          <Button icon={KeyRound} isDisabled={running} onPress={() => setWay('recover')}>
            {t('used.recoverDo')}
          </Button>
        </div>
      </section>
      <section className={c('offer')}>
        <h2 className={c('offerTitle')}>{t('used.newTitle')}</h2>
        <p className={c('soft')}>{t('used.newText')}</p>
        {refusal !== undefined && !running && <p role="alert">{t(`refusal.${refusal}`)}</p>}
        <div>
          <Button icon={UserPlus} isDisabled={running} onPress={() => void begin()}>
            {t(running ? 'setup.creating' : 'used.newDo')}
          </Button>
        </div>
      </section>
      {onBack !== undefined && (
        <div>
          <Button tone="quiet" isDisabled={running} onPress={onBack}>
            {t('used.back')}
          </Button>
        </div>
      )}
    </SetupScreen>
  );
}
