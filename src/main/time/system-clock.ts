// Time and randomness of this machine, as arguments for everything that wants them.
import { getRandomValues } from 'node:crypto';
import type { Clock, Random } from './clock.ts';

/** The machine's clock. A timer does not keep the process alive. */
export const systemClock: Clock = {
  nowMs: Date.now,
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/**
 * The operating system's cryptographic generator, into a buffer of its own, so that the garbage collector copies
 * nothing that becomes a key.
 */
export const systemRandom: Random = (length) => getRandomValues(new Uint8Array(new ArrayBuffer(length)));
