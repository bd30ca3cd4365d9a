// The preview page: the real screens with a fixture (`?fixture=…&lang=de|en`) in place of main. The two pages of a call
// are in one document here, laid out as main lays out their views. For tests only.
import { StrictMode, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import type { Siegel } from '../../../src/contract/ipc.ts';
import type { WindowKind } from '../../../src/contract/command-shapes.ts';
import { stageBounds } from '../../../src/main/app/call-layout.ts';
import { createTranslator } from '../../../src/renderer/i18n/translate.ts';
import { createAsk } from '../../../src/renderer/state/ask.ts';
import { bind } from '../../../src/renderer/state/bind.ts';
import { createPageStore } from '../../../src/renderer/state/store.ts';
import { App } from '../../../src/renderer/ui/App.tsx';
import { CardWindow } from '../../../src/renderer/ui/card/CardWindow.tsx';
import { MainWindow } from '../../../src/renderer/ui/main/MainWindow.tsx';
import { PageProvider } from '../../../src/renderer/ui/page.tsx';
import { PickerPage } from '../../../src/renderer/ui/picker/PickerPage.tsx';
import { RecoveryPage } from '../../../src/renderer/ui/recovery/RecoveryPage.tsx';
import { SecurityPage } from '../../../src/renderer/ui/security/SecurityPage.tsx';
import { StagePage } from '../../../src/renderer/ui/stage/StagePage.tsx';
import { TryoutPage } from '../../../src/renderer/ui/tryout/TryoutPage.tsx';
import '../../../src/renderer/ui/style/tokens.css';
import '../../../src/renderer/ui/style/base.css';
import { type FakeMain, type Layout, createFakeMain } from './fake-siegel.ts';
import { createFakeStage, fakeDevices, fakeEngine } from './fake-stage.ts';
import { fixtures } from './fixtures.ts';

declare global {
  interface Window {
    preview: FakeMain;
  }
}

const query = new URLSearchParams(location.search);
const language = query.get('lang') === 'en' ? 'en' : 'de';
const fixture = fixtures[query.get('fixture') ?? 'home-contacts'];
const root = document.getElementById('root');
if (fixture === undefined || root === null) throw new Error('no such fixture');

const screens: Readonly<Record<WindowKind, ComponentType>> = {
  main: MainWindow,
  card: CardWindow,
  stage: StagePage,
  security: SecurityPage,
  recovery: RecoveryPage,
  picker: PickerPage,
  headset: () => null, // a page that is never visible
  tryout: TryoutPage,
  trial: () => null, // this page is never visible either
};
const { noiseLoss, pictures = false, speaks = false } = fixture;
const main = createFakeMain(
  fixture.window,
  fixture.view?.(language),
  fixture.answers,
  fixture.refusals,
  fixture.past,
  fixture.picker,
);
window.preview = main;
if (fixture.window === 'tryout') fakeEngine(fixture.devices);

/** Shows the page of `siegel` in an element of its own. */
function show(siegel: Siegel, element: HTMLElement): void {
  const store = createPageStore();
  bind(siegel, store);
  createRoot(element).render(
    <StrictMode>
      <PageProvider
        page={{
          siegel,
          store,
          translator: createTranslator(language),
          ask: createAsk(siegel, store),
          devices: fakeDevices,
          ...(siegel.window === 'stage' && { stage: createFakeStage(pictures, speaks, noiseLoss) }),
        }}
      >
        <App Screen={screens[siegel.window]} />
      </PageProvider>
    </StrictMode>,
  );
}

const elements = main.pages.map((siegel) => {
  const element = document.createElement('div');
  element.id = siegel.window;
  element.style.height = '100%';
  // No element of a page rises above the page in front of it.
  if (main.pages.length > 1) element.style.isolation = 'isolate';
  root.append(element);
  show(siegel, element);
  return element;
});

const stage = elements.find(({ id }) => id === 'stage');
if (stage !== undefined) {
  let layout: Layout | undefined;
  const lay = (): void => {
    const bounds =
      layout && stageBounds({ width: window.innerWidth, height: window.innerHeight }, { ...layout, zoom: 1 });
    stage.hidden = bounds === undefined;
    if (bounds === undefined) return;
    const { x, y, width, height } = bounds;
    const place = { position: 'fixed', left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` };
    Object.assign(stage.style, place);
  };
  main.onLayout((next) => {
    layout = next;
    lay();
  });
  window.addEventListener('resize', lay);
}
