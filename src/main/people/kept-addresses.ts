// What is kept in sealed state of addresses, one entry each. Written once for all that changed within ten seconds, since contacts are read one
// after the other, and when the vault is locked.
import type { Clock } from '../time/clock.ts';
import type { Store } from '../vault/store.ts';

const MOST_ADDRESSES = 10_000; // strangers decide how many there are: the one that changed longest ago gives way
const WRITE_AFTER_MS = 10_000;

/** Entries by address, until they are closed; the one that changed last stands at the end. */
export interface KeptAddresses<T> {
  readonly get: (address: string) => T | undefined;
  readonly all: () => readonly T[];
  /** Keeps this entry in place of the one of its address; nothing once closed. */
  readonly put: (entry: T) => void;
  /** Whether there was an entry, which is gone now; false once closed. */
  readonly remove: (address: string) => boolean;
  readonly isClosed: () => boolean;
  /** Writes what is due, and nothing from here on. */
  readonly close: () => void;
}

/** The entries in a store; `onDisk` is told where a write does not succeed. */
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
