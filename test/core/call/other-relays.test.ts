// Which changes of the relays are sent to a page that has started.
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
  ['gets nothing if the relays are the same', [one, two], [{ ...one }, { ...two }], undefined],
  ['gets a newly lent account', [one], [lentAnew], [lentAnew]],
  ['gets all relays if there is one more', [one], [one, two], [one, two]],
  ['gets the remaining relays if one is gone', [one, two], [two], [two]],
  ['keeps the old relays if there are none now', [one], [], undefined],
  ['gets the first relays', [], [one], [one]],
  ['gets nothing if there never were any', [], [], undefined],
];

test.each(rows)('when the relays are checked for changes, a page %s', (_, told, now, hears) => {
  expect(otherRelays(told, now)).toEqual(hears);
});
