// Limits how often we do something that anybody can request, so that a flood has a fixed cost.
import { isWithin } from '../../core/within.ts';
import type { Clock } from './clock.ts';

/**
 * Returns a function that says whether one more is allowed now, and counts it if so: `most` in any `perMs`. If the
 * clock was set back, an entry with a time later than now counts only while an older entry still counts.
 */
export function createBudget(clock: Pick<Clock, 'nowMs'>, most: number, perMs: number): () => boolean {
  const times: number[] = [];
  return () => {
    const nowMs = clock.nowMs();
    while (times[0] !== undefined && !isWithin(times[0], nowMs, perMs)) times.shift();
    if (times.length >= most) return false;
    times.push(nowMs);
    return true;
  };
}
