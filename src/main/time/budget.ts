// How often something may be done that anybody can ask for, so that the cost of a flood is fixed.
import { isWithin } from '../../core/within.ts';
import type { Clock } from './clock.ts';

/**
 * Returns a function that says whether one more is allowed now, and counts it if so: `most` in any `perMs`. If the
 * clock was set back, what came at a later time than now no longer counts.
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
