// The main window: what stands before an identity exists (damaged, locked, first run), else the home screen.
import { useEffect, type ReactNode } from 'react';
import { useView } from '../page.tsx';
import { Messages } from '../parts/Messages.tsx';
import { DamagedVault } from '../setup/DamagedVault.tsx';
import { FirstRun } from '../setup/FirstRun.tsx';
import { Unlock } from '../setup/Unlock.tsx';
import { Home } from './Home.tsx';

/** The main window's page. */
export function MainWindow(): ReactNode {
  useEffect(() => {
    document.title = 'Siegel';
  }, []);
  return (
    <>
      <Screen />
      <Messages />
    </>
  );
}

function Screen(): ReactNode {
  const { keyStore, identity } = useView();
  if (keyStore.kind === 'damaged') return <DamagedVault keyStore={keyStore} />;
  if (keyStore.kind === 'passphrase' && keyStore.locked) return <Unlock />;
  if (identity === undefined) return <FirstRun keyStore={keyStore} />;
  return <Home />;
}
