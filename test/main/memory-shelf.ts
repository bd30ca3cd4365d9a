// Numbered stores in memory, for tests of code that stores in the vault. They hold JSON, and can refuse to write.
import type { Shelf } from '../../src/main/vault/shelf.ts';
import { MemoryStore } from './memory-store.ts';

/** A shelf whose disk can be full; `writes` counts the writes, `bytes` their size. */
export class MemoryShelf<T> implements Shelf<T> {
  isFull = false;
  aside: number[] = [];
  readonly parts = new Map<number, MemoryStore<T>>();
  #gone = { writes: 0, bytes: 0 };

  readonly numbers = (): readonly number[] =>
    [...this.parts].flatMap(([number, part]) => (part.writes > 0 ? [number] : [])).toSorted((a, b) => a - b);

  readonly part = (number: number): MemoryStore<T> => {
    const part = this.parts.get(number) ?? new MemoryStore<T>();
    part.isFull = this.isFull;
    this.parts.set(number, part);
    return part;
  };

  readonly remove = (number: number): 'removed' | 'disk' => {
    if (this.isFull) return 'disk';
    const { writes, bytes } = this.part(number);
    this.#gone = { writes: this.#gone.writes + writes, bytes: this.#gone.bytes + bytes };
    this.parts.delete(number);
    return 'removed';
  };

  readonly keptAside = (): readonly number[] => this.aside;

  readonly discardAside = (number: number): 'done' | 'disk' => {
    if (this.isFull) return 'disk';
    this.aside = this.aside.filter((each) => each > number);
    return 'done';
  };

  fill(isFull: boolean): void {
    this.isFull = isFull;
    for (const part of this.parts.values()) part.isFull = isFull;
  }

  get writes(): number {
    return [...this.parts.values()].reduce((sum, part) => sum + part.writes, this.#gone.writes);
  }

  get bytes(): number {
    return [...this.parts.values()].reduce((sum, part) => sum + part.bytes, this.#gone.bytes);
  }
}
