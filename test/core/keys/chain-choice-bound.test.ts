// A thief whose key is a member can publish forks that do nothing but drop ids. So can a malicious contact, in the
// contact's own chain (decision 0058). How many such ids a reader stores and how often it reads a link are bounded, and
// no removal of a member fails because of these forks.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Choice, chooseChain, MOST_REMOVALS, type Removal } from '../../../src/core/keys/chain-choice.ts';
import { changesToMake, type OwnLink } from '../../../src/core/keys/own-changes.ts';
import { type Chain, extend, personOf } from './choice-links.ts';
import { referenceRule } from './chain-search/reference.ts';

const MOST_DROPPED = 65;
const base = personOf('a', 'b', 'c', 't');

/** The chain with `links` more links by `by`, each of which drops 65 ids that no link has added. */
function filled(chain: Chain, by: string, links: number, name: string, hash = 128): Chain {
  let longer = chain;
  for (let n = 0; n < links; n++) {
    const drop = Array.from({ length: MOST_DROPPED }, (_, i) => `${name} ${n} ${i}`);
    longer = extend(longer, by, { drop, hash });
  }
  return longer;
}

function chosen(choice: Choice<OwnLink>) {
  if (choice.kind !== 'chosen') throw new Error('disputed');
  return { ...choice, removed: choice.dropped.map(({ id }) => id) };
}

/** What a reader holds after reading first `chain` alone and then these chains. */
function afterReading(chain: Chain, ...read: readonly (readonly Chain[])[]) {
  let now = chosen(chooseChain(chain.slice(0, 1), [], [chain]));
  for (const chains of read) now = chosen(chooseChain(now.links, now.dropped, chains));
  return now;
}

const attack = (name: string): readonly Chain[] =>
  Array.from({ length: 40 }, (_, k) => filled(base, 't', 20, `${name} ${k}`));

describe('forks that drop unknown ids', () => {
  test('forks that drop unknown ids leave at most 128 removals beyond those of the chosen chain', () => {
    const { links, dropped } = afterReading(base, attack('one'), attack('two'), attack('three'));
    expect(links).toHaveLength(base.length + 20);
    expect(dropped.length).toBeLessThanOrEqual(MOST_REMOVALS + 20 * MOST_DROPPED);
    const removals = [extend(base, 'a', { drop: ['t'] }), extend(base, 'b', { drop: ['c'] })];
    expect(chosen(chooseChain(links, dropped, removals)).dropped).toHaveLength(MOST_REMOVALS + removals.length);
  });

  test('a choice reads the links of forks no more often if the forks drop ids', () => {
    let looks = 0;
    const watched = (chain: Chain): Chain =>
      chain.map(({ hash, link }) => ({
        hash,
        link: {
          ...link,
          get by() {
            looks++;
            return link.by;
          },
        },
      }));
    const quiet = (chain: Chain): Chain => chain.map(({ hash, link }) => ({ hash, link: { ...link, drop: [] } }));
    const looksAt = (chains: readonly Chain[]): number => {
      looks = 0;
      chooseChain(base, [], chains.map(watched));
      return looks;
    };
    const forks = attack('one');
    expect(looksAt(forks)).toBe(looksAt(forks.map(quiet)));
    expect(looks).toBeLessThan(10 * 40 * forks[0]!.length);
  });

  test('the kept removals do not depend on the order of simultaneously read forks', () => {
    const forks = attack('one');
    const { dropped } = chosen(chooseChain(base, [], forks));
    expect(chosen(chooseChain(base, [], forks.toReversed())).dropped).toEqual(dropped);
  });

  test('forks that drop unknown ids do not displace an earlier removal', () => {
    // n is known only from a branch that does not count, which also holds n's removal.
    const lost = extend(extend(base, 'c', { add: ['n'] }), 'b', { drop: ['n'] });
    const counts = extend(base, 'a', { drop: ['c'], hash: 1 });
    const held = afterReading(lost, [counts]);
    const full = chosen(chooseChain(held.links, held.dropped, [filled(held.links, 't', 30, 'x')]));
    const moved = chosen(chooseChain(full.links, full.dropped, [extend(base, 'b', { drop: ['t'], hash: 0 })]));
    expect([held, full, moved].map(({ removed }) => removed.includes('n'))).toEqual([true, true, true]);
  });

  describe.each([
    ['on top of the thief’s links', (held: Chain) => extend(held, 'a', { drop: ['t'] })],
    ['on a link before the thief’s links', () => extend(base, 'a', { drop: ['t'], hash: 0 })],
    ['on a link before the thief was added', () => extend(base.slice(0, 1), 'a', { drop: ['t'], hash: 0 })],
  ])('removing the thief, %s', (_, removalOn) => {
    const held = afterReading(base, attack('one'), [filled(base, 't', 30, 'x', 0)]);
    const removal = removalOn(held.links);
    const { links, dropped, removed, members } = chosen(chooseChain(held.links, held.dropped, [removal]));

    test('a reader of the thief’s forks takes over the removal of the thief', () => {
      expect([links, removed.includes('t'), members.has('t')]).toEqual([removal, true, false]);
    });

    test('links that the removed thief signs afterwards change nothing and cause no dispute', () => {
      const hostile = extend(filled(base, 't', 1, 'y', 0), 't', { drop: ['a', 'b', 'c'] });
      expect(chooseChain(links, dropped, [hostile, held.links])).toMatchObject({ kind: 'chosen', links: removal });
    });
  });
});

describe('readers with 128 removals', () => {
  // The 128 removals, as a thief can make them before it is removed.
  const filler = filled(base, 't', 2, 'x');
  const full = chosen(chooseChain(base, [], [filler])).dropped.slice(0, MOST_REMOVALS);
  const lost = extend(extend(base, 'c', { add: ['n'] }), 'b', { drop: ['n'] });
  const counts = extend(base, 'a', { drop: ['c'], hash: 1 });

  test('a further removal is kept while the chosen chain has added or dropped its id', () => {
    const held = chosen(chooseChain(base, full, [lost]));
    expect(held.removed.at(-1)).toBe('n');
    const again = extend(counts, 'b', { drop: ['n'] });
    expect(chosen(chooseChain(held.links, held.dropped, [again])).removed).toContain('n');
  });

  test('a further removal is forgotten when the chosen chain does not name its id', () => {
    const held = chosen(chooseChain(base, full, [lost]));
    expect(chosen(chooseChain(held.links, held.dropped, [counts])).removed).not.toContain('n');
  });

  test.each([
    ['added', 'c', lost.slice(0, -1).slice(-1)],
    ['dropped', 'b', lost.slice(-1)],
  ])('a device keeps the removal of an id that it has %s itself', (_, id, made) => {
    const removal = extend(base, 'a', { drop: ['t'], hash: 1 });
    const held = chosen(chooseChain(base, full, [lost], { id, made: [] }));
    const moved = chosen(chooseChain(held.links, held.dropped, [removal], { id, made }));
    expect([moved.links, moved.removed.includes('n')]).toEqual([removal, true]);
    expect(changesToMake({ id, made }, moved.links, moved.dropped)?.add).toEqual([]);
  });

  test('the choice matches the reference rule near the limit of 128 removals', () => {
    const step = fc.record({ at: fc.nat(), by: fc.nat(), whom: fc.nat(), hash: fc.integer({ min: 0, max: 255 }) });
    const names = ['a', 'b', 'c', 't', 'n', 'm', 'o'];
    const world = fc.array(step, { minLength: 1, maxLength: 10 }).map((steps) => {
      const chains: Chain[] = [base];
      for (const { at, by, whom, hash } of steps) {
        const chain = chains[at % chains.length]!;
        const id = names[whom % names.length]!;
        const isNamed = chain.some(({ link }) => link.drop.includes(id) || link.add.some((member) => member.id === id));
        const author = names[by % names.length]!;
        chains.push(extend(chain, author, { hash, ...(isNamed ? { drop: [id] } : { add: [id] }) }));
      }
      return chains;
    });
    fc.assert(
      fc.property(world, fc.nat(), fc.subarray(names), fc.boolean(), (chains, at, before, isOwn) => {
        const held = chains[at % chains.length]!;
        const dropped: readonly Removal[] = [
          ...full.slice(1),
          ...before.map((id) => ({ id, link: held[0]!.hash, signed: held.slice(0, 2).map(({ hash }) => hash) })),
        ];
        const own = isOwn ? { id: 'a', made: chains.at(-1)!.filter(({ link }) => link.by === 'a') } : undefined;
        expect(plain(chooseChain(held, dropped, chains, own))).toEqual(
          plain(referenceRule()(held, dropped, chains, own)),
        );
      }),
    );
  });
});

describe('second removals of one id', () => {
  const early = extend(base, 'a', { drop: ['t'], hash: 9 });
  const late = extend(extend(base, 't', { proto: [2] }), 'a', { drop: ['t'] });

  test('after a second removal of an id, only the links of this id that both removals allow still count', () => {
    const first = afterReading(late);
    const [removal] = first.dropped;
    expect(removal?.signed).toEqual([late.at(-2)!.hash]);
    const { dropped } = chosen(chooseChain(first.links, first.dropped, [early]));
    expect(dropped).toEqual([{ ...removal, signed: [] }]);
    expect(chooseChain(early, dropped, [late.slice(0, -1)]).cut).toEqual([late.at(-2)]);
  });
});

/** A choice as a value to compare. Lists without a meaningful order become sets. */
function plain(choice: Choice<OwnLink>) {
  const { cut } = choice;
  return choice.kind === 'disputed'
    ? { cut: new Set(cut), branches: new Set(choice.branches) }
    : { ...choice, cut: new Set(cut) };
}
