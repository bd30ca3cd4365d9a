// A store in memory, for tests of code that stores in the vault. It holds the bytes that the vault would seal, and can
// refuse to write.
import * as v from 'valibot';
import type { Bytes } from '../../src/core/bytes.ts';
import { type Form, jsonForm } from '../../src/main/vault/form.ts';
import type { Store } from '../../src/main/vault/store.ts';

/** A store whose disk can be full; `writes` counts the writes, `bytes` their size. */
export class MemoryStore<T> implements Store<T> {
  isFull = false;
  writes = 0;
  bytes = 0; // the sum of all writes
  readonly #form: Form<T>;
  #kept: Bytes | undefined;

  /** JSON unless another form is given. */
  constructor(form: Form<T> = jsonForm(v.unknown()) as Form<T>) {
    this.#form = form;
  }

  readonly read = (): T | undefined => this.#kept && this.#form.read(this.#kept.slice())?.value;
  readonly write = (value: T): 'written' | 'disk' => {
    if (this.isFull) return 'disk';
    this.#kept = this.#form.write(value);
    this.writes++;
    this.bytes += this.#kept.length;
    return 'written';
  };
}
