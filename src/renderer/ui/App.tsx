// Which screen this window shows: by its kind, once main's view is there.
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { unreachable } from '../../core/assert.ts';
import type { WindowKind } from '../../contract/ipc.ts';
import { CallWindow } from './call/CallWindow.tsx';
import { CardWindow } from './card/CardWindow.tsx';
import { MainWindow } from './main/MainWindow.tsx';
import { Framed } from './Framed.tsx';
import { usePage } from './page.tsx';
import { Empty } from './parts/Empty.tsx';
import { Loading } from './parts/Loading.tsx';

/** The whole page. */
export function App(): ReactNode {
  const { t } = useTranslation();
  const { store, window } = usePage();
  const kind = useStore(store, (state) => state.mirror.kind);
  if (kind === 'loading') return <Loading text={t('app.loading')} />;
  if (kind === 'stuck') {
    return (
      <main>
        <Empty icon={TriangleAlert} title={t('app.stuckTitle')} heading="h1">
          <p role="alert">{t('app.stuckText')}</p>
        </Empty>
      </main>
    );
  }
  return (
    <Framed>
      <Window window={window} />
    </Framed>
  );
}

function Window({ window }: { readonly window: WindowKind }): ReactNode {
  switch (window) {
    case 'main':
      return <MainWindow />;
    case 'call':
      return <CallWindow />;
    case 'card':
      return <CardWindow />;
    default:
      return unreachable(window);
  }
}
