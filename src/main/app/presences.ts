// Which contacts are present. The devices of pinned people are watched at once. Then the contacts that are due
// (contact-watch.ts) are read one after the other, in about a quarter of a second each, and the devices found are
// watched. The hint of each address is watched too: if it names an unknown device, the address is read again, because
// the person was not found before, or has a new device.
// All of this is for the contact list. It pins nobody new. Like every reading it updates the pin of a known person and
// notes a dispute (decision 0053).
import { userTag } from '../../core/keys/address.ts';
import { type Bytes, toHex } from '../../core/bytes.ts';
import { readHint } from '../../core/signal/hint.ts';
import type { Presence } from '../../contract/view.ts';
import type { Steps } from '../../core/steps.ts';
import { Pace } from '../time/pace.ts';
import type { Slices } from '../time/slices.ts';
import type { People, PeerPerson } from '../people/people.ts';
import type { Transport } from '../signalling/transport.ts';
import type { Clock } from '../time/clock.ts';

type DeviceStatus = Exclude<Presence, 'unknown'>;

const READ_TIMEOUT_MS = 3000;
const MOST_AGE_MS = 15 * 60_000;
// Anybody can write hints: this limits how many readings of an address they cause.
const MOST_BY_HINT = 3;
const BY_HINT_MS = 30_000;
// A person has the most available status of their devices.
const order: readonly DeviceStatus[] = ['online', 'busy', 'away', 'dnd', 'gone'];

/** The presence of contacts. */
export interface Presences {
  readonly of: (address: string) => Presence;
  /** The devices of the person at this address: as last read, or as held if the person is pinned and was not read. */
  readonly devicesOf: (address: string) => readonly string[];
  /**
   * Watches the devices and hints of these addresses from now on, and of no others. Reads those in `due` (if it is
   * missing: all of them) that were not read in the last quarter of an hour. Resolves when nothing is left to read.
   */
  readonly watch: (addresses: readonly string[], due?: readonly string[]) => Promise<void>;
  /** The connection was lost: every presence is unknown. */
  readonly forget: () => void;
}

/** What presences are computed from. */
export interface PresencesParts {
  readonly people: Pick<People, 'glance' | 'held'>;
  readonly transport: Pick<Transport, 'watchHints' | 'watchPresence'>;
  readonly clock: Clock;
  readonly slices: Pick<Slices, 'run'>;
}

/** The hints of one address. */
interface Hinted {
  readonly pace: Pace;
  /** The newest hint, until its turn to be read. */
  next: Bytes | undefined;
  /** The hint that caused the last reading of the address, as hex. */
  readBy: string;
}

/** Presences over a broker connection. `onChange` is called when a presence may have changed. */
export function createPresences({ people, transport, clock, slices }: PresencesParts, onChange: () => void): Presences {
  const devices = new Map<string, readonly string[]>(); // by address
  const statuses = new Map<string, DeviceStatus>(); // by device
  const hinted = new Map<string, Hinted>(); // by address
  const tagOf = new Map<string, string>(); // by address; kept, because computing a tag costs a hash
  let contacts: readonly string[] = [];
  let isUp = false; // between `watch` and `forget`: a reading may outlast its connection
  let isNews = false; // whether devices were found that are not watched yet
  const queue = new Set<string>(); // addresses to be read
  let watched = '';
  let going: Promise<void> | undefined; // while the queue is not empty
  let reading = Promise.resolve(); // one address at a time

  function inTurn(read: () => Promise<void>): Promise<void> {
    reading = reading.then(read);
    return reading;
  }

  async function read(address: string, maxAgeMs: number): Promise<'read' | 'timeout'> {
    const peer = await people.glance(address, { timeoutMs: READ_TIMEOUT_MS, maxAgeMs });
    if (peer === 'timeout') return peer;
    if (peer !== 'none') note(address, peer);
    return 'read';
  }

  function note(address: string, { devices: found }: Pick<PeerPerson, 'devices'>): void {
    const ids = found.map(({ id }) => id);
    if (devices.get(address)?.join(' ') === ids.join(' ')) return;
    devices.set(address, ids);
    isNews = true;
  }

  // Parsing the stored chain of a person takes a millisecond, and there may be thousands of people.
  function* notePinned(): Steps<void> {
    for (const address of contacts) {
      if (devices.has(address)) continue;
      yield;
      const held = people.held(address);
      if (held !== undefined) note(address, held);
    }
  }

  async function readQueue(): Promise<void> {
    await slices.run(notePinned());
    if (isNews) watchDevices();
    for (const address of queue) {
      queue.delete(address);
      await inTurn(async () => void (await read(address, MOST_AGE_MS)));
      if (isNews) watchDevices();
    }
    if (isNews) watchDevices();
    going = undefined;
  }

  function watchDevices(): void {
    if (!isUp) return;
    isNews = false;
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
    const known = new Set(contacts);
    dropHints((address) => !known.has(address));
    for (const address of tagOf.keys()) if (!known.has(address)) tagOf.delete(address);
    for (const address of contacts) if (!tagOf.has(address)) tagOf.set(address, userTag(address));
    const tags = new Map([...tagOf].map(([address, tag]) => [tag, address]));
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
    if (!isWaiting) void inTurn(() => readBy(address, of)); // a reading under way may find what the hint names
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
    devicesOf: (address) => devices.get(address) ?? [],
    watch: async (addresses, due = addresses) => {
      isUp = true;
      contacts = addresses;
      const known = new Set(addresses);
      for (const address of queue) if (!known.has(address)) queue.delete(address);
      for (const address of due) queue.add(address);
      isNews = true; // also if there are fewer devices to watch
      watchHints();
      going ??= readQueue();
      return going;
    },
    forget: () => {
      isUp = false;
      queue.clear();
      watched = '';
      statuses.clear();
      dropHints(() => true);
      onChange();
    },
  };
}
