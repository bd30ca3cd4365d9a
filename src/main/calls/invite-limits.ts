// How often it may ring (protocol §5 rule 2): a flood must cost the sender more than us, and never wake a person. And how often we
// ring others, so that our own redialling is not taken for one.
import { createBudget, isWithin } from '../app/budget.ts';
import type { Clock } from '../app/clock.ts';

const NOISE_PER_SECOND = 20;
const SENDER_EVERY_MS = 2000;
const STRANGERS_PER_MINUTE = 10;
const OWN_EVERY_MS = 2500; // what devices take from one sender, and half a second for the way
const MOST_SENDERS = 1024;

/** Counts of what came; everything is in memory and by the clock. */
export interface InviteLimits {
  /** Whether one more Noise message may be read now; counts it. */
  readonly mayRead: () => boolean;
  /** Whether this sender's INVITE, whose certificate is valid, may go on; counts it. */
  readonly mayRing: (sender: string, isVerified: boolean) => boolean;
}

/** Limits that nobody has touched. */
export function createInviteLimits(clock: Pick<Clock, 'nowMs'>): InviteLimits {
  const mayStrangerRing = createBudget(clock, STRANGERS_PER_MINUTE, 60_000);
  const senders = new Map<string, number>();
  return {
    mayRead: createBudget(clock, NOISE_PER_SECOND, 1000),
    mayRing: (sender, isVerified) => {
      const now = clock.nowMs();
      const lastMs = senders.get(sender);
      if (lastMs !== undefined && isWithin(lastMs, now, SENDER_EVERY_MS)) return false;
      if (!isVerified && !mayStrangerRing()) return false;
      for (const [known, atMs] of senders) {
        if (!isWithin(atMs, now, SENDER_EVERY_MS) || senders.size > MOST_SENDERS) senders.delete(known);
      }
      senders.set(sender, now);
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
