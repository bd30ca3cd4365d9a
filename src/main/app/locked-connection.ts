// The broker connection of a locked program, without a key of the account (decision 0089). Messages are not opened, and
// nothing can be authenticated. An INVITE makes the card show that somebody calls. Notes are sealed and stored on disk,
// apart from HANDLED.
import * as v from 'valibot';
import { assert, unreachable } from '../../core/assert.ts';
import { type Bytes, concat, lengthPrefixed, toHex, utf8 } from '../../core/bytes.ts';
import { type Envelope, readEnvelope } from '../../core/signal/envelope.ts';
import { isId } from '../../core/signal/topics.ts';
import type { Knock } from '../../contract/knock.ts';
import type { Settings } from '../../contract/view.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { createBudget } from '../time/budget.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Log } from '../log.ts';
import type { BrokerConnection } from '../signalling/broker-connection.ts';
import type { NetworkChange } from '../signalling/network-watch.ts';
import { keyedForm, type Keyed, wipeKeys } from '../vault/form.ts';
import type { Store } from '../vault/store.ts';
import { curves } from '../../core/keys/curves.ts';
import { type BoxKey, newBoxKey, openBox, sealFor } from './waiting-box.ts';
import type { WaitingMessages } from './waiting-messages.ts';

/** What the vault stores for a lock: the secret half of the lock's key pair. */
export type KeptWaitingKey = Keyed<'waiting', Record<string, never>>;
/** The form in which the vault stores that key. */
export const waitingKeyForm = keyedForm(['waiting'], v.strictObject({}));

/** A message as it arrived. */
export interface Arrived {
  readonly from: string;
  readonly bytes: Bytes;
}

/** What an account leaves behind when it is locked. */
export interface LeftConnection {
  readonly connection: BrokerConnection;
  /** The devices that may make the locked program ring. Undefined: all. */
  readonly mayRing: ReadonlySet<string> | undefined;
}

/** The connection of one locked profile. */
export interface LockedConnection {
  /**
   * Makes and stores the key for a lock. Returns a function that takes over the connection. Undefined if the locked
   * program must not listen, or if there is no key.
   */
  readonly prepare: (store: Store<KeptWaitingKey>) => ((left: LeftConnection) => void) | undefined;
  /** The machine woke up or the network changed. */
  readonly networkChanged: (change: NetworkChange) => void;
  /** The program is unlocked: disconnects silently, because the account connects as the same device. */
  readonly unlocked: () => void;
  /** Stored notes, which stay on disk until `taken`, and messages of calls that may still ring. Needs an open vault. */
  readonly arrived: (store: Store<KeptWaitingKey>) => readonly Arrived[];
  readonly taken: () => void;
  readonly close: () => Promise<void>;
  readonly knock: () => Knock | undefined;
  /** The person has seen that this caller calls. Returns whether this call is the one that is shown. */
  readonly silence: (call: string) => boolean;
}

/** What `createLockedConnection` needs. */
export interface LockedConnectionParts {
  readonly waiting: WaitingMessages;
  readonly policy: Pick<PolicyInForce, 'values' | 'onChange'>;
  /** Whether the person wants not to be disturbed. */
  readonly isDoNotDisturb: () => boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly onChange: () => void;
}

/** The devices that may make a locked program ring: those of contacts. Undefined (all) if strangers may ring aloud. */
export function ringersOf(
  { unknownCallers }: Pick<Settings, 'unknownCallers'>,
  contacts: readonly { readonly address: string }[],
  devicesOf: (address: string) => readonly string[],
): ReadonlySet<string> | undefined {
  return unknownCallers === 'ring' ? undefined : new Set(contacts.flatMap(({ address }) => devicesOf(address)));
}

const MOST_LIVE = 64; // messages of calls that may still ring
const MOST_LIVE_OF_SENDER = 16;
const MOST_NOTE_BYTES = 5000; // a Noise message of 4,096 bytes and the bytes before it; no receiver reads a longer note
const MOST_OF_SENDER = 32; // notes, as at an unlocked device (decision 0030)
const LONGEST_SENDER = 255;
// A flood of strangers must not make a locked machine ring without end.
const MOST_KNOCKS = 6;
const PER_MS = 10 * 60_000;

interface Live extends Arrived {
  readonly call: string;
  readonly untilMs: number;
  /** An INVITE that may ring and was not shown yet. */
  readonly isUnshown: boolean;
}

/** A connection that is off. */
export function createLockedConnection(parts: LockedConnectionParts): LockedConnection {
  const { clock, log, onChange, policy, random, waiting } = parts;
  const mayKnock = createBudget(clock, MOST_KNOCKS, PER_MS);
  let left: LeftConnection | undefined;
  let publicKey: Bytes | undefined;
  let lockedUnder = ''; // the policy, as JSON
  let live: readonly Live[] = [];
  let isUnread = false; // the stored messages could not be read the last time
  let notes = new Map<string, number>(); // by sender
  let knocking: { readonly knock: Knock; readonly from: string; readonly stop: () => void } | undefined;

  const isAllowed = (): boolean => policy.values().RingWhenLocked;

  function hush(): void {
    if (knocking === undefined) return;
    knocking.stop();
    knocking = undefined;
    onChange();
    knockNext();
  }

  // Shows the next caller, if none is shown or the shown one was silenced.
  function knockNext(): void {
    if (knocking?.knock.isSilenced === false) return;
    const next = left && current().find(({ isUnshown }) => isUnshown);
    if (next === undefined || !mayKnock()) return;
    live = live.map((each) => (each === next ? { ...next, isUnshown: false } : each));
    knocking?.stop();
    const { call, from, untilMs } = next;
    knocking = { knock: { call, isSilenced: false }, from, stop: clock.after(untilMs - clock.nowMs(), hush) };
    log.info('somebody calls a locked program', {});
    onChange();
  }

  function forget(): LeftConnection | undefined {
    const last = left;
    left = undefined;
    publicKey = undefined;
    notes = new Map();
    hush(); // no other caller is shown afterwards, because nothing listens any more
    return last;
  }

  function receive(from: string, bytes: Bytes): void {
    assert(left !== undefined, 'a connection that was given up receives nothing: the broker keeps the message');
    const envelope = readEnvelope(bytes);
    if (envelope === undefined || from.length > LONGEST_SENDER) return;
    switch (envelope.kind) {
      case 'invite':
        return invited(from, bytes, envelope);
      case 'early':
      case 'answer':
      case 'session':
        return ofCall(from, bytes, envelope);
      case 'missed':
      case 'verified':
      case 'move':
      case 'move-end':
        return keep(from, bytes);
      case 'handled': // it only names a device in a call record, and would take the room of other notes
        return;
      default:
        unreachable(envelope);
    }
  }

  const current = (): readonly Live[] => live.filter(({ untilMs }) => untilMs > clock.nowMs());

  function invited(from: string, bytes: Bytes, { callId, ttlSeconds }: Extract<Envelope, { kind: 'invite' }>): void {
    const call = toHex(callId);
    const untilMs = clock.nowMs() + ttlSeconds * 1000;
    live = current();
    if (isFull(from) || live.some((each) => each.call === call && each.from === from)) return;
    const isUnshown = left?.mayRing?.has(from) !== false && !parts.isDoNotDisturb();
    live = [...live, { from, bytes, call, untilMs, isUnshown }];
    knockNext();
  }

  const isFull = (from: string): boolean =>
    live.length >= MOST_LIVE || live.filter((each) => each.from === from).length >= MOST_LIVE_OF_SENDER;

  // Messages that belong to a live INVITE are kept with it. A caller sends EARLY messages only to cancel.
  function ofCall(
    from: string,
    bytes: Bytes,
    { callId, kind }: { readonly callId: Bytes; readonly kind: string },
  ): void {
    const call = toHex(callId);
    live = current();
    const isOfCall = (each: Live): boolean => each.call === call && each.from === from;
    const invite = live.find(isOfCall);
    if (invite === undefined) return;
    // A cancelled call rings no more. Without room for the message, the whole call is forgotten, so that it does not ring
    // after unlocking either.
    const isOver = kind === 'early';
    if (!isFull(from)) {
      live = live.map((each) => (isOver && isOfCall(each) ? { ...each, isUnshown: false } : each));
      live = [...live, { ...invite, bytes, isUnshown: false }];
    } else if (isOver) live = live.filter((each) => !isOfCall(each));
    if (isOver && knocking?.knock.call === call && knocking.from === from) hush();
  }

  // If this throws, the message is not acknowledged, and the broker keeps it.
  function keep(from: string, bytes: Bytes): void {
    const count = notes.get(from) ?? 0;
    if (count >= MOST_OF_SENDER || bytes.length > MOST_NOTE_BYTES) return;
    assert(publicKey !== undefined, 'a connection that was given up receives nothing');
    const kept = waiting.keep(sealFor(publicKey, concat(lengthPrefixed(utf8(from)), bytes), random));
    if (kept === 'kept') return void notes.set(from, count + 1);
    log.info('a locked program can keep nothing more', { why: kept });
    void close();
    throw new Error('nothing more can be kept');
  }

  // The public half of this lock's key. Messages that still wait from an earlier lock need that lock's key, so that key
  // is used again.
  function keyFor(store: Store<KeptWaitingKey>): Bytes | undefined {
    const there = waiting.read();
    if (there === 'disk') return undefined; // the stored messages, which could not be read, would lose their key
    const earlier = there.length > 0 ? store.read() : undefined;
    const key = earlier === undefined ? newBoxKey(random) : boxKeyOf(earlier);
    const kept = earlier === undefined ? store.write({ keys: { waiting: key.secret }, value: {} }) : 'written';
    key.secret.wipe();
    return kept === 'disk' ? undefined : key.publicKey;
  }

  // Whatever goes wrong here, the lock itself continues.
  function keyOrNone(store: Store<KeptWaitingKey>): Bytes | undefined {
    try {
      return keyFor(store);
    } catch (error) {
      log.warn('nothing listens while locked', { error });
      return undefined;
    }
  }

  async function close(): Promise<void> {
    await forget()?.connection.close();
  }

  // Whether, where and how to connect may have changed, so this connection ends. The account decides anew after
  // unlocking.
  policy.onChange(() => {
    if (left !== undefined && JSON.stringify(policy.values()) !== lockedUnder) void close();
  });

  return {
    prepare: (store) => {
      if (!isAllowed()) return undefined;
      const key = keyOrNone(store);
      if (key === undefined) return undefined;
      return (taken) => {
        left = taken;
        live = [];
        publicKey = key;
        lockedUnder = JSON.stringify(policy.values());
        taken.connection.release(); // the account's listeners hold books and lists that a lock must release
        taken.connection.onMessage((from, bytes) => receive(from, bytes));
        taken.connection.watchPresence([], () => undefined);
        taken.connection.watchHints([], () => undefined);
        taken.connection.publishPresence(parts.isDoNotDisturb() ? 'dnd' : 'away');
      };
    },
    networkChanged: (change) => (change === 'lost' ? left?.connection.reconnect() : left?.connection.retryNow()),
    unlocked: () => forget()?.connection.drop(),
    arrived: (store) => {
      const kept = store.read();
      const alive = current();
      live = [];
      if (kept === undefined) return alive;
      const key = boxKeyOf(kept);
      const there = waiting.read();
      isUnread = there === 'disk';
      const opened = there === 'disk' ? [] : there.flatMap((box) => readNote(openBox(key, box)) ?? []);
      wipeKeys(kept);
      return [...opened, ...alive];
    },
    taken: () => {
      if (!isUnread) waiting.clear();
    },
    close,
    knock: () => knocking?.knock,
    silence: (call) => {
      if (knocking?.knock.call !== call) return false;
      knocking = { ...knocking, knock: { call, isSilenced: true } };
      onChange();
      knockNext();
      return true;
    },
  };
}

function boxKeyOf({ keys: { waiting: secret } }: KeptWaitingKey): BoxKey {
  return { secret, publicKey: secret.use((bytes) => curves().agreementKey(bytes)) };
}

function readNote(plain: Bytes | undefined): Arrived | undefined {
  if (plain === undefined || plain.length < 2) return undefined;
  const end = 2 + ((plain[0] ?? 0) << 8) + (plain[1] ?? 0);
  const from = new TextDecoder().decode(plain.subarray(2, end));
  return isId(from) ? { from, bytes: plain.slice(end) } : undefined;
}
