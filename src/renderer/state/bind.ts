// The only writer of main's view and of the live numbers: it reads the view once, then applies every newer one that
// main pushes. A whole view replaces the one before, except for identical parts. In the main window changes are merged
// in one step, so the page never shows a state that main was not in.
import type { Siegel } from '../../contract/ipc.ts';
import type { MainView } from '../../contract/page-view.ts';
import { keepSame } from './keep-same.ts';
import { mergeChange } from './merge-change.ts';
import type { PageStore } from './store.ts';

/**
 * Mirrors main's view into `store`. Returns a function that stops that. If the first view cannot be read, the page is
 * `stuck`. The view that was read stays until main pushes a whole view. Changes that come before that push are ignored,
 * because the view that was read may be older or newer than they are.
 */
export function bind(siegel: Siegel, store: PageStore): () => void {
  let pushed = false;
  const ends = [
    siegel.on('view', (view) => {
      pushed = true;
      const { mirror } = store.getState();
      if (mirror.kind !== 'ready') return store.setState({ mirror: { kind: 'ready', view } });
      const next = keepSame(mirror.view, view);
      if (next !== mirror.view) store.setState({ mirror: { kind: 'ready', view: next } });
    }),
    siegel.on('change', (change) => {
      const { mirror } = store.getState();
      if (!pushed || mirror.kind !== 'ready' || siegel.window !== 'main') return;
      const view = mergeChange(mirror.view as MainView, change); // a page of this kind gets no other view
      store.setState({ mirror: { kind: 'ready', view } });
    }),
    siegel.on('numbers', (numbers) => store.setState({ numbers })),
  ];
  const readFirst = async (): Promise<void> => {
    const reply = await siegel.call('view.read', {}).catch(() => ({ ok: false }) as const);
    if (pushed) return; // a view pushed meanwhile is newer
    store.setState({ mirror: reply.ok ? { kind: 'ready', view: reply.value } : { kind: 'stuck' } });
  };
  void readFirst();
  return () => ends.forEach((end) => end());
}
