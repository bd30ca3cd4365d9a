// The preview page: the real screens with a fixture (`?fixture=…&lang=de|en`) in the place of main. Support only.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createTranslator } from '../../../src/renderer/i18n/translate.ts';
import { createAsk } from '../../../src/renderer/state/ask.ts';
import { bind } from '../../../src/renderer/state/bind.ts';
import { createPageStore } from '../../../src/renderer/state/store.ts';
import { App } from '../../../src/renderer/ui/App.tsx';
import { PageProvider } from '../../../src/renderer/ui/page.tsx';
import '../../../src/renderer/ui/style/tokens.css';
import '../../../src/renderer/ui/style/base.css';
import { type FakeSiegel, createFakeSiegel } from './fake-siegel.ts';
import { createFakeStage } from './fake-stage.ts';
import { fixtures } from './fixtures.ts';

declare global {
  interface Window {
    preview: FakeSiegel;
  }
}

const query = new URLSearchParams(location.search);
const language = query.get('lang') === 'en' ? 'en' : 'de';
const fixture = fixtures[query.get('fixture') ?? 'home-contacts'];
const root = document.getElementById('root');
if (fixture === undefined || root === null) throw new Error('no such fixture');

const view = fixture.view === undefined ? undefined : fixture.view(language);
const siegel = createFakeSiegel(fixture.window, view, fixture.answers, fixture.refusals, fixture.past);
window.preview = siegel;
const store = createPageStore();
bind(siegel, store);
createRoot(root).render(
  <StrictMode>
    <PageProvider
      page={{
        window: fixture.window,
        ofCall: siegel.ofCall,
        store,
        stage: createFakeStage(fixture.pictures ?? false),
        translator: createTranslator(language),
        ask: createAsk(siegel, store),
      }}
    >
      <App />
    </PageProvider>
  </StrictMode>,
);
