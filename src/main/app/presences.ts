// Who of the contacts is there: reads their devices from time to time and watches the presence of those. The hint of each address is
// watched too: who is found nowhere yet, or has a new device, is read anew when it names a device that is not known. All of this is for
// the contact list. It pins nobody new; like every reading it moves the pin of a known person on and notes a dispute (decision 0053).
import { userTag } from '../../core/keys/address.ts';
import { type Bytes, toHex } from '../../core/bytes.ts';
import { readHint } from '../../core/signal/hint.ts';
import type { Presence } from '../../contract/view.ts';
import { Pace } from '../time/pace.ts';
import type { People } from '../people/people.ts';
import type { Transport } from '../signalling/transport.ts';
import type { Clock } from '../time/clock.ts';

type DeviceStatus = Exclude<Presence, 'unknown'>;

const READ_TIMEOUT_MS = 3000;
const MOST_AGE_MS = 15 * 60_000;
// Anybody writes hints: how many readings of an address they can bring about.
const MOST_BY_HINT = 3;
const BY_HINT_MS = 30_000;
// The friendliest status any device of a person has is the person's.
const order: readonly DeviceStatus[] = ['online', 'busy', 'dnd', 'gone'];

/** The presence of contacts. */
export interface Presences {
  readonly of: (address: string) => Presence;
  /** Watches the devices and hints of these addresses from now on; reads what is older than a quarter of an hour. */
  readonly watch: (addresses: readonly string[]) => Promise<void>;
  /** The link was lost: nothing is known. */
  readonly forget: () => void;
}

/** What they are known by. */
export interface PresencesParts {
  readonly people: Pick<People, 'glance'>;
  readonly transport: Pick<Transport, 'watchHints' | 'watchPresence'>;
  readonly clock: Clock;
}

/** The hints of one address. */
interface Hinted {
  readonly pace: Pace;
  /** The newest, until it is its turn. */
  next: Bytes | undefined;
  /** The one by which the address was read last, as hex. */
  readBy: string;
}

/** Presences over a link; `onChange` is called when one may have changed. */
export function createPresences({ people, transport, clock }: PresencesParts, onChange: () => void): Presences {
  const devices = new Map<string, readonly string[]>(); // by address
  const statuses = new Map<string, DeviceStatus>(); // by device
  const hinted = new Map<string, Hinted>(); // by address
  let contacts: readonly string[] = [];
  let watched = '';
  let round = 0;
  let reading = Promise.resolve(); // one address at a time, whoever asks

  function inTurn(read: () => Promise<void>): Promise<void> {
    reading = reading.then(read);
    return reading;
  }

  async function read(address: string, maxAgeMs: number): Promise<'read' | 'timeout'> {
    const peer = await people.glance(address, { timeoutMs: READ_TIMEOUT_MS, maxAgeMs });
    if (peer === 'timeout') return peer;
    const ids = peer === 'none' ? undefined : peer.devices.map(({ id }) => id);
    if (ids !== undefined) devices.set(address, ids);
    return 'read';
  }

  function watchDevices(): void {
    const all = contacts.flatMap((address) => devices.get(address) ?? []).toSorted();
    if (watched === all.join(' ')) return;
    watched = all.join(' ');
    transport.watchPresence(all, (device, status) => {
      statuses.set(device, status);
      onChange();
    });
    onChange();
  }

  function watchHints(): void {
    const tags = new Map(contacts.map((address) => [userTag(address), address]));
    const known = new Set(contacts);
    dropHints((address) => !known.has(address));
    transport.watchHints([...tags.keys()], (tag, hint) => {
      const address = tags.get(tag);
      if (address !== undefined) hear(address, hint);
    });
  }

  function dropHints(isDropped: (address: string) => boolean): void {
    for (const [address, { pace }] of hinted) {
      if (!isDropped(address)) continue;
      pace.stop();
      hinted.delete(address);
    }
  }

  function hear(address: string, hint: Bytes): void {
    const of = hinted.get(address) ?? {
      pace: new Pace(clock, { most: MOST_BY_HINT, withinMs: BY_HINT_MS }),
      next: undefined,
      readBy: '',
    };
    hinted.set(address, of);
    const isWaiting = of.next !== undefined;
    of.next = hint;
    if (!isWaiting) void inTurn(() => readBy(address, of)); // a reading under way may find what it names
  }

  // The chain is published before the hint that names its device (protocol §2).
  async function readBy(address: string, of: Hinted): Promise<void> {
    const { next: hint, pace } = of;
    of.next = undefined;
    if (hint === undefined || hinted.get(address) !== of) return;
    const ids = readHint(hint) ?? [];
    if (of.readBy === toHex(hint) || ids.every((id) => devices.get(address)?.includes(id))) return;
    if (!pace.isDue(() => hear(address, hint))) return;
    if ((await read(address, 0)) === 'timeout') return;
    of.readBy = toHex(hint);
    watchDevices();
  }

  return {
    of: (address) => {
      const found = (devices.get(address) ?? []).map((device) => statuses.get(device));
      return order.find((status) => found.includes(status)) ?? 'unknown';
    },
    watch: async (addresses) => {
      const mine = ++round;
      contacts = addresses;
      watchHints();
      for (const address of addresses) {
        await inTurn(async () => {
          if (mine === round) await read(address, MOST_AGE_MS);
        });
        if (mine !== round) return; // a newer round goes on from here
      }
      watchDevices();
    },
    forget: () => {
      round++;
      watched = '';
      statuses.clear();
      dropHints(() => true);
      onChange();
    },
  };
}
