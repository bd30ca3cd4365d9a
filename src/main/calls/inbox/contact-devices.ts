// Which devices belong to people we know, according to the directory or to what is stored here. This decides which
// INVITEs and notes are read first (protocol §5 rules 2 and 14), and who is not a stranger. It decides nothing else and
// pins nobody. If a person is pinned for an address, nobody else counts there.
import { type Bytes, equal } from '../../../core/bytes.ts';
import { isWithin } from '../../../core/within.ts';
import type { Contact } from '../../contacts/contact-list.ts';
import type { CallDeps } from '../call-deps.ts';

const TIMEOUT_MS = 3000;
const MOST_AGE_MS = 15 * 60_000; // contacts are read every 20 minutes for presence, so this often comes from memory
const AGAIN_MS = 60_000;

/** The devices of contacts. */
export interface ContactDevices {
  readonly has: (device: string) => boolean;
  /**
   * Whether this device belongs to the person at this address: to the pinned person as held or, if nobody is pinned, to
   * the contact as last read.
   */
  readonly isOf: (address: string, person: Uint8Array, device: string) => boolean;
  /** Reads contacts who were not read in the last 15 minutes. Each is looked for at most once a minute. */
  readonly look: () => void;
}

interface ContactDevicesDeps {
  readonly clock: Pick<CallDeps['clock'], 'nowMs'>;
  readonly book: Pick<CallDeps['book'], 'contacts'>;
  readonly people: Pick<CallDeps['people'], 'held' | 'glance'>;
}

/** Begins without a known device. */
export function createContactDevices(deps: ContactDevicesDeps): ContactDevices {
  const { clock, book, people } = deps;
  const owners = new Map<string, { readonly address: string; readonly person: Bytes }>(); // by device
  const known = new Map<string, readonly string[]>(); // devices, by address
  // By address, so that a new contact is read even if others were read a moment ago.
  const lookedAtMs = new Map<string, number>();

  async function look(due: readonly Contact[]): Promise<void> {
    for (const { address, person } of due) {
      const peer = await people.glance(address, { timeoutMs: TIMEOUT_MS, maxAgeMs: MOST_AGE_MS });
      if (peer === 'timeout') return; // the others would time out too
      for (const device of known.get(address) ?? []) if (owners.get(device)?.address === address) owners.delete(device);
      known.delete(address);
      if (peer === 'none' || (person !== undefined && !equal(peer.person, person))) continue;
      for (const { id } of peer.devices) owners.set(id, { address, person: peer.person });
      known.set(
        address,
        peer.devices.map(({ id }) => id),
      );
    }
  }

  return {
    has: (device) => owners.has(device),
    isOf: (address, person, device) => {
      const held = people.held(address);
      // The last reading may be older than a removal that is held here.
      if (held !== undefined) return equal(held.person, person) && held.devices.some(({ id }) => id === device);
      const owner = owners.get(device);
      return owner?.address === address && equal(owner.person, person);
    },
    look: () => {
      const nowMs = clock.nowMs();
      for (const [address, atMs] of lookedAtMs) if (!isWithin(atMs, nowMs, AGAIN_MS)) lookedAtMs.delete(address);
      const due = book.contacts().filter(({ address }) => !lookedAtMs.has(address));
      for (const { address } of due) lookedAtMs.set(address, nowMs);
      if (due.length > 0) void look(due);
    },
  };
}
