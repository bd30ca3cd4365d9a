// A key is more than bytes: it lives in a private field, is lent for the duration of one function and can be wiped.
// Code that prints, serialises, clones or compares a Secret must learn only that it is a Secret.
// Its bytes lie in a buffer of their own. The engine keeps arrays of up to 64 bytes in its heap, where the collector
// moves them and leaves old copies that no wipe would reach.
import { assert } from '../assert.ts';

/** Secret bytes, lent by `use` and erased by `wipe`. */
export class Secret {
  readonly #bytes: Uint8Array;
  #wiped = false;

  private constructor(bytes: Uint8Array) {
    this.#bytes = new Uint8Array(new ArrayBuffer(bytes.length));
    this.#bytes.set(bytes);
  }

  /** Takes `bytes` over: moves them to where `wipe` reaches them, and zeroes the original. */
  static own(bytes: Uint8Array): Secret {
    const secret = new Secret(bytes);
    bytes.fill(0);
    return secret;
  }

  /**
   * Lends the bytes to `fn`, which must not keep them, and returns what `fn` returns. Calling this after `wipe` is a
   * bug.
   */
  use<T>(fn: (bytes: Uint8Array) => T): T {
    assert(!this.#wiped, 'a wiped secret was asked for');
    const result = fn(this.#bytes);
    assert(!Object.is(result, this.#bytes), 'a secret must not outlive its use');
    return result;
  }

  /** A second secret with the same bytes, which must be wiped separately. */
  copy(): Secret {
    return this.use((bytes) => new Secret(bytes));
  }

  /** Overwrites the bytes with zeros. Calling it twice is fine. */
  wipe(): void {
    this.#bytes.fill(0);
    this.#wiped = true;
  }

  /** Whether `wipe` was called. */
  get wiped(): boolean {
    return this.#wiped;
  }

  /** Prints only that this is a secret. */
  toString(): string {
    return 'Secret';
  }

  /** Leaves no trace in JSON. */
  toJSON(): undefined {
    return undefined;
  }

  /** What Node's `util.inspect` and `console` print. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return 'Secret';
  }
}
