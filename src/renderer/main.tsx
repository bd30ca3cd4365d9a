// Composition root of every window's page: store, translator, stage, then the screens. No decision is made here.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { unwrap } from '../core/assert.ts';
import { createStage } from './call/stage.ts';
import { createTranslator } from './i18n/translate.ts';
import { siegel } from './siegel.ts';
import { createAsk } from './state/ask.ts';
import { bind } from './state/bind.ts';
import { createPageStore } from './state/store.ts';
import { App } from './ui/App.tsx';
import { PageProvider } from './ui/page.tsx';
import './ui/style/tokens.css';
import './ui/style/base.css';

const store = createPageStore();
const translator = createTranslator(navigator.language.startsWith('de') ? 'de' : 'en');
const stage = createStage(siegel);
bind(siegel, store);

createRoot(unwrap(document.getElementById('root') ?? undefined, 'index.html has it')).render(
  <StrictMode>
    <PageProvider
      page={{
        window: siegel.window,
        ofCall: siegel.ofCall,
        store,
        stage,
        translator,
        ask: createAsk(siegel, store),
      }}
    >
      <App />
    </PageProvider>
  </StrictMode>,
);
