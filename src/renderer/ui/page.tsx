// What every screen may reach: the mirror of main, the verbs, the streams, the language. Handed down once, from main.tsx.
import { type ReactNode, createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { I18nProvider } from 'react-aria-components';
import { I18nextProvider } from 'react-i18next';
import type { i18n } from 'i18next';
import { useStore } from 'zustand';
import { assert, unwrap } from '../../core/assert.ts';
import type { WindowKind } from '../../contract/ipc.ts';
import type { Language, View } from '../../contract/view.ts';
import type { Stage } from '../call/stage.ts';
import type { Ask } from '../state/ask.ts';
import type { Message, PageStore } from '../state/store.ts';

export interface Page {
  readonly window: WindowKind;
  /** The call of a call window, '' in every other. */
  readonly ofCall: string;
  readonly store: PageStore;
  readonly stage: Stage;
  readonly translator: i18n;
  readonly ask: Ask;
}

const PageContext = createContext<Page | undefined>(undefined);

/** The page around this component; a bug where there is none. */
export function usePage(): Page {
  return unwrap(useContext(PageContext), 'PageProvider is the root');
}

/** Main's view; only below App, which waits for it. */
export function useView(): View {
  const mirror = useStore(usePage().store, (state) => state.mirror);
  assert(mirror.kind === 'ready', 'App renders screens only with a view');
  return mirror.view;
}

/** The language of this window. */
export function useLanguage(): Language {
  return useView().settings.language;
}

/** Shows `message` to the person, or takes the one shown away. */
export function useTell(): (message: Message | undefined) => void {
  const { store } = usePage();
  return useMemo(() => (message: Message | undefined) => store.setState({ message }), [store]);
}

/** The streams of the call, followed. */
export function useStreams(): { readonly remote: MediaStream | undefined; readonly local: MediaStream | undefined } {
  const { stage } = usePage();
  const remote = useSyncExternalStore(stage.subscribe, () => stage.remoteStream);
  const local = useSyncExternalStore(stage.subscribe, () => stage.localStream);
  return { remote, local };
}

/** Hands `page` down and keeps the document's language that of the settings. */
export function PageProvider({ page, children }: { readonly page: Page; readonly children: ReactNode }): ReactNode {
  const language = useStore(page.store, ({ mirror }) =>
    mirror.kind === 'ready' ? mirror.view.settings.language : undefined,
  );
  const shown = language ?? (page.translator.language as Language);
  useEffect(() => {
    document.documentElement.lang = shown;
    if (page.translator.language !== shown) void page.translator.changeLanguage(shown);
  }, [page.translator, shown]);
  return (
    <PageContext value={page}>
      <I18nextProvider i18n={page.translator}>
        <I18nProvider locale={shown === 'de' ? 'de-DE' : 'en-GB'}>{children}</I18nProvider>
      </I18nextProvider>
    </PageContext>
  );
}
