// How often calls may ring (protocol §5 rule 2): a flood must cost the sender more than us, and ring only a few times.
// This file also limits how often we ring others, so that our own redialling does not count as a flood.
import type { Trust } from '../../../contract/view.ts';
import { isWithin } from '../../../core/within.ts';
import { createBudget } from '../../time/budget.ts';
import type { Clock } from '../../time/clock.ts';

const NOISE_PER_SECOND = 20;
const SENDER_EVERY_MS = 2000;
const PER_MINUTE = 10; // for all strangers together, and for each known person
const STRANGER_PER_MINUTE = 3; // for each device, so that one account cannot keep all other strangers out
const MINUTE_MS = 60_000;
const WAY_MS = 500; // how much longer one INVITE may be under way than another
const OWN_EVERY_MS = SENDER_EVERY_MS + WAY_MS;
const OWN_MINUTE_MS = MINUTE_MS + WAY_MS;
const MOST_SENDERS = 1024;

/** The interval between two readings of INVITEs. */
export const INVITE_EVERY_MS = 1000 / NOISE_PER_SECOND;

/**
 * What we know of a caller: the device belongs to a verified person, to another one who is pinned or a contact, or to
 * anybody else.
 */
export type Caller = 'verified' | 'known' | 'stranger';

/** Whether one more Noise message may be read now, twenty a second. Returns true only after counting it. */
export function createReadBudget(clock: Pick<Clock, 'nowMs'>): () => boolean {
  return createBudget(clock, NOISE_PER_SECOND, 1000);
}

/** Counts what arrived, in memory and by the clock. */
export interface InviteLimits {
  /**
   * Whether an INVITE of this device that names this address may continue; counts it. An INVITE comes too soon if it
   * arrived less than two seconds after the last one, and also left less than two seconds after the one that left last.
   * After an interruption, a broker connection delivers INVITEs together that left at different times.
   */
  readonly mayRing: (sender: string, address: string, caller: Caller, times: InviteTimes) => boolean;
}

/**
 * When an INVITE was issued, by its sender's clock, and when it arrived, both in ms since 1970. `ttlMs`: how long it
 * may have been under way.
 */
export interface InviteTimes {
  readonly issuedAtMs: number;
  readonly arrivedAtMs: number;
  readonly ttlMs: number;
}

// The sender's own time counts only as far back as an INVITE lives, so inventing times gains no more than waiting
// would.
function leftAtMs({ arrivedAtMs, issuedAtMs, ttlMs }: InviteTimes): number {
  return Math.min(arrivedAtMs, Math.max(issuedAtMs, arrivedAtMs - ttlMs));
}

interface Sender {
  readonly arrivedAtMs: number; // of the last INVITE that was counted
  readonly leftAtMs: number; // when the newest INVITE left
  readonly mayStranger: () => boolean;
}

/** Limits without any count yet. */
export function createInviteLimits(clock: Pick<Clock, 'nowMs'>): InviteLimits {
  const mayStrangers = createBudget(clock, PER_MINUTE, MINUTE_MS);
  const people = new Map<string, () => boolean>(); // known only: bounded by the book
  const senders = new Map<string, Sender>();

  function hasShare({ mayStranger }: Pick<Sender, 'mayStranger'>, address: string, caller: Caller): boolean {
    if (caller === 'verified') return true;
    if (caller === 'stranger') return mayStranger() && mayStrangers();
    const mayPerson = people.get(address) ?? createBudget(clock, PER_MINUTE, MINUTE_MS);
    people.set(address, mayPerson);
    return mayPerson();
  }

  return {
    mayRing: (sender, address, caller, times) => {
      const now = clock.nowMs();
      const { arrivedAtMs } = times;
      const leftMs = leftAtMs(times);
      const known = senders.get(sender);
      const isClose = known !== undefined && isWithin(known.arrivedAtMs, arrivedAtMs, SENDER_EVERY_MS);
      if (isClose && leftMs - known.leftAtMs < SENDER_EVERY_MS) return false;
      const mayStranger = known?.mayStranger ?? createBudget(clock, STRANGER_PER_MINUTE, MINUTE_MS);
      if (!hasShare({ mayStranger }, address, caller)) return false;
      for (const [other, one] of senders) {
        if (!isWithin(one.arrivedAtMs, now, MINUTE_MS) || senders.size > MOST_SENDERS) senders.delete(other);
      }
      senders.delete(sender);
      const newestMs = Math.max(leftMs, known?.leftAtMs ?? leftMs);
      senders.set(sender, { arrivedAtMs, leftAtMs: newestMs, mayStranger }); // at the end, as the newest
      return true;
    },
  };
}

/** A call that rang devices of an address, and when its last INVITE was at the broker. */
interface Invited {
  readonly address: string;
  readonly call: string;
  readonly atMs: number;
}

/** The pace of our own INVITEs to an address. */
export interface InvitePace {
  /** How long devices of this address must not be rung yet, in ms. 0: they may be rung now. */
  readonly waitMs: (address: string) => number;
  /**
   * Why another call to this address would fail, as far as is known here. Devices accept ten a minute from a person
   * they know, and any number from one verified there. We do not know whether they have verified us, and assume so if
   * we have verified them.
   */
  readonly whyNotCall: (address: string, trust: Pick<Trust, 'kind'>) => 'too-many-calls' | undefined;
  /** An INVITE of this call (its id in hex) leaves for this address now, or has just reached the broker. */
  readonly noteInvite: (address: string, call: string) => void;
}

/** A pace that has rung nobody. */
export function createInvitePace({ nowMs }: Pick<Clock, 'nowMs'>): InvitePace {
  let invited: readonly Invited[] = []; // of the last minute, one for each call, the newest last

  function lately(address: string, forMs: number): readonly Invited[] {
    invited = invited.filter(({ atMs }) => isWithin(atMs, nowMs(), OWN_MINUTE_MS));
    return invited.filter((each) => each.address === address && isWithin(each.atMs, nowMs(), forMs));
  }

  return {
    waitMs: (address) => {
      const last = lately(address, OWN_EVERY_MS).at(-1);
      return last === undefined ? 0 : last.atMs + OWN_EVERY_MS - nowMs();
    },
    whyNotCall: (address, { kind }) => {
      if (kind === 'verified') return undefined;
      return lately(address, OWN_MINUTE_MS).length < PER_MINUTE ? undefined : 'too-many-calls';
    },
    noteInvite: (address, call) => {
      const others = invited.filter((each) => each.address !== address || each.call !== call);
      invited = [...others, { address, call, atMs: nowMs() }];
    },
  };
}
