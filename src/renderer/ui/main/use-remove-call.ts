// Taking one call off the list: at once, with a way back instead of a question. Main asks where very many go one by one.
import type { HistoryEntry } from '../../../contract/view.ts';
import { usePage, useTell } from '../page.tsx';

/** Removes a call from the history and offers to undo that. */
export function useRemoveCall(): (entry: HistoryEntry) => Promise<void> {
  const { ask } = usePage();
  const tell = useTell();
  return async ({ id, direction, address }) => {
    const call = { id, direction, address };
    if (await ask.sendAsked('history.remove', call)) tell({ kind: 'call-removed', call });
  };
}
