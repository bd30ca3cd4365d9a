// Device lists by address (protocol §2): reads those of others, keeps ours published. The directory is the broker's retained
// messages and as little trusted: whether a list may follow the pinned one is the trust book's to say, not decided here.
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import { userTag } from '../../core/keys/address.ts';
import type { SignedCertificate } from '../../core/keys/certificate.ts';
import {
  type DeviceList,
  deviceListSteps,
  issueDeviceList,
  MAX_DEVICES,
  reopenDeviceList,
} from '../../core/keys/device-list.ts';
import type { UserKey } from '../../core/keys/identity.ts';
import type { Clock } from '../app/clock.ts';
import { createSlices, type Slices } from '../app/slices.ts';
import { Shelf } from './shelf.ts';
import type { Transport } from './transport.ts';

/** What reading a list came to. `none`: nobody has published one; `unusable`: what is there is not a list of this address. */
export type ListReading =
  | { readonly kind: 'list'; readonly list: DeviceList; readonly readAtMs: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable' }
  | { readonly kind: 'timeout' };

/** What publishing ours came to. */
export type Publishing =
  | { readonly kind: 'published'; readonly list: DeviceList; readonly isOurs: boolean } // read back from the broker: it has our certificate; `isOurs`: published just now
  | { readonly kind: 'conflict'; readonly list: DeviceList } // another identity stands for our address; left as it is
  | { readonly kind: 'not-kept'; readonly list: DeviceList } // acknowledged, but something else keeps coming back
  | { readonly kind: 'removed'; readonly list: DeviceList | undefined } // another device of this person has taken this one off the list; `list`: one that says so and is newer than what was known
  | { readonly kind: 'full'; readonly list: DeviceList } // the list has as many devices as it may have
  | { readonly kind: 'refused' | 'not-connected' | 'timeout'; readonly isPublished?: true }; // `isPublished`: a list has left, and was not read back

/** This device's place in its user's list. */
export interface OwnEntry {
  readonly address: string;
  readonly userKey: UserKey;
  readonly device: string;
  readonly certificate: SignedCertificate;
  /** The payload last published or read back, if any: never fall behind it. */
  readonly last: Bytes | undefined;
  /** `last` was not seen to stay: a device that had not read it may have published over it. */
  readonly isFresh?: boolean;
  /** Version of a list that has left this device out: it publishes nothing unless a newer one names it again. */
  readonly removedBy?: number | undefined;
  /** Devices that this one has taken off the list: a race must not bring them back (protocol §13 rule 5). */
  readonly removed?: readonly string[];
}

/** Lists at the broker. */
export interface Directory {
  /** The list of an address, from memory if it was read at most `maxAgeMs` ago (0: always afresh). */
  readonly readListFor: (address: string, timeoutMs: number, maxAgeMs: number) => Promise<ListReading>;
  /** The list of an address that was read last, however long ago, while it is remembered. */
  readonly lastRead: (address: string) => DeviceList | undefined;
  /** Sees to it that our list is there and names this device: reads, merges, publishes version + 1, reads back. */
  readonly publishOwn: (own: OwnEntry) => Promise<Publishing>;
}

const OWN_TIMEOUT_MS = 3000;
const MOST_ROUNDS = 5;
/** A broker may acknowledge before it keeps (RabbitMQ's retained store is a process of its own): so much later it is asked again. */
const KEPT_LATER_MS = 250;
/** Strangers decide for how many addresses we read lists: beyond so many bytes of lists the oldest readings give way. */
const MOST_KNOWN_BYTES = 16 * 1024 * 1024;

/** A payload that was judged, or is being judged; undefined: not a list of its address. */
interface Judged {
  readonly payload: Bytes;
  readonly list: Promise<DeviceList | undefined>;
}

interface Read {
  readonly list: DeviceList;
  readonly readAtMs: number; // when it came
  readonly order: number; // among all that came: a long list is judged more slowly than a short one that came after it
}

/** The directory behind a transport. Lists are judged in `slices`; `mostKnownBytes` bounds what is remembered of lists. */
export function createDirectory(
  transport: Transport,
  clock: Clock,
  slices: Slices = createSlices(),
  mostKnownBytes = MOST_KNOWN_BYTES,
): Directory {
  const read = new Shelf<Read>(mostKnownBytes);
  const judged = new Shelf<Judged>(mostKnownBytes);
  let payloads = 0;

  // The same bytes are judged once, also for those who come while that goes on.
  function judge(address: string, payload: Bytes): Promise<DeviceList | undefined> {
    const known = judged.get(address);
    if (known !== undefined && equal(known.payload, payload)) return known.list;
    const list = slices.run(deviceListSteps(payload, address));
    judged.put(address, { payload, list }, payload.length);
    return list;
  }

  async function within<T>(timeoutMs: number, outcome: Promise<T>): Promise<T | 'timeout'> {
    let cancel = (): void => undefined;
    const late = new Promise<'timeout'>((resolve) => (cancel = clock.after(timeoutMs, () => resolve('timeout'))));
    return Promise.race([outcome, late]).finally(() => cancel());
  }

  async function readListFor(address: string, timeoutMs: number, maxAgeMs: number): Promise<ListReading> {
    const known = read.get(address);
    if (known !== undefined && clock.nowMs() - known.readAtMs < maxAgeMs) return reading(known);
    const payload = await transport.readList(userTag(address), timeoutMs);
    if (payload === 'timeout') return { kind: 'timeout' };
    if (payload === undefined) return { kind: 'none' };
    const came = { readAtMs: clock.nowMs(), order: payloads++ };
    // What is judged too late for this reader is known to the next one.
    const list = await within(timeoutMs, judge(address, payload));
    if (list === 'timeout') return { kind: 'timeout' };
    if (list === undefined) return { kind: 'unusable' };
    if ((read.get(address)?.order ?? -1) < came.order) read.put(address, { list, ...came }, payload.length);
    return reading({ list, ...came });
  }

  async function publishOwn(own: OwnEntry): Promise<Publishing> {
    const kept = own.last && reopenDeviceList(own.last, own.address); // verified before it was kept
    let last = kept;
    let isOurs = false;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const reading = await readListFor(own.address, OWN_TIMEOUT_MS, 0);
      if (reading.kind === 'timeout') return { kind: 'timeout', ...(isOurs && { isPublished: true }) };
      const there = reading.kind === 'list' ? reading.list : undefined;
      const isTheirs = there !== undefined && !equal(there.uik, own.userKey.publicKey);
      if (own.removedBy !== undefined) {
        // Only what is newer counts: an older list that names it proves nothing, whoever serves it.
        const newer = there !== undefined && !isTheirs && there.version > own.removedBy ? there : undefined;
        const isBack = newer !== undefined && has(newer, own.device);
        return isBack ? { kind: 'published', list: newer, isOurs: false } : { kind: 'removed', list: newer };
      }
      if (isTheirs) return { kind: 'conflict', list: there };
      if (kept !== undefined && there !== undefined && wasRemoved(own, kept, there)) {
        return { kind: 'removed', list: there };
      }
      // A directory that lost our list or rewound it gets the newest one again; else what is there is the base.
      const isBehind = last !== undefined && (there === undefined || there.version < last.version);
      const base = isBehind ? last : there;
      if (base !== undefined && names(base, own)) {
        if (base === there) return { kind: 'published', list: base, isOurs };
        last = base;
        if (round > 0) await new Promise<void>((resolve) => void clock.after(KEPT_LATER_MS * round, resolve));
      } else {
        const devices = merged(base, own);
        if (base !== undefined && devices.length > MAX_DEVICES) return { kind: 'full', list: base };
        last = issued(base, own, devices, clock.nowMs());
      }
      const sent = await transport.publishList(userTag(own.address), last.payload);
      if (sent !== 'sent') return { kind: sent, ...(isOurs && { isPublished: true }) };
      isOurs = true;
    }
    return { kind: 'not-kept', list: unwrap(last, 'a round without an answer has published one') };
  }

  return { readListFor, lastRead: (address) => read.get(address)?.list, publishOwn };
}

function reading({ list, readAtMs }: Read): ListReading {
  return { kind: 'list', list, readAtMs };
}

// Whether a list is what it should be: this device by its certificate in force, and none that was taken off.
function names(list: DeviceList, own: OwnEntry): boolean {
  return (
    list.devices.some((entry) => entry.signed.cert === own.certificate.cert) &&
    !list.devices.some((entry) => own.removed?.includes(entry.id))
  );
}

function has(list: DeviceList, device: string): boolean {
  return list.devices.some((entry) => entry.id === device);
}

/**
 * Whether `there` is a list on top of `kept`, which was read back with this device in it, that leaves the device out. A next list
 * on another base has lost or won a race, and is merged; so is a later one where `kept` itself may have lost a race that nobody here
 * has seen (protocol §13 rule 4).
 */
function wasRemoved({ device, isFresh }: OwnEntry, kept: DeviceList, there: DeviceList): boolean {
  if (!has(kept, device) || has(there, device) || there.version <= kept.version) return false;
  if (there.version > kept.version + 1) return isFresh !== true;
  return there.previous !== undefined && equal(there.previous, kept.hash);
}

function merged(base: DeviceList | undefined, own: OwnEntry): readonly SignedCertificate[] {
  const others = base?.devices.filter(({ id }) => id !== own.device && !own.removed?.includes(id)) ?? [];
  return [...others.map((entry) => entry.signed), own.certificate];
}

function issued(
  base: DeviceList | undefined,
  own: OwnEntry,
  devices: readonly SignedCertificate[],
  nowMs: number,
): DeviceList {
  const fields = { address: own.address, devices, at: Math.floor(nowMs / 1000) };
  const payload = issueDeviceList(own.userKey, fields, base);
  return unwrap(reopenDeviceList(payload, own.address), 'a list just issued reads');
}
