// How often it may ring (protocol §5 rule 2): a flood must cost the sender more than us, and never wake a person. And how often we
// ring others, so that our own redialling is not taken for one.
import { createBudget, isWithin } from '../app/budget.ts';
import type { Clock } from '../app/clock.ts';

const NOISE_PER_SECOND = 20;
const SENDER_EVERY_MS = 2000;
const PER_MINUTE = 10; // of all strangers, and of one person who is known
const STRANGER_PER_MINUTE = 3; // of one device: one account alone keeps no other stranger out
const MINUTE_MS = 60_000;
const OWN_EVERY_MS = 2500; // what devices take from one sender, and half a second for the way
const MOST_SENDERS = 1024;

/** INVITEs are read so often, one after the other. */
export const INVITE_EVERY_MS = 1000 / NOISE_PER_SECOND;

/** What we know of who calls: the identity is verified, or it is one that we know, or a contact's list names the device. */
export type Caller = 'verified' | 'known' | 'stranger';

/** Whether one more Noise message of a kind may be read now, counted where it may: twenty a second. */
export function createReadBudget(clock: Pick<Clock, 'nowMs'>): () => boolean {
  return createBudget(clock, NOISE_PER_SECOND, 1000);
}

/** Counts of what came; everything is in memory and by the clock. */
export interface InviteLimits {
  /**
   * Whether the INVITE of this device, whose certificate is valid for this address, may go on; counts it. How close two follow each
   * other is by when they arrived: where many wait, they are read one right after the other.
   */
  readonly mayRing: (sender: string, address: string, caller: Caller, arrivedAtMs?: number) => boolean;
}

interface Sender {
  readonly lastMs: number;
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
    mayRing: (sender, address, caller, arrivedAtMs = clock.nowMs()) => {
      const now = clock.nowMs();
      const known = senders.get(sender);
      if (known !== undefined && isWithin(known.lastMs, arrivedAtMs, SENDER_EVERY_MS)) return false;
      const mayStranger = known?.mayStranger ?? createBudget(clock, STRANGER_PER_MINUTE, MINUTE_MS);
      if (!hasShare({ mayStranger }, address, caller)) return false;
      for (const [other, { lastMs }] of senders) {
        if (!isWithin(lastMs, now, MINUTE_MS) || senders.size > MOST_SENDERS) senders.delete(other);
      }
      senders.delete(sender);
      senders.set(sender, { lastMs: arrivedAtMs, mayStranger }); // last, and so the newest
      return true;
    },
  };
}

/** The pace of our own INVITEs to an address. */
export interface InvitePace {
  /** Resolves when devices of this address may be rung, and counts that they are. */
  readonly turn: (address: string) => Promise<void>;
}

/** A pace that has rung nobody. */
export function createInvitePace(clock: Clock): InvitePace {
  const turns = new Map<string, { readonly askedMs: number; readonly turnMs: number }>();
  return {
    turn: async (address) => {
      const nowMs = clock.nowMs();
      for (const [known, { askedMs, turnMs }] of turns) {
        if (turnMs + OWN_EVERY_MS <= nowMs || askedMs > nowMs) turns.delete(known);
      }
      const turnMs = Math.max(nowMs, (turns.get(address)?.turnMs ?? 0) + OWN_EVERY_MS);
      turns.set(address, { askedMs: nowMs, turnMs });
      if (turnMs > nowMs) await new Promise<void>((resolve) => void clock.after(turnMs - nowMs, resolve));
    },
  };
}
