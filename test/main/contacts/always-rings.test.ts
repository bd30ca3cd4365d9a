// People whom a person always lets ring: the exception is stored with the contact and removed with it.
import { describe, expect, test } from 'vitest';
import { type Book, openBook } from '../../../src/main/contacts/book.ts';
import type { BookState } from '../../../src/main/contacts/book-state.ts';
import { MemoryStore } from '../memory-store.ts';

const BERT = 'bert@demo.example';
const again = (store: MemoryStore<BookState>): Book =>
  openBook(
    store,
    () => undefined,
    () => undefined,
  );

function book() {
  const store = new MemoryStore<BookState>();
  let failures = 0;
  return {
    book: openBook(
      store,
      () => failures++,
      () => undefined,
    ),
    store,
    disk: () => failures,
  };
}

describe('a contact who always rings', () => {
  const rings = (mine: Book): readonly (boolean | undefined)[] => [
    mine.contact(BERT)?.alwaysRings,
    ...mine.contacts().map(({ alwaysRings }) => alwaysRings),
  ];

  test('a contact set to always ring stays so over a restart, until the exception is withdrawn', () => {
    const { book: mine, store } = book();
    mine.add(BERT, 'Bert');
    expect(rings(mine)).toEqual([false, false]);
    expect(mine.ringAlways(BERT, true)).toBe('set');
    expect(rings(again(store))).toEqual([true, true]);
    expect(mine.ringAlways(BERT, false)).toBe('set');
    expect(rings(again(store))).toEqual([false, false]);
  });

  test('undoing a contact’s removal restores always-ring, and adding the contact anew does not', () => {
    const { book: mine } = book();
    mine.add(BERT, 'Bert');
    mine.ringAlways(BERT, true);
    mine.remove(BERT);
    mine.restore(BERT);
    expect(rings(mine)).toEqual([true, true]);
    mine.remove(BERT);
    mine.add(BERT, 'Bert');
    expect(rings(mine)).toEqual([false, false]);
  });

  test('always-ring is not set if the disk refuses or the contact does not exist', () => {
    const { book: mine, store, disk } = book();
    expect(mine.ringAlways(BERT, true)).toBe('unknown');
    mine.add(BERT, 'Bert');
    store.isFull = true;
    expect(mine.ringAlways(BERT, true)).toBe('disk');
    expect(rings(mine)).toEqual([false, false]);
    expect(disk()).toBe(1);
  });
});
