// A key is not bytes: it lives in a private field, is lent for the time of one call and can be wiped.
// Nothing that prints, serialises, clones or compares a Secret may ever learn more than that it is one.
// Its bytes lie in a buffer of their own. The engine keeps arrays of up to 64 bytes in its heap, where the collector moves them and
// leaves the old copies behind: those no wipe would reach.
import { assert } from '../assert.ts';

/** Secret bytes, lent by `use` and erased by `wipe`. */
export class Secret {
  readonly #bytes: Uint8Array;
  #wiped = false;

  private constructor(bytes: Uint8Array) {
    this.#bytes = new Uint8Array(new ArrayBuffer(bytes.length));
    this.#bytes.set(bytes);
  }

  /** Takes `bytes` over: they are moved to where `wipe` reaches them, and what was given is zero afterwards. */
  static own(bytes: Uint8Array): Secret {
    const secret = new Secret(bytes);
    bytes.fill(0);
    return secret;
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
    return this.use((bytes) => new Secret(bytes));
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
