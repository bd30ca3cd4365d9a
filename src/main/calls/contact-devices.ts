// Which devices are a contact's, as far as the directory says: a hint of whose INVITEs and words are read first (protocol §5
// rules 2 and 14), and of who is no stranger. It decides nothing else, and is neither pinned nor compared beyond the identity that is.
import { equal } from '../../core/bytes.ts';
import { isWithin } from '../app/budget.ts';
import type { Contact } from '../contacts/book.ts';
import type { CallDeps } from './call-deps.ts';

const LIST_TIMEOUT_MS = 3000;
const MOST_AGE_MS = 15 * 60_000; // lists of contacts are read as often for presence: mostly this is from memory
const AGAIN_MS = 60_000;

/** The devices of contacts. */
export interface ContactDevices {
  readonly has: (device: string) => boolean;
  /** The address of the contact whose list named this device. */
  readonly ownerOf: (device: string) => string | undefined;
  /** Reads lists of contacts that are not known, or old by now; that of one contact not more than once a minute. */
  readonly look: () => void;
}

/** Knows no device yet. */
export function createContactDevices(deps: Pick<CallDeps, 'clock' | 'book' | 'directory'>): ContactDevices {
  const { clock, book, directory } = deps;
  const owners = new Map<string, string>(); // by device
  const lookedAtMs = new Map<string, number>(); // by address: who became a contact a moment ago is looked at all the same

  async function look(due: readonly Contact[]): Promise<void> {
    for (const { address, person } of due) {
      const reading = await directory.readListFor(address, LIST_TIMEOUT_MS, MOST_AGE_MS);
      if (reading.kind === 'timeout') return; // the others would not come either
      for (const [device, owner] of owners) if (owner === address) owners.delete(device);
      if (reading.kind !== 'list' || (person !== undefined && !equal(reading.list.uik, person))) continue;
      for (const { id } of reading.list.devices) owners.set(id, address);
    }
  }

  return {
    has: (device) => owners.has(device),
    ownerOf: (device) => owners.get(device),
    look: () => {
      const nowMs = clock.nowMs();
      for (const [address, atMs] of lookedAtMs) if (!isWithin(atMs, nowMs, AGAIN_MS)) lookedAtMs.delete(address);
      const due = book.contacts().filter(({ address }) => !lookedAtMs.has(address));
      for (const { address } of due) lookedAtMs.set(address, nowMs);
      if (due.length > 0) void look(due);
    },
  };
}
