// A clock on real time whose long waits can be shortened, and dice for tests of the link. No test sleeps: they wait for what
// the clock brings about.
import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../../../src/main/app/clock.ts';

/** Real time; every wait of `fromMs` or more takes `1 / speed` of what was asked for. */
export function realClock(speed = 1, fromMs = 0): Clock {
  return {
    nowMs: () => Date.now(),
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs < fromMs ? delayMs : delayMs / speed);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

/** Bytes of the system's generator. */
export const systemRandom: Random = (length) => new Uint8Array(randomBytes(length));

/** A clock that stands still until it is told to go on; timers run in order of their time. */
export function heldClock(startMs = 1_800_000_000_000): Clock & { readonly advance: (ms: number) => void } {
  let nowMs = startMs;
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  return {
    nowMs: () => nowMs,
    after: (delayMs, run) => {
      const timer = { atMs: nowMs + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (ms) => {
      const end = nowMs + ms;
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.atMs <= end).toSorted((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        timers.delete(next);
        nowMs = next.atMs;
        next.run();
      }
      nowMs = end;
    },
  };
}
