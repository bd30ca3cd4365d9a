// The replay window: which counters of frames (protocol §7, RFC 9605 §9.3) or of messages (§4) were already accepted
// under one key. It knows numbers only. A counter is spent only after its tag was verified: a forged frame must not
// move the window past genuine ones.
import { assert } from '../assert.ts';

const SIZE = 1024;
const MASK = SIZE - 1;
const SPAN = BigInt(SIZE);

/** A window over the newest 1,024 counters. Counters may skip ahead freely, up to 64 bits. */
export class ReplayWindow {
  readonly #taken = new Uint8Array(SIZE);
  #highest = -1n;

  /** Whether `n` is neither spent nor older than the window. */
  isFresh(n: bigint): boolean {
    assert(n >= 0n, 'a counter is not negative');
    if (n > this.#highest) return true;
    if (this.#highest - n >= SPAN) return false;
    return this.#taken[Number(n & BigInt(MASK))] === 0;
  }

  /** Spends `n`, which must be fresh. */
  spend(n: bigint): void {
    assert(this.isFresh(n), 'a counter is spent once');
    if (n > this.#highest) this.#moveTo(n);
    this.#taken[Number(n & BigInt(MASK))] = 1;
  }

  #moveTo(n: bigint): void {
    const ahead = n - this.#highest;
    if (ahead >= SPAN) {
      this.#taken.fill(0);
    } else {
      const from = Number((this.#highest + 1n) & BigInt(MASK));
      for (let i = 0; i < Number(ahead); i++) this.#taken[(from + i) & MASK] = 0;
    }
    this.#highest = n;
  }
}
