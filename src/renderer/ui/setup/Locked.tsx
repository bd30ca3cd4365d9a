// Shown while Siegel is locked and no passphrase protects the key: main unlocks with the system's key store.
import { LockOpen } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { useMain, usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import { SetupScreen } from './SetupScreen.tsx';
import styles from './setup.module.css';

const c = classNames(styles);

/** The lock screen and its one button. */
export function Locked(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed } = useMain('managed');
  const [running, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const unlock = async (): Promise<void> => {
    setRunning(true);
    setRefusal(await ask.attempt('app.unlock', {}));
    setRunning(false);
  };
  return (
    <SetupScreen title={t('lock.title')} lead={t(managed.ringWhenLocked ? 'lock.textRings' : 'lock.text')}>
      <div className={c('fields')}>
        <div className={c('actions')}>
          <Button tone="primary" icon={LockOpen} autoFocus isDisabled={running} onPress={() => void unlock()}>
            {t(running ? 'unlock.unlocking' : 'lock.unlock')}
          </Button>
        </div>
        {refusal !== undefined && (
          <p className={c('error')} role="alert">
            {t(`refusal.${refusal}`)}
          </p>
        )}
      </div>
    </SetupScreen>
  );
}
