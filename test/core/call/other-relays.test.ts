// Which relays a page is told of after it has started.
import { expect, test } from 'vitest';
import { otherRelays } from '../../../src/core/call/other-relays.ts';

const one = { urls: 'turn:one.example', username: 'u', credential: 'c' };
const lentAnew = { ...one, username: 'v' };
const two = { ...one, urls: 'turn:two.example' };

type Row = readonly [
  what: string,
  told: readonly object[],
  now: readonly object[],
  hears: readonly object[] | undefined,
];
const rows: readonly Row[] = [
  ['is told of nothing where there are the same', [one, two], [{ ...one }, { ...two }], undefined],
  ['is told of an account that was lent anew', [one], [lentAnew], [lentAnew]],
  ['is told of one more', [one], [one, two], [one, two]],
  ['is told of what is left where one is gone', [one, two], [two], [two]],
  ['keeps the old ones where there are none now', [one], [], undefined],
  ['is told of the first ones', [], [one], [one]],
  ['is told of nothing where there never were any', [], [], undefined],
];

test.each(rows)('a page %s receives the right relays', (_, told, now, hears) => {
  expect(otherRelays(told, now)).toEqual(hears);
});
