// Who of the contacts is there: reads their devices from time to time and watches the presence of those. A hint for the contact
// list; it decides nothing, and what is read here is neither pinned nor compared.
import type { Presence } from '../../contract/view.ts';
import type { People } from '../people/people.ts';
import type { Transport } from '../signalling/transport.ts';

type DeviceStatus = Exclude<Presence, 'unknown'>;

const READ_TIMEOUT_MS = 3000;
const MOST_AGE_MS = 15 * 60_000;
// The friendliest status any device of a person has is the person's.
const order: readonly DeviceStatus[] = ['online', 'busy', 'dnd', 'gone'];

/** The presence of contacts. */
export interface Presences {
  readonly of: (address: string) => Presence;
  /** Watches the devices of these addresses from now on; reads what is older than a quarter of an hour. */
  readonly watch: (addresses: readonly string[]) => Promise<void>;
  /** The link was lost: nothing is known. */
  readonly forget: () => void;
}

/** Presences over a link; `onChange` is called when one may have changed. */
export function createPresences(
  parts: { readonly people: Pick<People, 'glance'>; readonly transport: Transport },
  onChange: () => void,
): Presences {
  const devices = new Map<string, readonly string[]>(); // by address
  const statuses = new Map<string, DeviceStatus>(); // by device
  let watched = '';
  let round = 0;
  return {
    of: (address) => {
      const found = (devices.get(address) ?? []).map((device) => statuses.get(device));
      return order.find((status) => found.includes(status)) ?? 'unknown';
    },
    watch: async (addresses) => {
      const mine = ++round;
      for (const address of addresses) {
        const peer = await parts.people.glance(address, { timeoutMs: READ_TIMEOUT_MS, maxAgeMs: MOST_AGE_MS });
        if (mine !== round) return; // a newer round goes on from here
        if (typeof peer === 'string') continue;
        devices.set(
          address,
          peer.devices.map(({ id }) => id),
        );
      }
      const all = addresses.flatMap((address) => devices.get(address) ?? []).toSorted();
      if (watched === all.join(' ')) return;
      watched = all.join(' ');
      parts.transport.watchPresence(all, (device, status) => {
        statuses.set(device, status);
        onChange();
      });
      onChange();
    },
    forget: () => {
      round++;
      watched = '';
      statuses.clear();
      onChange();
    },
  };
}
