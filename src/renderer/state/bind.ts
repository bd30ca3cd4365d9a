// The only writer of main's view: reads it once, then takes every newer one that main pushes.
// A view is replaced whole; nothing is merged, so the page can never show a state main was not in.
import type { Siegel } from '../../contract/ipc.ts';
import type { PageStore } from './store.ts';

/** Mirrors main's view into `store`; returns what ends that. A first view that cannot be read makes the page `stuck`. */
export function bind(siegel: Siegel, store: PageStore): () => void {
  let pushed = false;
  const unsubscribe = siegel.on('view', (view) => {
    pushed = true;
    store.setState({ mirror: { kind: 'ready', view } });
  });
  const readFirst = async (): Promise<void> => {
    const reply = await siegel.call('view.read', {}).catch(() => ({ ok: false }) as const);
    if (pushed) return; // what was pushed meanwhile is newer
    store.setState({ mirror: reply.ok ? { kind: 'ready', view: reply.value } : { kind: 'stuck' } });
  };
  void readFirst();
  return unsubscribe;
}
