// The only writer of main's view: reads it once, then takes every newer one that main pushes. A whole view replaces the one before,
// but for what it says again; in the main window what has changed is brought into it in one step, so the page can never show a state main was not in.
import type { Siegel } from '../../contract/ipc.ts';
import type { MainView } from '../../contract/page-view.ts';
import { keepSame } from './keep-same.ts';
import { mergeChange } from './merge-change.ts';
import type { PageStore } from './store.ts';

/**
 * Mirrors main's view into `store`; returns what ends that. A first view that cannot be read makes the page `stuck`. What was read
 * stands until main pushes a view: a change counts from that one on, for what was read may be older or newer than it.
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
      const view = mergeChange(mirror.view as MainView, change); // a page of this kind is sent no other
      store.setState({ mirror: { kind: 'ready', view } });
    }),
    siegel.on('numbers', (numbers) => store.setState({ numbers })),
  ];
  const readFirst = async (): Promise<void> => {
    const reply = await siegel.call('view.read', {}).catch(() => ({ ok: false }) as const);
    if (pushed) return; // what was pushed meanwhile is newer
    store.setState({ mirror: reply.ok ? { kind: 'ready', view: reply.value } : { kind: 'stuck' } });
  };
  void readFirst();
  return () => ends.forEach((end) => end());
}
