// Clocks for tests (real time with shortened waits, time that stands still, time that jumps ahead), and random bytes.
// No test sleeps: tests wait for what the clock triggers.
import { randomBytes } from 'node:crypto';
// Siegel loads this library with its first connection. Here it is loaded before the time limit of a test begins.
import 'mqtt';
import type { Clock, Random } from '../../../src/main/time/clock.ts';

/** Real time; every wait of `fromMs` or more takes `1 / speed` of its length. */
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

/** A clock that stands still until it is advanced; timers run in the order of their time. */
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

/**
 * Real time that can jump ahead. `skip` runs the timers that are due by then, in the order of their time, and brings
 * later ones nearer. Waits of less than a minute stay as they are: a message to a broker takes as long as ever, and a
 * jump does not time it out.
 */
export function skippingClock(): Clock & { readonly skip: (ms: number) => void } {
  interface Timer {
    atMs: number;
    readonly isLong: boolean;
    readonly run: () => void;
    handle?: NodeJS.Timeout;
  }
  let aheadMs = 0;
  const timers = new Set<Timer>();
  const nowMs = (): number => Date.now() + aheadMs;
  const arm = (timer: Timer): void => {
    clearTimeout(timer.handle);
    timer.handle = setTimeout(() => run(timer), Math.max(0, timer.atMs - nowMs()));
  };
  const run = (timer: Timer): void => {
    clearTimeout(timer.handle);
    if (timers.delete(timer)) timer.run();
  };
  return {
    nowMs,
    after: (delayMs, whenDue) => {
      const timer: Timer = { atMs: nowMs() + delayMs, isLong: delayMs >= 60_000, run: whenDue };
      timers.add(timer);
      arm(timer);
      return () => {
        clearTimeout(timer.handle);
        timers.delete(timer);
      };
    },
    skip: (ms) => {
      aheadMs += ms;
      const waiting = [...timers].toSorted((a, b) => a.atMs - b.atMs);
      for (const timer of waiting) {
        if (!timer.isLong) timer.atMs += ms;
        else if (timer.atMs <= nowMs()) run(timer);
        else if (timers.has(timer)) arm(timer);
      }
    },
  };
}
