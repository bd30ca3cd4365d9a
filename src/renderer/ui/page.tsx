// What every screen can use: the mirror of main, commands, the language, and the streams and devices of its kind of
// page. It is passed down once, from main.tsx. A screen of the main window names the parts of the view that it shows,
// and is redrawn when one of these changes.
import { type ReactNode, createContext, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { I18nProvider } from 'react-aria-components';
import { I18nextProvider } from 'react-i18next';
import type { i18n } from 'i18next';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { assert, unwrap } from '../../core/assert.ts';
import type { Siegel } from '../../contract/ipc.ts';
import type { CommonView, MainView, PageViews } from '../../contract/page-view.ts';
import type { CallNumbers, Language } from '../../contract/view.ts';
import type { DeviceList } from '../call/device-list.ts';
import type { Stage } from '../call/stage.ts';
import type { Ask } from '../state/ask.ts';
import type { Message, PageState, PageStore } from '../state/store.ts';

/** What a kind of page has in addition to what every page has. */
export interface PageParts {
  readonly stage?: Stage;
  readonly devices?: DeviceList;
}

/** What every screen of a page can use. */
export interface Page extends PageParts {
  readonly siegel: Pick<Siegel, 'window' | 'on'>;
  readonly store: PageStore;
  readonly translator: i18n;
  readonly ask: Ask;
}

const PageContext = createContext<Page | undefined>(undefined);

/** The page around this component. Calling this outside of a `PageProvider` is a bug. */
export function usePage(): Page {
  return unwrap(useContext(PageContext), 'PageProvider is the root');
}

function viewOf<K extends keyof PageViews>({ mirror }: PageState, kind: K, window: string): PageViews[K] {
  assert(mirror.kind === 'ready', 'App renders screens only with a view');
  assert(window === kind, `a screen of the ${kind} page`);
  return mirror.view as PageViews[K]; // main sends a page only the view of its kind
}

function useWhole<K extends Exclude<keyof PageViews, 'main'>>(kind: K): PageViews[K] {
  const { store, siegel } = usePage();
  return useStore(store, (state) => viewOf(state, kind, siegel.window));
}

/** These parts of the main window's view. */
export function useMain<P extends keyof MainView>(...parts: readonly P[]): Pick<MainView, P> {
  const { store, siegel } = usePage();
  return useStore(
    store,
    useShallow((state) => {
      const view = viewOf(state, 'main', siegel.window);
      return Object.fromEntries(parts.map((part) => [part, view[part]])) as Pick<MainView, P>;
    }),
  );
}

/** The view of the card of an incoming call. */
export const useCard = (): PageViews['card'] => useWhole('card');
/** The view of a call's stage. */
export const useStage = (): PageViews['stage'] => useWhole('stage');
/** The view of a call's security page. */
export const useSecurity = (): PageViews['security'] => useWhole('security');

/** The view of the page that shows a recovery code. */
export const useRecovery = (): PageViews['recovery'] => useWhole('recovery');

/** The view of the page for choosing what to share. */
export const usePicker = (): PageViews['picker'] => useWhole('picker');

/** The view of the page for trying microphone, speaker and camera. */
export const useTryout = (): PageViews['tryout'] => useWhole('tryout');

/** The part of the main process's view that every page gets. */
export function useCommon(): CommonView {
  return useStore(
    usePage().store,
    useShallow(({ mirror }) => {
      assert(mirror.kind === 'ready', 'App renders screens only with a view');
      return mirror.view.common;
    }),
  );
}

/** The live numbers of this page's call, once main has sent some. */
export function useNumbers(): CallNumbers | undefined {
  return useStore(usePage().store, ({ numbers }) => numbers);
}

/** The language of this window. */
export function useLanguage(): Language {
  return useCommon().language;
}

/** Shows `message` to the person, or removes the shown one. */
export function useTell(): (message: Message | undefined) => void {
  const { store } = usePage();
  return useMemo(() => (message: Message | undefined) => store.setState({ message }), [store]);
}

/** The streams of the call; the component is drawn again when one changes. Only on the stage. */
export function useStreams(): Pick<
  Stage,
  'remoteStream' | 'screenStream' | 'localStream' | 'microphone' | 'noiseLoss'
> {
  const stage = unwrap(usePage().stage, 'the stage has streams');
  const remoteStream = useSyncExternalStore(stage.subscribe, () => stage.remoteStream);
  const screenStream = useSyncExternalStore(stage.subscribe, () => stage.screenStream);
  const localStream = useSyncExternalStore(stage.subscribe, () => stage.localStream);
  const microphone = useSyncExternalStore(stage.subscribe, () => stage.microphone);
  const noiseLoss = useSyncExternalStore(stage.subscribe, () => stage.noiseLoss);
  return { remoteStream, screenStream, localStream, microphone, noiseLoss };
}

/** Passes `page` down and applies the language, contrast and motion of the settings to the document. */
export function PageProvider({ page, children }: { readonly page: Page; readonly children: ReactNode }): ReactNode {
  const { language, moreContrast, lessMotion } = useStore(
    page.store,
    useShallow(({ mirror }): Partial<CommonView> => (mirror.kind === 'ready' ? mirror.view.common : {})),
  );
  const shown = language ?? (page.translator.language as Language);
  useEffect(() => {
    document.documentElement.lang = shown;
    if (page.translator.language !== shown) void page.translator.changeLanguage(shown);
  }, [page.translator, shown]);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-more-contrast', moreContrast === true);
    document.documentElement.toggleAttribute('data-less-motion', lessMotion === true);
  }, [moreContrast, lessMotion]);
  return (
    <PageContext value={page}>
      <I18nextProvider i18n={page.translator}>
        <I18nProvider locale={shown === 'de' ? 'de-DE' : 'en-GB'}>{children}</I18nProvider>
      </I18nextProvider>
    </PageContext>
  );
}
