import { describe, expect, test } from 'vitest';
import {
  choose,
  firstHeld,
  type Held,
  isChoiceFor,
  isSameHeld,
  keepHeld,
  readHeld,
} from '../../../src/main/people/held.ts';
import { ADDRESS, HandChain, paperDevice, realDevice } from '../../core/keys/hand-written-chain.ts';
import { holds, open } from './reader-rig.ts';

const [a, b] = [realDevice(1), realDevice(2)];
const two = HandChain.begin(a).adding(a, b);
const three = two.dropping(a, b);

describe('the held state of a person', () => {
  test('the stored held state is read back with its removals', () => {
    const held = holds(three);
    expect(held.dropped).toHaveLength(1);
    const kept = keepHeld(held);
    expect(readHeld(kept, ADDRESS)).toEqual(held);
    expect(readHeld(JSON.parse(JSON.stringify(kept)) as typeof kept, ADDRESS)).toEqual(held);
  });

  test('the held state is not read for another address or from bytes that are not a chain', () => {
    const kept = keepHeld(holds(three));
    expect(readHeld(kept, 'bert@klinik.example')).toBeUndefined();
    expect(readHeld({ ...kept, chain: 'AAAA' }, ADDRESS)).toBeUndefined();
    expect(readHeld({ ...kept, chain: '!' }, ADDRESS)).toBeUndefined();
  });

  test('the held state begins with the first link and no removal', () => {
    expect(firstHeld(open(two))).toEqual(holds(HandChain.begin(a)));
  });

  test('two held states with the same removals differ if one state keeps fewer links of a removed device', () => {
    const late = three.next(a, { proto: [2] });
    const held = holds(late);
    const [removal] = held.dropped;
    const before = { ...held, dropped: [{ ...removal!, signed: [held.chain.links[1]!.hash] }] };
    expect([isSameHeld(held, holds(late)), isSameHeld(before, held)]).toEqual([true, false]);
  });
});

test('a choice applies only to the very held state from which it was made, and to its own result', () => {
  const before = holds(two);
  const chosen = choose(before, [open(three)]);
  const disputed = choose(before, [open(two.dropping(a, b)), open(two.dropping(b, a))]);
  const isFor = [before, chosen.held, holds(three)].map((held) => isChoiceFor(chosen, held));
  expect(isFor).toEqual([true, true, false]);
  expect([isChoiceFor(disputed, before), isChoiceFor(disputed, holds(two))]).toEqual([true, false]);
});

describe('forks that only drop unknown ids', () => {
  // Decision 0058: forty forks of twenty links name 52,000 ids in one reading. Signatures are left out because they
  // make no difference here.
  const [mine, thief] = [paperDevice(1), paperDevice(2)];
  const base = HandChain.begin(mine).adding(mine, thief);
  const idOf = (name: string, n: number): string =>
    `${name}${n}`.replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit))).padEnd(26, 'x');
  const fork = (name: string): HandChain =>
    Array.from({ length: 20 }).reduce<HandChain>(
      (chain, _, link) =>
        chain.next(thief, { drop: Array.from({ length: 65 }, (__, n) => idOf(`${name}z${link}z`, n)) }),
      base,
    );
  const read = (held: Held, ...chains: readonly HandChain[]): Held => choose(held, chains.map(open)).held;
  const sealedBytes = (held: Held): number => JSON.stringify(keepHeld(held)).length;

  test('forks that drop unknown ids take at most 240 kB of sealed state, and 20 kB once the thief is removed', () => {
    let held = holds(base);
    const sizes: number[] = [];
    for (const reading of ['k', 'l', 'm']) {
      held = read(held, ...Array.from({ length: 40 }, (_, n) => fork(`${reading}${n}q`)));
      sizes.push(sealedBytes(held));
    }
    expect(Math.max(...sizes)).toBeLessThan(240_000);
    held = read(held, base.dropping(mine, thief));
    expect(held.dropped.at(-1)?.id).toBe(thief.id);
    expect(sealedBytes(held)).toBeLessThan(20_000);
  });
});
