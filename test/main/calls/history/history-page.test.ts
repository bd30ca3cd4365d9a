// Pages of the call history: every call once, in order, whatever was removed or added between two pages.
import { expect, test } from 'vitest';
import type { HistoryPlace } from '../../../../src/contract/history.ts';
import { compareCalls, readPage } from '../../../../src/main/calls/history/history-page.ts';
import { missedOf, placed } from './call-entries.ts';

const calls = Array.from({ length: 25 }, (_, n) => placed(100 - n));
const placeOf = ({ id, direction, address, at }: HistoryPlace): HistoryPlace => ({ id, direction, address, at });

test('reading page after page gives every call once and marks the last page', () => {
  const pages = [readPage(calls, { limit: 10 })];
  for (let page = pages[0]; page !== undefined && !page.isOldest; page = pages.at(-1)) {
    const last = page.entries.at(-1);
    if (last === undefined) throw new Error('a page that is not the last has calls');
    pages.push(readPage(calls, { before: placeOf(last), limit: 10 }));
  }
  expect(pages.flatMap(({ entries }) => entries)).toEqual(calls);
  expect(pages.map(({ entries, isOldest }) => [entries.length, isOldest])).toEqual([
    [10, false],
    [10, false],
    [5, true],
  ]);
});

test('a page continues after the last call of the page before, even if that call was removed', () => {
  const [last] = calls.slice(9, 10);
  if (last === undefined) throw new Error('there are 25');
  const changed = [placed(101), ...calls.filter((call) => call !== last)];
  expect(readPage(changed, { before: placeOf(last), limit: 3 }).entries).toEqual(calls.slice(10, 13));
});

test('an empty page says whether there are older calls', () => {
  expect(readPage(calls, { limit: 0 })).toEqual({ entries: [], isOldest: false });
  expect(readPage([], { limit: 0 })).toEqual({ entries: [], isOldest: true });
  expect(readPage(calls, { before: placeOf(placed(76)), limit: 0 })).toEqual({ entries: [], isOldest: true });
});

test('calls of the same millisecond have a stable order', () => {
  const same = ['a', 'b', 'c', 'd'].map((id) => placed(5, { id })).toSorted(compareCalls);
  const read = same.map((_, n) => {
    const before = same[n - 1];
    return readPage(same.toReversed().toSorted(compareCalls), {
      ...(before && { before: placeOf(before) }),
      limit: 1,
    }).entries[0];
  });
  expect(read).toEqual(same);
});

test('calls can be searched by name or address, and limited to missed calls or to one person', () => {
  const mixed = [missedOf('eve@far.example', 3), placed(2), placed(1, { address: 'cleo@c.example', name: 'Cléo' })];
  const found = (query: object) => readPage(mixed, { limit: 10, ...query }).entries.map(({ at }) => at);
  expect(found({ text: 'CLÉO' })).toEqual([1]);
  expect(found({ text: 'example' })).toEqual([3, 2, 1]);
  expect(found({ missed: true })).toEqual([3]);
  expect(found({ address: 'bert@demo.example' })).toEqual([2]);
  expect(found({ address: 'bert@demo.example', missed: true })).toEqual([]);
});
