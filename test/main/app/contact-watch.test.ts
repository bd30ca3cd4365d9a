// When contacts are read: all of them every twenty minutes, and after a change of the book only those that changed.
import { beforeEach, expect, test } from 'vitest';
import { createContactWatch, type ContactWatch } from '../../../src/main/app/contact-watch.ts';
import { type Book, openBook } from '../../../src/main/contacts/book.ts';
import type { BookState } from '../../../src/main/contacts/book-state.ts';
import { MemoryStore } from '../memory-store.ts';
import { heldClock } from '../signalling/test-clock.ts';

const [ANNA, BEN, CLEO] = ['anna@k.example', 'ben@k.example', 'cleo@k.example'];
let clock: ReturnType<typeof heldClock>;
let book: Book;
let asked: (readonly [all: readonly string[], due: readonly string[] | undefined])[];
let watch: ContactWatch;

beforeEach(() => {
  const nothing = (): void => undefined;
  clock = heldClock();
  asked = [];
  book = openBook(new MemoryStore<BookState>(), nothing, nothing);
  for (const address of [ANNA, BEN]) book.add(address, '');
  const presences = {
    watch: (all: readonly string[], due?: readonly string[]) => {
      asked.push([all, due]);
      return Promise.resolve();
    },
  };
  watch = createContactWatch(book, presences, clock);
  watch.all();
});

test('all contacts are read at the start and again every twenty minutes until the watch stops', () => {
  expect(asked).toEqual([
    [
      [ANNA, BEN],
      [ANNA, BEN],
    ],
  ]);
  clock.advance(20 * 60_000);
  expect(asked).toHaveLength(2);
  clock.advance(20 * 60_000);
  expect(asked).toEqual(Array.from({ length: 3 }, () => asked[0]));
  watch.stop();
  clock.advance(20 * 60_000);
  expect(asked).toHaveLength(3);
});

test('only the added or changed contact is read', () => {
  book.add(CLEO, '');
  watch.changed();
  expect(asked.at(-1)).toEqual([[ANNA, BEN, CLEO], [CLEO]]);
  book.ringAlways(BEN, true);
  watch.changed();
  expect(asked.at(-1)).toEqual([[ANNA, BEN, CLEO], [BEN]]);
});

test('a removed contact is no longer watched, and a change of the book that concerns no contact causes no reading', () => {
  book.remove(ANNA);
  watch.changed();
  expect(asked.at(-1)).toEqual([[BEN], []]);
  book.noteFailedSecureCall('stranger@k.example');
  watch.changed();
  expect(asked).toHaveLength(2);
});
