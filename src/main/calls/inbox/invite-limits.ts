// How often it may ring (protocol §5 rule 2): a flood must cost the sender more than us, and never wake a person. And how often we
// ring others, so that our own redialling is not taken for one.
import type { Trust } from '../../../contract/view.ts';
import { isWithin } from '../../../core/within.ts';
import { createBudget } from '../../time/budget.ts';
import type { Clock } from '../../time/clock.ts';

const NOISE_PER_SECOND = 20;
const SENDER_EVERY_MS = 2000;
const PER_MINUTE = 10; // of all strangers, and of one person who is known
const STRANGER_PER_MINUTE = 3; // of one device: one account alone keeps no other stranger out
const MINUTE_MS = 60_000;
const WAY_MS = 500; // what one INVITE may be longer on its way than another
const OWN_EVERY_MS = SENDER_EVERY_MS + WAY_MS;
const OWN_MINUTE_MS = MINUTE_MS + WAY_MS;
const MOST_SENDERS = 1024;

/** INVITEs are read so often, one after the other. */
export const INVITE_EVERY_MS = 1000 / NOISE_PER_SECOND;

/** What we know of who calls: the device is of somebody verified, or of somebody pinned or a contact. */
export type Caller = 'verified' | 'known' | 'stranger';

/** Whether one more Noise message of a kind may be read now, counted where it may: twenty a second. */
export function createReadBudget(clock: Pick<Clock, 'nowMs'>): () => boolean {
  return createBudget(clock, NOISE_PER_SECOND, 1000);
}

/** Counts of what came; everything is in memory and by the clock. */
export interface InviteLimits {
  /**
   * Whether the INVITE of this device, which names this address, may go on; counts it. Two are too close where they
   * both left and arrived within two seconds: a link that stood still, or was away, brings at once what left in its time.
   */
  readonly mayRing: (sender: string, address: string, caller: Caller, times: InviteTimes) => boolean;
}

/** When an INVITE was issued, as its sender says, and arrived, both in ms since 1970; `ttlMs` is how long it may have been on its way. */
export interface InviteTimes {
  readonly issuedAtMs: number;
  readonly arrivedAtMs: number;
  readonly ttlMs: number;
}

// Its own word of when it left counts only as far back as an INVITE lives: who makes times up gains what waiting would have brought.
function leftAtMs({ arrivedAtMs, issuedAtMs, ttlMs }: InviteTimes): number {
  return Math.min(arrivedAtMs, Math.max(issuedAtMs, arrivedAtMs - ttlMs));
}

interface Sender {
  readonly arrivedAtMs: number; // the last one that was counted
  readonly leftAtMs: number; // the newest
  readonly mayStranger: () => boolean;
}

/** Limits that nobody has touched. */
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
      senders.set(sender, { arrivedAtMs, leftAtMs: newestMs, mayStranger }); // last, and so the newest
      return true;
    },
  };
}

/** A call that rang devices of an address, and when the last INVITE of it was with the broker. */
interface Invited {
  readonly address: string;
  readonly call: string;
  readonly atMs: number;
}

/** The pace of our own INVITEs to an address. */
export interface InvitePace {
  /** How long devices of this address are not to be rung yet, in ms; 0: they may be now. */
  readonly waitMs: (address: string) => number;
  /**
   * Why another call to this address would come to nothing, as far as is known here: devices take ten a minute of a person whom they
   * know, and any number of one who is verified there. Whether we are is not known: whom we have verified counts as if.
   */
  readonly whyNotCall: (address: string, trust: Pick<Trust, 'kind'>) => 'too-many-calls' | undefined;
  /** An INVITE of this call (its id, hex) to this address leaves now, or is with the broker by now. */
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
