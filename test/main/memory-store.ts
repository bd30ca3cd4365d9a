// A store in memory for tests of what stands on the vault: keeps JSON, as the vault does, and can refuse.
import type { Store } from '../../src/main/vault/store.ts';

/** A store whose disk can be full; `writes` counts what was written, `bytes` how much. */
export class MemoryStore<T> implements Store<T> {
  isFull = false;
  writes = 0;
  bytes = 0; // written altogether
  #text: string | undefined;

  readonly read = (): T | undefined => (this.#text === undefined ? undefined : (JSON.parse(this.#text) as T));
  readonly write = (value: T): 'written' | 'disk' => {
    if (this.isFull) return 'disk';
    this.#text = JSON.stringify(value);
    this.writes++;
    this.bytes += this.#text.length;
    return 'written';
  };
}
