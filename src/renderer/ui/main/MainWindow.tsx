// The main window: what stands before the account is open (damaged, locked, first run), else the home screen.
import { useEffect, type ReactNode } from 'react';
import { Framed } from '../Framed.tsx';
import { useMain } from '../page.tsx';
import { Messages } from '../parts/Messages.tsx';
import { DamagedVault } from '../setup/DamagedVault.tsx';
import { FirstRun } from '../setup/FirstRun.tsx';
import { LinkDevice } from '../setup/LinkDevice.tsx';
import { Locked } from '../setup/Locked.tsx';
import { Prepared } from '../setup/Prepared.tsx';
import { Unlock } from '../setup/Unlock.tsx';
import { Home } from './Home.tsx';

/** The main window's page. */
export function MainWindow(): ReactNode {
  useEffect(() => {
    document.title = 'Siegel';
  }, []);
  return (
    <Framed>
      <Screen />
      <Messages />
    </Framed>
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
