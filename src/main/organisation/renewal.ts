// When a certificate is renewed, and when a failed attempt is repeated. Pure: randomness comes in as an argument.
import type { Random } from '../time/clock.ts';
import { fraction } from '../signalling/backoff.ts';

const FIRST_MS = 30_000;
const MOST_MS = 6 * 3_600_000;
const LEAST_MS = 500;

/**
 * When to renew a certificate: after two thirds of its remaining life, up to a thirtieth of that life earlier or
 * later, so that machines that were set up together do not all ask together.
 */
export function renewAtMs(nowMs: number, untilMs: number, random: Random): number {
  const lifeMs = Math.max(0, untilMs - nowMs);
  return Math.round(nowMs + lifeMs * (2 / 3 + (fraction(random) - 0.5) / 15));
}

/**
 * How long to wait after `failures` in a row (1 or more): full jitter up to 30 s, doubled each time, at most six
 * hours. With a certificate, the wait is also at most a third of the certificate's remaining time. The wait is never
 * shorter than half a second.
 */
export function againAfterMs(failures: number, leftMs: number | undefined, random: Random): number {
  const doubled = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 16));
  const ceiling = leftMs === undefined ? doubled : Math.min(doubled, Math.max(leftMs, 0) / 3);
  return Math.max(LEAST_MS, Math.floor(ceiling * fraction(random)));
}
