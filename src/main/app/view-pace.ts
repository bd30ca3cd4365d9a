// How often the whole view is pushed. A push goes to every window and the tray and takes milliseconds of main's time,
// and a peer can change the view hundreds of times a second. A person hardly notices a delay of 50 ms.
import type { Clock } from '../time/clock.ts';

const PUSH_EVERY_MS = 50;

/**
 * Runs a push after the current turn, or 50 ms after the last push if that is later. view-source.ts asks for one push
 * at a time: a change during the wait is part of the same push. `defer` runs a function after the current turn.
 */
export function createViewPace(clock: Clock, defer: (run: () => void) => void): (push: () => void) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (push) => {
    const run = (): void => {
      lastMs = clock.nowMs();
      push();
    };
    const sinceMs = clock.nowMs() - lastMs;
    // Below 0: the clock was set back.
    if (sinceMs < 0 || sinceMs >= PUSH_EVERY_MS) defer(run);
    else clock.after(PUSH_EVERY_MS - sinceMs, run);
  };
}
