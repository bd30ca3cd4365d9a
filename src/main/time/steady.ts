// Time that only goes forward, for what waits. The clock of a machine may be set back, by a person or by its time server; whoever waits
// until a moment of that clock would wait an hour longer.
import type { Clock } from './clock.ts';

/**
 * Milliseconds since 1970 by this clock, which never go back: where the clock was set back they go on from what they were, and run ahead of
 * it from then on by as much. `atLeastMs`: a timer that was set for that moment has run. Lengths are right over a clock that is set
 * back; a moment that others are told is the clock's own.
 */
export function steady({ nowMs }: Pick<Clock, 'nowMs'>): (atLeastMs?: number) => number {
  let aheadMs = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  return (atLeastMs = lastMs) => {
    aheadMs = Math.max(aheadMs, lastMs - nowMs(), atLeastMs - nowMs());
    lastMs = nowMs() + aheadMs;
    return lastMs;
  };
}
