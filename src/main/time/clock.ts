// Time and randomness as arguments, so that a test can control both.
import type { Bytes } from '../../core/bytes.ts';

/** Milliseconds since 1970, and one-shot timers. `after` returns a function that cancels. */
export interface Clock {
  readonly nowMs: () => number;
  readonly after: (delayMs: number, run: () => void) => () => void;
}

/** `length` bytes from a cryptographic generator. */
export type Random = (length: number) => Bytes;
