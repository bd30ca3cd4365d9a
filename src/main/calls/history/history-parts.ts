// The call history on disk: strangers' calls in one store, all others in numbered parts of 50, so that one more call writes one part
// however many there are. Which calls stay is decided in history.ts.
import * as v from 'valibot';
import { HistoryEntry, type HistoryKey } from '../../../contract/view.ts';
import type { Shelf } from '../../vault/shelf.ts';
import type { Store } from '../../vault/store.ts';
import { isSameCall, keyOf } from './history-page.ts';

/** How many calls lie in one part: about 15 KB, which is the most that one more call writes. */
export const CALLS_IN_A_PART = 50;
/** The number of the strangers' part; the others have 1 and above, the newest the highest. */
export const STRANGERS = 0;

/** The sealed state of a part; its version is the store's. */
export const HistoryState = v.strictObject({ entries: v.array(HistoryEntry) });
export type HistoryState = v.InferOutput<typeof HistoryState>;

/** Where the parts lie. */
export interface HistoryPlaces {
  /** Strangers' calls. A profile from before there were parts has all its calls here. */
  readonly strangers: Store<HistoryState>;
  readonly known: Shelf<HistoryState>;
}

/** One part as memory has it, in no order. */
export interface Part {
  readonly number: number;
  readonly calls: readonly HistoryEntry[];
}

/** The parts that are there. */
export interface HistoryParts {
  /** The strangers' part first, then the others, oldest first. */
  readonly all: () => readonly Part[];
  /** The calls of one part; none where it is not there. */
  readonly of: (number: number) => readonly HistoryEntry[];
  /** The part that has this call, and the call as it is there. */
  readonly find: (call: HistoryKey) => { readonly number: number; readonly call: HistoryEntry } | undefined;
  /** The part to which a call of somebody known is added: the newest, or a new one where that is full. */
  readonly newest: () => number;
  /** Replaces a part's calls. On `disk` memory has them, and the part's next write tries again. */
  readonly put: (number: number, calls: readonly HistoryEntry[]) => 'written' | 'disk';
  /** Replaces a part's calls. On `disk` nothing was changed. */
  readonly write: (number: number, calls: readonly HistoryEntry[]) => 'written' | 'disk';
  /** Takes calls out, from the generation before, too; an empty part goes. On `disk` memory has them still. */
  readonly erase: (number: number, calls: readonly HistoryEntry[]) => 'written' | 'disk';
  /** How many parts did not open and were kept aside. */
  readonly keptAside: () => number;
  /** Erases what was kept aside under this number and those below it. */
  readonly discardAside: (number: number) => 'done' | 'disk';
}

/** Reads all parts. A part that does not open is kept aside by its store; the others are there without it. */
export function openHistoryParts({ strangers, known }: HistoryPlaces): HistoryParts {
  const stores = new Map<number, Store<HistoryState>>();
  const parts = new Map<number, readonly HistoryEntry[]>();
  for (const number of [STRANGERS, ...known.numbers()]) storeOf(number);
  dropDoubles();
  let aside = known.keptAside().length;

  // A part is read before it is written: one that could not be listed is not replaced by an empty one.
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

  // Nothing pretends to be gone while it is on disk: the second write replaces the generation before, too.
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

  // A crash while a call went from one part to another leaves it in both: the newer part has it as it was last.
  function dropDoubles(): void {
    const seen = new Set<string>();
    for (const number of [...parts.keys()].toReversed()) {
      const calls = parts.get(number) ?? [];
      const once = calls.filter((call) => !seen.has(keyOf(call)));
      for (const call of once) seen.add(keyOf(call));
      if (once.length < calls.length && erase(number, once) === 'disk') parts.set(number, once);
    }
  }

  return {
    all: () => [...parts].map(([number, calls]) => ({ number, calls })).toSorted((a, b) => a.number - b.number),
    of: (number) => parts.get(number) ?? [],
    find: (wanted) => {
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
    keptAside: () => aside,
    discardAside: (number) => {
      const outcome = known.discardAside(number);
      aside = known.keptAside().length;
      return outcome;
    },
  };
}
