// Strangers call without end: what they can push out of the list of calls, and what they cannot.
import { describe, expect, test } from 'vitest';
import { unseenApart } from '../../../../src/contract/missed.ts';
import { MemoryHistory } from '../../memory-history.ts';
import { missedOf, placed } from './call-entries.ts';

const anna = 'anna@klinik.example';
const eve = 'eve@far.example';

function withAnna() {
  const disk = new MemoryHistory();
  disk.contacts.add(anna);
  return { disk, history: disk.open() };
}

const addresses = (entries: readonly { readonly address: string }[]): readonly string[] =>
  entries.map(({ address }) => address);

describe('a flood of strangers’ calls', () => {
  test.each([201, 20_000])(
    'a flood of strangers’ calls spares a contact’s missed call in the view and on the disk: %i calls',
    (calls) => {
      const { disk, history } = withAnna();
      history.add(missedOf(anna, 1));
      for (let n = 2; n < calls + 2; n++) history.add(missedOf(`m${n}@far.example`, n));
      expect(addresses(history.newest())).toContain(anna);
      expect(unseenApart(history.newest())).toEqual({ known: 1, strangers: 100 });
      expect(addresses(disk.open().entries())).toEqual(addresses(history.entries()));
      expect(history.entries()).toHaveLength(101);
    },
  );

  test('a flood of strangers’ calls spares the missed calls of people who were once answered or called', () => {
    const { history } = withAnna();
    const [cleo, dora] = ['cleo@c.example', 'dora@d.example'];
    history.add(placed(1, { address: cleo, direction: 'in', answered: true, durationMs: 5000, outcome: 'hung-up' }));
    history.add(placed(2, { address: dora }));
    history.add(missedOf(cleo, 3));
    history.add(missedOf(dora, 4));
    expect(unseenApart(history.newest())).toEqual({ known: 2, strangers: 0 });
    for (let n = 5; n < 300; n++) history.add(missedOf(`m${n}@far.example`, n));
    expect(addresses(history.entries()).slice(-4)).toEqual([dora, cleo, dora, cleo]);
  });

  test('a flood by one stranger displaces only that stranger’s calls', () => {
    const { history } = withAnna();
    history.add(missedOf('cleo@c.example', 1));
    history.add(missedOf('dora@d.example', 2));
    for (let n = 3; n < 500; n++) history.add(missedOf(eve, n));
    expect(addresses(history.entries()).slice(-2)).toEqual(['dora@d.example', 'cleo@c.example']);
    expect(history.entries()).toHaveLength(100);
    expect(history.entries()[0]?.at).toBe(499);
  });

  test('a flood spares the missed call of somebody who became a contact after that call', () => {
    const { disk, history } = withAnna();
    history.add(missedOf('cleo@c.example', 1));
    disk.contacts.add('cleo@c.example');
    for (let n = 2; n < 500; n++) history.add(missedOf(`m${n}@far.example`, n));
    expect(addresses(history.entries()).at(-1)).toBe('cleo@c.example');
    expect(disk.open().entries().at(-1)).toMatchObject({ at: 1, unseen: true });
  });

  test('a call beyond the strangers’ share rewrites both generations on the disk with less than 50,000 bytes in all', () => {
    const { disk, history } = withAnna();
    for (let n = 0; n < 100; n++) history.add(missedOf(`m${n}@far.example`, n));
    const [writes, bytes] = [disk.writes, disk.bytes];
    history.add(missedOf(eve, 100));
    expect(disk.writes - writes).toBe(2);
    expect(disk.bytes - bytes).toBeLessThan(2 * 100 * 250);
  });

  test('a flood leaves only 100 strangers’ calls in memory while the disk is full', () => {
    const { disk, history } = withAnna();
    disk.fill(true);
    for (let n = 0; n < 300; n++) history.add(missedOf(`m${n}@far.example`, n));
    expect(history.entries()).toHaveLength(100);
  });
});

test('a history from before the strangers’ share is divided without losing calls of contacts or of people once called', () => {
  const { disk } = withAnna();
  const old = [
    missedOf(anna, 1),
    placed(2, { address: 'dora@d.example' }),
    missedOf('dora@d.example', 3),
    ...Array.from({ length: 197 }, (_, n) => missedOf(`m${n}@far.example`, n + 4)),
  ].map((entry) => ({ ...entry, unseen: true }));
  disk.strangers.write({ entries: old.toReversed() });
  const history = disk.open();
  expect(history.entries().filter(({ stranger }) => stranger !== true)).toEqual(old.slice(0, 3).toReversed());
  expect(history.entries()).toHaveLength(103);
  expect(disk.open().entries()).toEqual(history.entries());
  expect(disk.strangers.read()?.entries).toHaveLength(100);
});

test('a stranger’s call that proves to have been answered moves to the known calls and appears once', () => {
  const { disk, history } = withAnna();
  history.add(missedOf(eve, 1));
  history.add({ ...missedOf(eve, 1), answered: true });
  expect(history.entries()).toEqual([{ ...missedOf(eve, 1), answered: true }]);
  expect([disk.strangers.read()?.entries, disk.known.numbers()]).toEqual([[], [1]]);
});
