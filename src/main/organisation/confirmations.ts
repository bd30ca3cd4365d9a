// Which devices the organisation confirms: what each device shows at the broker, judged against the roots of policy.
// These results are separate from the trust book, which alone knows whom a person has verified.
import type { OrganisationMark } from '../../contract/managed.ts';
import { type Bytes, toHex } from '../../core/bytes.ts';
import type { Clock } from '../time/clock.ts';
import type { Credentials } from '../people/address-reading.ts';
import type { Transport } from '../signalling/transport.ts';
import { isIssuedFor, judge, type Judgement, type Trust } from './judge.ts';
import type { OrganisationTrust } from './organisation-trust.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';

/**
 * What the organisation says about devices. Without a usable root every mark is `none` at once, and nothing is read.
 */
export interface Confirmations {
  /** Reads what the device shows and judges it. If the broker does not answer in time, the earlier result stays. */
  readonly check: (device: ProvenDevice, timeoutMs: number) => Promise<OrganisationMark>;
  /**
   * Checks `devices`, which were just read under this address. From here on these are the devices that count for the
   * address.
   */
  readonly checkAll: (address: string, devices: readonly ProvenDevice[], timeoutMs: number) => Promise<void>;
  /** The mark of a person, from memory. `confirmed` only if every known device is; `refused` if one is. */
  readonly markOf: (address: string) => OrganisationMark;
  /** The mark of one device with exactly these keys, from memory. It changes with time and with policy. */
  readonly markOfDevice: (device: ProvenDevice) => OrganisationMark;
  /** The confirmed devices of an address, among those that count there. */
  readonly confirmedOf: (address: string) => readonly string[];
  /** What devices show under an address where no person is known. Undefined if policy names no usable root. */
  readonly credentials: () => Credentials | undefined;
  /** Called when a mark may have changed. */
  readonly onChange: (listener: () => void) => void;
}

/** What confirmations are made of. */
export interface ConfirmationParts {
  readonly trust: OrganisationTrust;
  readonly transport: Pick<Transport, 'readCredential'>;
  readonly clock: Clock;
}

// What a device showed at the last reading, and the result.
interface Known {
  readonly device: ProvenDevice;
  readonly shown: Bytes | undefined;
  judged?: { readonly over: Trust; readonly judgement: Judgement; readonly atMs: number };
}

const none: OrganisationMark = { kind: 'none' };
/** Strangers decide how many devices we read. Beyond this number the oldest readings are dropped. */
const MOST_KNOWN = 2048;
const LONGEST_TIMER_MS = 6 * 3_600_000;
const AT_ONCE = 4;
/**
 * A device that shows nothing may show something soon: it is being enrolled, or the broker has lost the device's
 * certificate.
 */
const LOOK_AGAIN_MS: readonly number[] = [15_000, 60_000, 300_000];

/** Confirmations over what policy trusts and what the broker shows; nothing is known yet. */
export function createConfirmations({ trust, transport, clock }: ConfirmationParts): Confirmations {
  const known = new Map<string, Known>(); // by everything that a device has proven
  const devicesOf = new Map<string, readonly ProvenDevice[]>(); // by address
  const listeners: (() => void)[] = [];
  let cancelTimer: (() => void) | undefined;
  let timerAtMs = Infinity;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  function judgementOf(entry: Known): Judgement {
    const over = trust.read();
    // An unusable revocation list may name this very device.
    if (over?.isComplete !== true || entry.shown === undefined) return { mark: none, againAtMs: Infinity };
    const last = entry.judged;
    const nowMs = clock.nowMs();
    // After the clock was set back everything is judged again: what the wrong clock called expired may still be valid.
    const isStill = last?.over === over && nowMs >= last.atMs && nowMs < last.judgement.againAtMs;
    if (isStill) return last.judgement;
    const judgement = judge(entry.shown, entry.device, over, nowMs);
    entry.judged = { over, judgement, atMs: nowMs };
    lookAgainAt(judgement.againAtMs);
    return judgement;
  }

  // One timer for the next time at which any mark changes, so that nobody has to ask.
  function lookAgainAt(atMs: number): void {
    if (atMs >= timerAtMs) return;
    cancelTimer?.();
    timerAtMs = atMs;
    const delayMs = Math.min(Math.max(atMs - clock.nowMs(), 0), LONGEST_TIMER_MS);
    cancelTimer = clock.after(delayMs, () => {
      timerAtMs = Infinity;
      const isDue = clock.nowMs() >= atMs;
      for (const entry of known.values()) lookAgainAt(judgementOf(entry).againAtMs);
      if (isDue) tell();
    });
  }

  const markOfDevice = (device: ProvenDevice): OrganisationMark => {
    const entry = known.get(keyOf(device));
    return entry === undefined ? none : judgementOf(entry).mark;
  };

  function keep(device: ProvenDevice, shown: Bytes | undefined): void {
    const before = JSON.stringify(markOfDevice(device));
    const isFull = bounded(known, keyOf(device), { device, shown });
    if (isFull || JSON.stringify(markOfDevice(device)) !== before) tell();
  }

  async function checkAll(devices: readonly ProvenDevice[], timeoutMs: number): Promise<void> {
    const waiting = [...devices];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await check(next, timeoutMs);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  }

  function lookAgain(address: string, devices: readonly ProvenDevice[], timeoutMs: number, round = 0): void {
    const delayMs = LOOK_AGAIN_MS[round];
    const bare = devices.filter((device) => known.get(keyOf(device))?.shown === undefined);
    if (delayMs === undefined || bare.length === 0) return;
    clock.after(delayMs, () => {
      if (devicesOf.get(address) !== devices || trust.read() === undefined) return; // the address was read again since
      void checkAll(bare, timeoutMs).then(() => lookAgain(address, devices, timeoutMs, round + 1));
    });
  }

  async function check(device: ProvenDevice, timeoutMs: number): Promise<OrganisationMark> {
    if (trust.read() === undefined) return none;
    const shown = await transport.readCredential(device.device, timeoutMs);
    if (shown !== 'timeout') keep(device, shown); // without an answer, what was shown before still counts
    return markOfDevice(device);
  }

  trust.onChange(tell);
  return {
    check,
    checkAll: async (address, devices, timeoutMs) => {
      const before = devicesOf.get(address)?.map(keyOf).join();
      const isFull = bounded(devicesOf, address, devices);
      if (trust.read() === undefined) return;
      if (isFull || before !== devices.map(keyOf).join()) tell();
      await checkAll(devices, timeoutMs);
      lookAgain(address, devices, timeoutMs);
    },
    markOf: (address) => {
      const marks = (devicesOf.get(address) ?? []).map(markOfDevice);
      const refused = marks.find(({ kind }) => kind === 'refused');
      if (refused !== undefined) return refused;
      const confirmed = marks.filter((mark) => mark.kind === 'confirmed');
      const [first] = confirmed;
      if (first === undefined || confirmed.length < marks.length) return none;
      return { ...first, until: Math.min(...confirmed.map(({ until }) => until)) };
    },
    markOfDevice,
    confirmedOf: (address) =>
      (devicesOf.get(address) ?? []).flatMap((device) =>
        markOfDevice(device).kind === 'confirmed' ? [device.device] : [],
      ),
    credentials: () => {
      const over = trust.read();
      if (over === undefined) return undefined;
      return {
        read: transport.readCredential,
        isFor: (shown, address, device) => isIssuedFor(shown, { address, device }, over, clock.nowMs()),
      };
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

// The same device id with another person or another address is a separate entry: results do not carry over.
function keyOf({ address, person, device }: ProvenDevice): string {
  return `${device} ${toHex(person)} ${address}`;
}

/** Puts `value` into `map` as its newest entry. Returns whether older entries had to be dropped. */
function bounded<T>(map: Map<string, T>, key: string, value: T): boolean {
  map.delete(key);
  map.set(key, value); // at the end, as the newest
  const isFull = map.size > MOST_KNOWN;
  for (const oldest of map.keys()) {
    if (map.size <= MOST_KNOWN) break;
    map.delete(oldest);
  }
  return isFull;
}
