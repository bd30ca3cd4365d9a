// Time and randomness as arguments, so that a test can hold the clock and the dice.
import type { Bytes } from '../../core/bytes.ts';

/** Milliseconds since 1970, and one-shot timers; `after` returns the cancel. */
export interface Clock {
  readonly nowMs: () => number;
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** `length` bytes from a cryptographic generator. */
export type Random = (length: number) => Bytes;
