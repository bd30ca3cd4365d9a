// A key is not bytes: it lives in a private field, is lent for the time of one call and can be wiped.
// Nothing that prints, serialises, clones or compares a Secret may ever learn more than that it is one.
import { assert } from '../assert.ts';

/** Secret bytes, lent by `use` and erased by `wipe`. */
export class Secret {
  readonly #bytes: Uint8Array;
  #wiped = false;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Takes `bytes` over: the giver must neither keep nor change them, `wipe` erases them in place. */
  static own(bytes: Uint8Array): Secret {
    return new Secret(bytes);
  }

  /** Lends the bytes to `fn`, which must not keep them; returns what `fn` returns. After `wipe` it is a bug to ask. */
  use<T>(fn: (bytes: Uint8Array) => T): T {
    assert(!this.#wiped, 'a wiped secret was asked for');
    const result = fn(this.#bytes);
    assert(!Object.is(result, this.#bytes), 'a secret must not outlive its use');
    return result;
  }

  /** A second secret of the same bytes, with a life of its own. */
  copy(): Secret {
    return this.use((bytes) => new Secret(bytes.slice()));
  }

  /** Overwrites the bytes with zeros; doing it twice is fine. */
  wipe(): void {
    this.#bytes.fill(0);
    this.#wiped = true;
  }

  /** Whether `wipe` was called. */
  get wiped(): boolean {
    return this.#wiped;
  }

  /** Nothing but the word. */
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
