// How long to wait before the next attempt. Pure: randomness comes in as an argument.
import type { Random } from '../time/clock.ts';

const FIRST_MS = 500;
const MOST_MS = 30_000;

/**
 * Full jitter: a random time below a bound, which is 0.5 s for `attempt` 0 and doubles with each further attempt up to
 * 30 s. So a thousand clients of a broker that returns do not all reconnect at once.
 */
export function backoffMs(attempt: number, random: Random): number {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.floor(ceiling * fraction(random));
}

/**
 * A takeover means that two installations share one identity. They wait 15 to 30 s, or they would disconnect each other
 * all day.
 */
export function takeoverBackoffMs(random: Random): number {
  return Math.floor(MOST_MS / 2 + (MOST_MS / 2) * fraction(random));
}

/** A number from 0 to below 1. */
export function fraction(random: Random): number {
  const [high = 0, low = 0] = random(2);
  return (high * 256 + low) / 65_536;
}
