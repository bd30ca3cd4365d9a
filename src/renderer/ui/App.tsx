// The whole page of any kind: its screen, once main's view has arrived.
import { TriangleAlert } from 'lucide-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { usePage } from './page.tsx';
import { Empty } from './parts/Empty.tsx';
import { classNames } from './style/class-names.ts';
import styles from './loading.module.css';

const c = classNames(styles);

/** `Screen`, or a notice that main's view is loading or could not be read. */
export function App({ Screen }: { readonly Screen: ComponentType }): ReactNode {
  const { t } = useTranslation();
  const { store } = usePage();
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
  return <Screen />;
}

// Shown only after a moment, so that a quick start does not flicker.
function Loading({ text }: { readonly text: string }): ReactNode {
  return (
    <main className={c('loading')}>
      <h1 className={c('name')}>Siegel</h1>
      <p role="status">{text}</p>
    </main>
  );
}
