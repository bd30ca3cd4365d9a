// Time that only goes forward, for timers and waits. A machine's clock may be set back by a person or a time server;
// a wait until a time on that clock would then last longer by the same amount.
import type { Clock } from './clock.ts';

/**
 * Milliseconds since 1970 by this clock, which never go back. If the clock is set back, they continue from where they
 * were and stay ahead of the clock by the same amount, so that durations are right. `atLeastMs`: a time that has
 * certainly come, because the timer for it has run. Use the clock itself for a time that others see.
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
