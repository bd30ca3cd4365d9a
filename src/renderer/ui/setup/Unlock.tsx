// Shown where a passphrase protects the key: at each start, and after Siegel was locked.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { useMain, usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { classNames } from '../style/class-names.ts';
import { SetupScreen } from './SetupScreen.tsx';
import styles from './setup.module.css';

const c = classNames(styles);

/** Asks for the passphrase and unlocks. */
export function Unlock({ isLocked }: { readonly isLocked: boolean }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed } = useMain('managed');
  const [passphrase, setPassphrase] = useState('');
  const [running, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const unlock = async (): Promise<void> => {
    if (passphrase === '' || running) return;
    setRunning(true);
    setRefusal(await ask.attempt('vault.unlock', { passphrase }));
    setPassphrase('');
    setRunning(false);
  };
  return (
    <SetupScreen
      title={t(isLocked ? 'lock.title' : 'unlock.title')}
      lead={t(isLocked ? (managed.ringWhenLocked ? 'lock.textRings' : 'lock.text') : 'unlock.text')}
    >
      <Form className={c('fields')} onSubmit={unlock}>
        <Entry
          type="password"
          label={t('unlock.passphrase')}
          value={passphrase}
          onChange={setPassphrase}
          autoFocus
          error={refusal === undefined || passphrase !== '' ? undefined : t(`refusal.${refusal}`)}
        />
        <div className={c('actions')}>
          <Button tone="primary" type="submit" isDisabled={running}>
            {t(running ? 'unlock.unlocking' : 'unlock.unlock')}
          </Button>
        </div>
      </Form>
    </SetupScreen>
  );
}
