// Entries in sealed state, one for each address. All changes within ten seconds are written together, since contacts
// are read one after the other. Locking the vault writes them too.
import type { Clock } from '../time/clock.ts';
import type { Store } from '../vault/store.ts';

const MOST_ADDRESSES = 10_000; // strangers decide how many there are: the entry unchanged for longest is dropped
const WRITE_AFTER_MS = 10_000;

/** Entries by address, until they are closed. The entry changed last is at the end. */
export interface KeptAddresses<T> {
  readonly get: (address: string) => T | undefined;
  readonly all: () => readonly T[];
  /** Stores this entry, and replaces an earlier entry with the same address. Does nothing once closed. */
  readonly put: (entry: T) => void;
  /** Removes the entry. Returns whether there was one; false once closed. */
  readonly remove: (address: string) => boolean;
  readonly isClosed: () => boolean;
  /** Writes what is due, and nothing from then on. */
  readonly close: () => void;
}

/** The entries in a store. `onDisk` is called when a write fails. */
export function openKeptAddresses<T extends { readonly address: string }>(
  store: Store<{ addresses: T[] }>,
  clock: Pick<Clock, 'after'>,
  onDisk: () => void,
): KeptAddresses<T> {
  const kept = new Map(store.read()?.addresses.map((each) => [each.address, each]));
  let isDue = false;
  let isClosed = false;

  function write(): void {
    if (!isDue || isClosed) return;
    isDue = false;
    if (store.write({ addresses: [...kept.values()] }) === 'disk') onDisk();
  }

  function changed(): void {
    if (!isDue) clock.after(WRITE_AFTER_MS, write);
    isDue = true;
  }

  return {
    get: (address) => kept.get(address),
    all: () => [...kept.values()],
    put: (entry) => {
      if (isClosed) return;
      kept.delete(entry.address);
      kept.set(entry.address, entry);
      const [oldest] = kept.keys();
      if (kept.size > MOST_ADDRESSES && oldest !== undefined) kept.delete(oldest);
      changed();
    },
    remove: (address) => {
      if (isClosed || !kept.delete(address)) return false;
      changed();
      return true;
    },
    isClosed: () => isClosed,
    close: () => {
      write();
      isClosed = true;
    },
  };
}
