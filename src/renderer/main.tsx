// Composition root of every page: store, translator, and the screen for this kind of page. Each screen is loaded
// separately, so that only the stage and the page of a trial call contain the code that makes a connection. Nothing is
// decided here.
import './worker-address.ts'; // first: it makes the page's one Trusted Types policy
import { StrictMode, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { unwrap } from '../core/assert.ts';
import type { WindowKind } from '../contract/command-shapes.ts';
import { hidOf } from './headset/web-hid.ts';
import { createTranslator } from './i18n/translate.ts';
import { siegel } from './siegel.ts';
import { createAsk } from './state/ask.ts';
import { bind } from './state/bind.ts';
import { createPageStore } from './state/store.ts';
import { App } from './ui/App.tsx';
import { type PageParts, PageProvider } from './ui/page.tsx';
import './ui/style/tokens.css';
import './ui/style/base.css';

interface Loaded {
  readonly Screen: ComponentType;
  readonly parts: PageParts;
}

const load: Readonly<Record<Exclude<WindowKind, 'headset' | 'trial'>, () => Promise<Loaded>>> = {
  main: async () => {
    const [{ MainWindow }, { deviceList }] = await Promise.all([
      import('./ui/main/MainWindow.tsx'),
      import('./call/device-list.ts'),
    ]);
    return { Screen: MainWindow, parts: { devices: deviceList } };
  },
  card: async () => {
    const [{ CardWindow }, { deviceList }] = await Promise.all([
      import('./ui/card/CardWindow.tsx'),
      import('./call/device-list.ts'),
    ]);
    return { Screen: CardWindow, parts: { devices: deviceList } };
  },
  stage: async () => {
    const [{ StagePage }, { createStage }, { rehearse }, { deviceList }] = await Promise.all([
      import('./ui/stage/StagePage.tsx'),
      import('./call/stage.ts'),
      import('./call/rehearsal.ts'),
      import('./call/device-list.ts'),
    ]);
    const stage = createStage(siegel);
    if (!stage.wasHurried()) void rehearse().catch(() => undefined); // a failure will show in the call itself
    return { Screen: StagePage, parts: { stage, devices: deviceList } };
  },
  recovery: async () => ({ Screen: (await import('./ui/recovery/RecoveryPage.tsx')).RecoveryPage, parts: {} }),
  picker: async () => ({ Screen: (await import('./ui/picker/PickerPage.tsx')).PickerPage, parts: {} }),
  tryout: async () => {
    const [{ TryoutPage }, { deviceList }] = await Promise.all([
      import('./ui/tryout/TryoutPage.tsx'),
      import('./call/device-list.ts'),
    ]);
    return { Screen: TryoutPage, parts: { devices: deviceList } };
  },
  security: async () => {
    const [{ SecurityPage }, { deviceList }] = await Promise.all([
      import('./ui/security/SecurityPage.tsx'),
      import('./call/device-list.ts'),
    ]);
    return { Screen: SecurityPage, parts: { devices: deviceList } };
  },
};

async function render(kind: keyof typeof load): Promise<void> {
  const store = createPageStore();
  const translator = createTranslator(navigator.language.startsWith('de') ? 'de' : 'en');
  const root = createRoot(unwrap(document.getElementById('root') ?? undefined, 'index.html has it'));
  bind(siegel, store);
  const { Screen, parts } = await load[kind]();
  root.render(
    <StrictMode>
      <PageProvider page={{ ...parts, siegel, store, translator, ask: createAsk(siegel, store) }}>
        <App Screen={Screen} />
      </PageProvider>
    </StrictMode>,
  );
}

// Two kinds of page have no screen.
if (siegel.window === 'headset') (await import('./headset/serve.ts')).serveHeadsets(siegel, hidOf(navigator));
else if (siegel.window === 'trial') (await import('./call/trial-call.ts')).serveTrial(siegel);
else await render(siegel.window);
