// The last calls, newest first, 200 at most, sealed in the vault. Written when a call has ended; never anything of its content.
import * as v from 'valibot';
import { isMissed, unseenCalls } from '../../contract/missed.ts';
import { HistoryEntry, type HistoryKey } from '../../contract/view.ts';
import type { Store } from '../vault/store.ts';

const MOST_ENTRIES = 200;

/** The sealed state; its version is the store's. */
export const HistoryState = v.strictObject({ entries: v.array(HistoryEntry) });
export type HistoryState = v.InferOutput<typeof HistoryState>;

/** Calls that have ended. */
export interface History {
  /** Newest first. */
  readonly entries: () => readonly HistoryEntry[];
  /** Whether this call has a line. */
  readonly has: (call: HistoryKey) => boolean;
  /** Puts an ended call in front; a call that is there already is replaced (an id alone is the caller's to choose). */
  readonly add: (entry: HistoryEntry) => void;
  /** The person has looked at the list: no missed call waits any more. */
  readonly see: () => void;
  /** Removes one call, from the disk too, as `clear` does; only memory knows it from here on, until `restore`. */
  readonly remove: (call: HistoryKey) => 'removed' | 'unknown' | 'disk';
  /** Undoes the last `remove` of this call; what was cleared or has grown too old since is gone for good. */
  readonly restore: (call: HistoryKey) => 'restored' | 'unknown' | 'disk';
  readonly clear: () => 'cleared' | 'disk';
  /** Removes what was before this time, in ms since 1970; from the disk too, as `clear` does. On `disk` nothing was changed. */
  readonly keepSince: (sinceMs: number) => 'kept' | 'disk';
  readonly onChange: (listener: () => void) => void;
}

/** The history in a store; `onDisk` is told when a write fails (the entry then stays in memory until the next write). */
export function openHistory(store: Store<HistoryState>, onDisk: () => void): History {
  let entries: readonly HistoryEntry[] = store.read()?.entries.slice(0, MOST_ENTRIES) ?? [];
  let removed: HistoryEntry | undefined; // the last one, for as long as that may be undone
  const listeners: (() => void)[] = [];

  function tell(): void {
    for (const listener of listeners) listener();
  }

  // What does not reach the disk stays in memory, for the next write.
  function keep(next: readonly HistoryEntry[]): void {
    entries = next;
    if (store.write({ entries: [...entries] }) === 'disk') onDisk();
    tell();
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
    has: (call) => entries.some((entry) => isSameCall(entry, call)),
    add: (entry) => {
      const others = entries.filter((other) => !isSameCall(other, entry));
      keep(inOrder([isMissed(entry) ? { ...entry, unseen: true } : entry, ...others]));
    },
    see: () => {
      if (unseenCalls(entries) > 0) keep(entries.map(({ unseen: _seen, ...entry }) => entry));
    },
    remove: (call) => {
      const found = entries.find((entry) => isSameCall(entry, call));
      if (found === undefined) return 'unknown';
      if (!replace(entries.filter((entry) => entry !== found))) return 'disk';
      removed = found;
      return 'removed';
    },
    restore: (call) => {
      if (removed === undefined || !isSameCall(removed, call)) return 'unknown';
      const next = inOrder([removed, ...entries]);
      if (store.write({ entries: [...next] }) === 'disk') {
        onDisk();
        return 'disk';
      }
      entries = next;
      removed = undefined;
      tell();
      return 'restored';
    },
    clear: () => {
      if (!replace([])) return 'disk';
      removed = undefined;
      return 'cleared';
    },
    keepSince: (sinceMs) => {
      if (removed !== undefined && removed.at < sinceMs) removed = undefined;
      const young = entries.filter(({ at }) => at >= sinceMs);
      return young.length === entries.length || replace(young) ? 'kept' : 'disk';
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function inOrder(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return entries.toSorted((a, b) => b.at - a.at).slice(0, MOST_ENTRIES);
}

function isSameCall(a: HistoryKey, b: HistoryKey): boolean {
  return a.id === b.id && a.direction === b.direction && a.address === b.address;
}
