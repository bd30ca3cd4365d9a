// The main window: what comes before the account is open (damaged, locked, first run), else the home screen.
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyStoreView } from '../../../contract/key-store-view.ts';
import { keyStoreName } from '../../state/key-store-name.ts';
import { Framed } from '../Framed.tsx';
import { useMain, usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { KeyList } from '../parts/KeyList.tsx';
import { Actions, Sheet } from '../parts/Sheet.tsx';
import { useKeys } from '../parts/use-keys.ts';
import { FirstRun } from '../setup/FirstRun.tsx';
import { LinkDevice } from '../setup/LinkDevice.tsx';
import { Locked } from '../setup/Locked.tsx';
import { Prepared } from '../setup/Prepared.tsx';
import { SetupScreen } from '../setup/SetupScreen.tsx';
import { Unlock } from '../setup/Unlock.tsx';
import { classNames } from '../style/class-names.ts';
import { Home } from './Home.tsx';
import styles from '../setup/setup.module.css';

const c = classNames(styles);

/** The main window's page. */
export function MainWindow(): ReactNode {
  useEffect(() => {
    document.title = 'Siegel';
  }, []);
  return (
    <Framed>
      <Screen />
      <Keys />
    </Framed>
  );
}

// The list of keyboard keys, which a key opens.
function Keys(): ReactNode {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const close = (): void => setIsOpen(false);
  useKeys({ list: () => setIsOpen(!isOpen) });
  return (
    <Sheet title={t('keys.title')} isOpen={isOpen} onClose={close} wide>
      <KeyList level="h3" />
      <Actions>
        <Button tone="primary" autoFocus onPress={close}>
          {t('app.close')}
        </Button>
      </Actions>
    </Sheet>
  );
}

function Screen(): ReactNode {
  const { keyStore, identity, isLocked, managed, devices } = useMain(
    'keyStore',
    'identity',
    'isLocked',
    'managed',
    'devices',
  );
  if (keyStore.kind === 'damaged') return <DamagedVault keyStore={keyStore} />;
  if (isLocked && keyStore.kind !== 'passphrase') return <Locked />;
  if (keyStore.kind === 'passphrase' && keyStore.locked) return <Unlock isLocked={isLocked} />;
  if (identity === undefined) {
    if (devices.taking.kind !== 'off') return <LinkDevice taking={devices.taking} />;
    const known = managed.address !== '' && managed.displayName !== '';
    return known && keyStore.kind === 'os' && !devices.wantsChoice ? (
      <Prepared keyStore={keyStore} />
    ) : (
      <FirstRun keyStore={keyStore} />
    );
  }
  return <Home />;
}

// Sealed state that cannot be opened: why, where it was kept aside, and what to do. The button overwrites nothing.
function DamagedVault({ keyStore }: { readonly keyStore: Extract<KeyStoreView, { kind: 'damaged' }> }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return (
    <SetupScreen
      title={t('damaged.title')}
      lead={t(`damaged.${keyStore.cause}`, { backend: keyStoreName(keyStore.backend) })}
    >
      <div className={c('fields')}>
        <p>{t('damaged.kept')}</p>
        <p className={c('path')}>{keyStore.keptAside}</p>
        <p>{t('damaged.next')}</p>
        <div className={c('actions')}>
          <Button tone="danger" onPress={() => void ask.send('vault.startOver', {})}>
            {t('damaged.startOver')}
          </Button>
        </div>
      </div>
    </SetupScreen>
  );
}
