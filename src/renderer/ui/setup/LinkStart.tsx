// Asked before the link code can be shown: the server that both devices use, and what will protect the key.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import type { KeyStoreView } from '../../../contract/key-store-view.ts';
import { usePage, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Fold } from '../parts/Fold.tsx';
import { Form } from '../parts/Form.tsx';
import { Actions, Stack } from '../parts/Sheet.tsx';
import { ProxySection } from '../settings/ProxySection.tsx';
import { ServerSection } from '../settings/ServerSection.tsx';
import { classNames } from '../style/class-names.ts';
import { KeyProtection } from './KeyProtection.tsx';
import { Known } from './Known.tsx';
import { NewPassphrase } from './NewPassphrase.tsx';
import { passphraseProblem } from './passphrase-problem.ts';
import { SetupScreen } from './SetupScreen.tsx';
import styles from './setup.module.css';

const c = classNames(styles);

interface Props {
  readonly keyStore: KeyStoreView;
  readonly onBack: () => void;
}

/** The form that starts the linking: main then makes the link code. */
export function LinkStart({ keyStore, onBack }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { settings, managed, broker } = useMain('settings', 'managed', 'broker');
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [isWanted, setIsWanted] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const [isRunning, setIsRunning] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const problem = isWanted ? passphraseProblem(passphrase, repeat) : undefined;
  const isProtected = keyStore.kind !== 'none' || isWanted;
  const [wasMissing] = useState(settings.brokerUrl === '' && broker.kind !== 'running');
  const hasServer = settings.brokerUrl !== '' || broker.kind === 'running';
  const start = async (): Promise<void> => {
    setIsTried(true);
    if (problem !== undefined || !isProtected || isRunning) return;
    setIsRunning(true);
    setRefusal(await ask.attempt('device.take', isWanted ? { passphrase } : {}));
    setIsRunning(false);
  };
  return (
    <SetupScreen title={t('devices.startTitle')} lead={t('devices.startLead')}>
      <div className={c('fields')}>
        <Known />
        {wasMissing && <ServerSection />}
        <ProxySection />
        <Form onSubmit={start}>
          <Stack>
            <KeyProtection keyStore={keyStore} passphraseWanted={isWanted} onPassphraseWanted={setIsWanted} />
            {isWanted && (
              <NewPassphrase
                passphrase={passphrase}
                repeat={repeat}
                onPassphrase={setPassphrase}
                onRepeat={setRepeat}
                problem={isTried ? problem : undefined}
              />
            )}
            {refusal !== undefined && !isRunning && (
              <p className={c('error')} role="alert">
                {t(`refusal.${refusal}`)}
              </p>
            )}
            <Actions>
              <Button onPress={onBack}>{t('app.back')}</Button>
              {(keyStore.kind !== 'none' || managed.allowPassphrase) && (
                <Button tone="primary" type="submit" isDisabled={isRunning || !isProtected || !hasServer}>
                  {t(isRunning ? 'devices.starting' : 'devices.start')}
                </Button>
              )}
            </Actions>
          </Stack>
        </Form>
        {!wasMissing && (
          <Fold title={t('setup.serverTitle')} level={2} quiet>
            <ServerSection />
          </Fold>
        )}
      </div>
    </SetupScreen>
  );
}
