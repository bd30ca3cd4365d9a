// The call history on disk: strangers' calls in one store, all others in numbered parts of 50, so that the amount
// written when a call is added does not grow with the total. history.ts decides which calls stay.
import * as v from 'valibot';
import { HistoryEntry, type HistoryKey } from '../../../contract/view.ts';
import type { Shelf } from '../../vault/shelf.ts';
import type { Store } from '../../vault/store.ts';
import { isSameCall, keyOf } from './history-page.ts';

/** How many calls a numbered part holds: about 15 KB. */
export const CALLS_IN_A_PART = 50;
/** The number of the strangers' part. The others have 1 and above, the newest the highest. */
export const STRANGERS = 0;

/** The sealed state of a part; its version is the store's. */
export const HistoryState = v.strictObject({ entries: v.array(HistoryEntry) });
export type HistoryState = v.InferOutput<typeof HistoryState>;

/** Where the parts are stored. */
export interface HistoryPlaces {
  /** Strangers' calls. A profile from before there were parts has all its calls here. */
  readonly strangers: Store<HistoryState>;
  readonly known: Shelf<HistoryState>;
}

/** One part as it is in memory. Its calls are in no order. */
export interface Part {
  readonly number: number;
  readonly calls: readonly HistoryEntry[];
}

/**
 * The parts that exist. `read` and `of` know only the parts read so far. All other functions that report or change
 * calls first read the parts that may concern those calls.
 */
export interface HistoryParts {
  /** The strangers' part first, then the others, oldest first. */
  readonly all: () => readonly Part[];
  /** The parts read so far, in the same order: at first the newest parts and the strangers' part. */
  readonly read: () => readonly Part[];
  /** Reads the newest part that has not been read. Returns whether there was one. */
  readonly readNext: () => boolean;
  /** Whether all have been read. */
  readonly isWhole: () => boolean;
  /** The calls of one part. Empty if the part does not exist or has not been read. */
  readonly of: (number: number) => readonly HistoryEntry[];
  /** The part that has this call, and the call as stored there. */
  readonly find: (call: HistoryKey) => { readonly number: number; readonly call: HistoryEntry } | undefined;
  /** The part that gets the next call of a known person: the newest, or a new one if that is full. */
  readonly newest: () => number;
  /** Replaces a part's calls. On `disk` only memory has them, until the part is written again. */
  readonly put: (number: number, calls: readonly HistoryEntry[]) => 'written' | 'disk';
  /** Replaces a part's calls. On `disk` nothing has changed. */
  readonly write: (number: number, calls: readonly HistoryEntry[]) => 'written' | 'disk';
  /**
   * Replaces a part's calls, also in the previous generation on disk. A numbered part that becomes empty is deleted. On
   * `disk` memory still has the former calls.
   */
  readonly erase: (number: number, calls: readonly HistoryEntry[]) => 'written' | 'disk';
  /** How many parts could not be opened and were kept aside. */
  readonly keptAside: () => number;
  /** Erases the parts that were kept aside under this number or a lower one. */
  readonly discardAside: (number: number) => 'done' | 'disk';
}

/**
 * Reads the strangers' part, and the newest others until they hold `first` calls. A part that cannot be opened is kept
 * aside by its store, and the others are used without it.
 */
export function openHistoryParts({ strangers, known }: HistoryPlaces, first: number): HistoryParts {
  const stores = new Map<number, Store<HistoryState>>();
  const parts = new Map<number, readonly HistoryEntry[]>();
  const unread = [...known.numbers()]; // the newest last
  const seen = new Set<string>(); // the calls of the parts read so far, until all are read
  let aside = 0;
  storeOf(STRANGERS);
  for (let count = 0; count < first && unread.length > 0;) {
    const number = unread.at(-1) ?? STRANGERS;
    readNext();
    count += parts.get(number)?.length ?? 0;
  }
  if (unread.length === 0) aside = known.keptAside().length;

  function readNext(): boolean {
    const number = unread.pop();
    if (number === undefined) return false;
    storeOf(number);
    dropDoubles(number);
    if (unread.length > 0) return true;
    seen.clear();
    aside = known.keptAside().length;
    return true;
  }

  function readAll(): void {
    while (readNext());
  }

  // A part is read before it is written, so that an empty one never replaces a part that could not be listed.
  function storeOf(number: number): Store<HistoryState> {
    const store = stores.get(number) ?? (number === STRANGERS ? strangers : known.part(number));
    if (!stores.has(number)) parts.set(number, store.read()?.entries ?? []);
    stores.set(number, store);
    return store;
  }

  function write(number: number, calls: readonly HistoryEntry[]): 'written' | 'disk' {
    const outcome = storeOf(number).write({ entries: [...calls] });
    if (outcome === 'written') parts.set(number, calls);
    return outcome;
  }

  function put(number: number, calls: readonly HistoryEntry[]): 'written' | 'disk' {
    const outcome = write(number, calls);
    parts.set(number, calls);
    return outcome;
  }

  // A call must not be reported as erased while it is on disk: the second write replaces the previous generation too.
  function erase(number: number, calls: readonly HistoryEntry[]): 'written' | 'disk' {
    if (calls.length > 0 || number === STRANGERS) {
      const store = storeOf(number);
      if (![1, 2].every(() => store.write({ entries: [...calls] }) === 'written')) return 'disk';
      parts.set(number, calls);
      return 'written';
    }
    if (known.remove(number) === 'disk') return 'disk';
    parts.delete(number);
    stores.delete(number);
    return 'written';
  }

  // A crash while a call moves between parts leaves the call in both. The newer part has its latest state; the
  // strangers' part counts as the oldest. This part has just been read, and all newer ones before it.
  function dropDoubles(number: number): void {
    const calls = parts.get(number) ?? [];
    keepOnce(number, (call) => !seen.has(keyOf(call)));
    const here = new Set(calls.map(keyOf));
    keepOnce(STRANGERS, (call) => !here.has(keyOf(call)));
    for (const key of here) seen.add(key);
  }

  function keepOnce(number: number, isOnce: (call: HistoryEntry) => boolean): void {
    const calls = parts.get(number) ?? [];
    const once = calls.filter(isOnce);
    if (once.length < calls.length && erase(number, once) === 'disk') parts.set(number, once);
  }

  const inOrder = (): readonly Part[] =>
    [...parts].map(([number, calls]) => ({ number, calls })).toSorted((a, b) => a.number - b.number);

  return {
    all: () => {
      readAll();
      return inOrder();
    },
    read: inOrder,
    readNext,
    isWhole: () => unread.length === 0,
    of: (number) => parts.get(number) ?? [],
    find: (wanted) => {
      readAll();
      for (const [number, calls] of parts) {
        const call = calls.find((other) => isSameCall(other, wanted));
        if (call !== undefined) return { number, call };
      }
      return undefined;
    },
    newest: () => {
      let number = Math.max(1, ...parts.keys());
      storeOf(number);
      while ((parts.get(number)?.length ?? 0) >= CALLS_IN_A_PART) storeOf(++number);
      return number;
    },
    put,
    write,
    erase,
    keptAside: () => {
      readAll();
      return aside;
    },
    discardAside: (number) => {
      const outcome = known.discardAside(number);
      aside = known.keptAside().length;
      return outcome;
    },
  };
}
