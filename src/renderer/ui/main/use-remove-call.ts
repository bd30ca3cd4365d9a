// Removes one call from the list at once, with undo instead of a question. Main asks the person once ten calls were
// removed within an hour.
import { useCallback } from 'react';
import type { HistoryEntry } from '../../../contract/view.ts';
import { usePage, useTell } from '../page.tsx';

/** Removes a call from the history and offers to undo that. The function is stable between renders. */
export function useRemoveCall(): (entry: HistoryEntry) => Promise<void> {
  const { ask } = usePage();
  const tell = useTell();
  return useCallback(
    async ({ id, direction, address }) => {
      const call = { id, direction, address };
      if (await ask.sendAsked('history.remove', call)) tell({ kind: 'call-removed', call });
    },
    [ask, tell],
  );
}
