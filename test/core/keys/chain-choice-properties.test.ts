import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choice, chooseChain, type Removal } from '../../../src/core/keys/chain-choice.ts';
import { changesToMake, type OwnLink } from '../../../src/core/keys/own-changes.ts';
import { type Chain, extend, memberIds, personOf } from './choice-links.ts';

/** One event: a member of some chain signs a link there. */
const step = fc.record({
  at: fc.nat(),
  by: fc.nat(),
  whom: fc.nat(),
  says: fc.constantFrom('add', 'drop', 'drop', 'proto'),
  hash: fc.integer({ min: 0, max: 255 }),
});

/**
 * All chains that result from these events, the shared beginning first. Every link follows the rules of protocol §2.
 */
function chainsOf(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): readonly Chain[] {
  const chains: Chain[] = [personOf('a', 'b', 'c', 'd')];
  for (const [i, { at, by, whom, says, hash }] of steps.entries()) {
    const chain = chains[at % chains.length]!;
    const members = memberIds(chain);
    const author = members[by % members.length]!;
    const others = members.filter((id) => id !== author);
    const drop = says === 'drop' && others.length > 0 ? [others[whom % others.length]!] : [];
    const add = says === 'add' ? [`n${i}`] : [];
    chains.push(
      extend(chain, author, { add, drop, hash, ...(drop.length + add.length === 0 ? { proto: [i + 2] } : {}) }),
    );
  }
  return chains;
}

const chains = fc.array(step, { minLength: 1, maxLength: 14 }).map(chainsOf);
/** Chains to read now, and a reader who has read some chains before, one after the other. */
const reading = fc
  .tuple(chains, fc.array(fc.nat(), { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 12 }))
  .map(([all, before, now]) => {
    const pick = (n: number): Chain => all[n % all.length]!;
    let [held, dropped]: [Chain, readonly Removal[]] = [all[0]!.slice(0, 1), []];
    for (const n of before) {
      const choice = chooseChain(held, dropped, [pick(n)]);
      if (choice.kind === 'chosen') [held, dropped] = [choice.links, choice.dropped];
    }
    return { held, dropped, read: now.map(pick) };
  });

/** A choice as a value to compare. Lists without a meaningful order become sets. */
function plain(choice: Choice<OwnLink>) {
  return choice.kind === 'disputed'
    ? { ...choice, branches: new Set(choice.branches), cut: new Set(choice.cut) }
    : { ...choice, cut: new Set(choice.cut) };
}

describe('properties of the choice', () => {
  test('choosing again among the same chains changes nothing', () => {
    fc.assert(
      fc.property(reading, ({ held, dropped, read }) => {
        const choice = chooseChain(held, dropped, read);
        if (choice.kind === 'disputed') return;
        const again = chooseChain(choice.links, choice.dropped, [...read, held]);
        expect(again).toMatchObject({ kind: 'chosen', links: choice.links, dropped: choice.dropped });
      }),
    );
  });

  test('the order and repetition of read chains make no difference', () => {
    fc.assert(
      fc.property(reading, fc.infiniteStream(fc.nat()), ({ held, dropped, read }, order) => {
        const keys = new Map(read.map((chain) => [chain, order.next().value ?? 0]));
        const shuffled = read.toSorted((a, b) => keys.get(a)! - keys.get(b)!);
        const choice = plain(chooseChain(held, dropped, read));
        expect(plain(chooseChain(held, dropped, [...shuffled, ...read.slice(0, 2)]))).toEqual(choice);
      }),
    );
  });

  test('chains of other people make no difference', () => {
    fc.assert(
      fc.property(reading, chains, ({ held, dropped, read }, strangers) => {
        const choice = chooseChain(held, dropped, read);
        expect(chooseChain(held, dropped, [...strangers, ...read, ...strangers])).toEqual(choice);
      }),
    );
  });

  test('beginnings of the held chain make no difference', () => {
    fc.assert(
      fc.property(reading, fc.nat(), ({ held, dropped, read }, n) => {
        const beginning = held.slice(0, 1 + (n % held.length));
        expect(chooseChain(held, dropped, [...read, beginning])).toEqual(chooseChain(held, dropped, read));
      }),
    );
  });

  test('a removal that the reader has adopted is kept, and the removed device is no member', () => {
    fc.assert(
      fc.property(reading, ({ held, dropped, read }) => {
        const choice = chooseChain(held, dropped, read);
        if (choice.kind === 'disputed') return;
        for (const [at, { id, link, signed }] of dropped.entries()) {
          expect(choice.dropped[at]).toMatchObject({ id, link });
          expect(signed).toEqual(expect.arrayContaining([...choice.dropped[at]!.signed]));
        }
        expect(choice.dropped.filter(({ id }) => choice.members.has(id))).toEqual([]);
      }),
    );
  });

  test('a device that has to repeat changes is a member, does not drop itself, and has nothing to repeat afterwards', () => {
    fc.assert(
      fc.property(reading, ({ held, dropped, read }) => {
        const made = held.filter(({ link }) => link.by === 'a');
        const choice = chooseChain(held, dropped, read, { id: 'a', made });
        if (choice.kind === 'disputed') return;
        const changes = changesToMake({ id: 'a', made }, choice.links, choice.dropped);
        if (changes === undefined) return;
        expect(choice.members).toContain('a');
        expect(changes.drop).not.toContain('a');
        const proto = changes.proto === undefined ? {} : { proto: changes.proto };
        const says = { add: changes.add.map(({ id }) => id), drop: changes.drop, ...proto };
        const chain = extend(choice.links, 'a', says);
        expect(changesToMake({ id: 'a', made: [...made, chain.at(-1)!] }, chain, choice.dropped)).toBeUndefined();
      }),
    );
  });
});
