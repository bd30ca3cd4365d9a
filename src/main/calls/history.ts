// The last calls, newest first, 200 at most, sealed in the vault. Written when a call has ended; never anything of its content.
import * as v from 'valibot';
import { HistoryEntry } from '../../contract/view.ts';
import type { Store } from '../vault/store.ts';

const MOST_ENTRIES = 200;

/** The sealed state; its version is the store's. */
export const HistoryState = v.strictObject({ entries: v.array(HistoryEntry) });
export type HistoryState = v.InferOutput<typeof HistoryState>;

/** Calls that have ended. */
export interface History {
  /** Newest first. */
  readonly entries: () => readonly HistoryEntry[];
  /** Puts an ended call in front; a call that is there already is replaced (an id alone is the caller's to choose). */
  readonly add: (entry: HistoryEntry) => void;
  readonly clear: () => 'cleared' | 'disk';
  /** Removes what was before this time, in ms since 1970; from the disk too, as `clear` does. On `disk` nothing was changed. */
  readonly keepSince: (sinceMs: number) => 'kept' | 'disk';
  readonly onChange: (listener: () => void) => void;
}

/** The history in a store; `onDisk` is told when a write fails (the entry then stays in memory until the next write). */
export function openHistory(store: Store<HistoryState>, onDisk: () => void): History {
  let entries: readonly HistoryEntry[] = store.read()?.entries.slice(0, MOST_ENTRIES) ?? [];
  const listeners: (() => void)[] = [];

  function tell(): void {
    for (const listener of listeners) listener();
  }

  // Nothing pretends to be gone while it is still on disk: the second write replaces the generation before, too.
  function replace(next: readonly HistoryEntry[]): boolean {
    const isGone = [1, 2].every(() => store.write({ entries: [...next] }) === 'written');
    if (isGone) {
      entries = next;
      tell();
    } else onDisk();
    return isGone;
  }

  return {
    entries: () => entries,
    add: (entry) => {
      const others = entries.filter((other) => !isSameCall(other, entry));
      entries = [entry, ...others].toSorted((a, b) => b.at - a.at).slice(0, MOST_ENTRIES);
      if (store.write({ entries: [...entries] }) === 'disk') onDisk();
      tell();
    },
    clear: () => (replace([]) ? 'cleared' : 'disk'),
    keepSince: (sinceMs) => {
      const young = entries.filter(({ at }) => at >= sinceMs);
      return young.length === entries.length || replace(young) ? 'kept' : 'disk';
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function isSameCall(a: HistoryEntry, b: HistoryEntry): boolean {
  return a.id === b.id && a.direction === b.direction && a.address === b.address;
}
