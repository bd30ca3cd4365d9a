// A decision in a dispute, over real chains: what the sides are, and that nothing published later by the other side has
// an effect.
import { describe, expect, test } from 'vitest';
import { toB64u } from '../../../src/core/bytes.ts';
import type { Chain } from '../../../src/core/keys/chain.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { type Side, type Sides, type SidesWish, sidesOfSteps } from '../../../src/main/people/decision.ts';
import { choose, firstHeld, type Held, keepHeld, readHeld } from '../../../src/main/people/held.ts';
import { ADDRESS, type Actor, HandChain, realDevice, realRecovery } from '../../core/keys/hand-written-chain.ts';
import { holds, open } from './reader-rig.ts';

const [a, b, c, thief, helper] = [realDevice(1), realDevice(2), realDevice(3), realDevice(4), realDevice(5)];
const base = HandChain.begin(a).adding(a, b, thief);
const removal = base.dropping(a, thief);
const theft = base.dropping(thief, a);

const chains = (...read: readonly HandChain[]): Chain[] => read.map(open);
const sidesOf = (held: Held, read: readonly Chain[], wish: SidesWish): Sides =>
  runSteps(sidesOfSteps(held, read, wish));
const nothingSeen: SidesWish = { firstSeenMs: () => undefined };
const sides = (held: Held, ...read: readonly HandChain[]): readonly Side[] =>
  sidesOf(held, chains(...read), nothingSeen).sides;

/** What is held after a decision for the side whose branch is this chain. */
function decideFor(chain: HandChain, held: Held, ...read: readonly HandChain[]): Held {
  const side = sides(held, ...read).find(
    ({ chain: { links } }) => links.length === chain.links.length && ends(links, chain),
  );
  if (side === undefined) throw new Error('no such side');
  return side.decided;
}
const ends = (links: Chain['links'], chain: HandChain): boolean =>
  links.at(-1)?.bytes.toString() === open(chain).links.at(-1)?.bytes.toString();

/** The devices that count for a reader who holds this and reads these chains, or `disputed`. */
function after(held: Held, ...read: readonly HandChain[]): readonly string[] | 'disputed' {
  const choice = choose(held, chains(...read));
  return choice.kind === 'disputed' ? choice.kind : devicesIn(choice.held);
}
function devicesIn({ chain, dropped }: Held): readonly string[] {
  const removed = new Set(dropped.map(({ id }) => id));
  return (chain.members.at(-1) ?? []).flatMap(({ id, kind }) => (kind === 'device' && !removed.has(id) ? [id] : []));
}
const ids = (...actors: readonly Actor[]): readonly string[] => actors.map(({ id }) => id);

describe('sides of a dispute', () => {
  test('the sides of a dispute are its branches, each with the devices that the other branch lacks', () => {
    expect(sides(holds(base), removal, theft)).toHaveLength(2);
    const told = new Map(
      sides(holds(base), removal, theft).map(({ devices, isFollowed }) => [devices.join(), isFollowed]),
    );
    expect(told).toEqual(
      new Map([
        [a.id, false],
        [thief.id, false],
      ]),
    );
  });

  test('the side of a dispute that was followed so far comes first', () => {
    for (const held of [removal, theft]) {
      // The other branch is signed by `b`, whom the followed branch keeps: links of a device that the followed branch
      // drops would be cut.
      const third = base.dropping(b, held === removal ? a : thief);
      const [first, ...others] = sides(holds(held), held, third);
      expect([first?.isFollowed, others.some(({ isFollowed }) => isFollowed)]).toEqual([true, false]);
    }
  });

  test('there are no sides without a dispute', () => {
    expect(sides(holds(base), removal)).toEqual([]);
    expect(sides(holds(base))).toEqual([]);
  });

  test('a branch that would leave the dispute open is not offered as a side', () => {
    const beside = base.next(b, { proto: [1, 2] });
    const named = sides(holds(base), removal, theft, beside).map(({ devices }) => devices);
    expect(named).toHaveLength(2);
    expect(new Set(named.flat())).toEqual(new Set([a.id, thief.id]));
  });

  test('a thief’s branches with the same members count as one side', () => {
    const again = [1, 2, 3].map((at) => base.next(thief, { drop: [a.id], at }));
    expect(sides(holds(base), removal, theft, ...again)).toHaveLength(2);
  });

  test.each([true, false])(
    'thirty branches of a thief leave the honest side among the first three (reader holds more than the first link: %s)',
    (isKnown) => {
      const longer = base.next(thief, { proto: [1, 2] });
      const honest = [longer.dropping(a, thief), longer.dropping(b, thief).adding(b, c)];
      const many = Array.from({ length: 30 }, (_, n) => {
        const robbed = (n % 2 === 0 ? base : longer).next(thief, { drop: [a.id, b.id] });
        return robbed.adding(thief, realDevice(200 + n)).adding(realDevice(200 + n), realDevice(300 + n));
      });
      const held = isKnown ? holds(base) : firstHeld(open(base));
      const found = sides(held, ...many, ...honest);
      expect(found.length).toBe(16);
      expect(found.slice(0, 3).some(({ devices }) => devices.includes(a.id))).toBe(true);
    },
  );

  // Whoever follows the removal sees a dispute only if a device that the removal does not drop contradicts it.
  test.each([
    ['with the honest side among them', base, thief, 1],
    ['with the side followed so far first', removal, b, 0],
  ])('at most sixteen sides are listed, %s, and the others are counted', (_case, followed, author, latest) => {
    const forks = Array.from({ length: 20 }, (_, n) =>
      base.next(author, { drop: [a.id], at: n + 1 }).adding(author, realDevice(200 + n)),
    );
    const { sides: found, more } = sidesOf(holds(followed), chains(removal, ...forks), nothingSeen);
    expect([found.length, more]).toEqual([16, 5]);
    const at = found.findIndex(({ chain }) => ends(chain.links, removal));
    expect([at >= 0, at <= latest, found[0]?.isFollowed]).toEqual([true, true, followed === removal]);
  });

  test('the side signed by the longest-known device comes first although a thief added 24 devices', () => {
    const helpers = Array.from({ length: 24 }, (_, n) => realDevice(400 + n));
    const grown = [0, 8, 16].reduce((chain, at) => chain.adding(thief, ...helpers.slice(at, at + 8)), base);
    const mine = grown.dropping(a, thief, ...helpers);
    const forks = helpers.map((each, n) => grown.dropping(each, a).adding(each, realDevice(500 + n)));
    const old = new Set(ids(a, b, thief));
    const wish = { firstSeenMs: (device: string) => (old.has(device) ? 1 : 2) };
    const { sides: found, more } = sidesOf(holds(grown), chains(mine, ...forks), wish);
    expect([found.length, more]).toEqual([16, 9]);
    expect(found[0]?.devices).toContain(a.id);
  });

  test('a side beyond the sixteen that are listed is found by its name', () => {
    const forks = Array.from({ length: 20 }, (_, n) =>
      base.next(thief, { drop: [a.id], at: n + 1 }).adding(thief, realDevice(200 + n)),
    );
    const read = chains(removal, ...forks);
    const shown = new Set(sidesOf(holds(base), read, nothingSeen).sides.map(({ name }) => name));
    const names = read.map(({ links }) => toB64u(links.at(-1)!.hash));
    const hidden = names.find((name) => !shown.has(name));
    expect(sidesOf(holds(base), read, { ...nothingSeen, name: hidden! }).sides.map(({ name }) => name)).toContain(
      hidden,
    );
  });

  test('the honest side is offered although a thief’s branch would end every dispute', () => {
    const grown = base.adding(thief, c, helper);
    const mine = grown.dropping(a, thief);
    const quarrel = [grown.dropping(c, helper), grown.dropping(helper, c)];
    const named = sides(holds(grown), mine, grown.dropping(thief, a, c, helper), ...quarrel);
    expect(named.some(({ chain }) => ends(chain.links, mine))).toBe(true);
  });

  test('a branch that brings a removed device back is the only side if no chain that was read contains the removal', () => {
    const held = { ...holds(base), dropped: holds(removal).dropped };
    const longer = base.adding(b, c);
    const [only, ...others] = sides(held, longer);
    expect([only?.devices, others]).toEqual([ids(thief, c), []]);
    expect(only && devicesIn(only.decided)).toEqual(ids(a, b, thief, c));
  });
});

describe('decisions', () => {
  test('a decision for either side ends the dispute', () => {
    expect(after(decideFor(removal, holds(base), removal, theft), removal, theft)).toEqual(ids(a, b));
    expect(after(decideFor(theft, holds(base), removal, theft), removal, theft)).toEqual(ids(b, thief));
  });

  test('a decision holds against further chains of the other side', () => {
    const held = decideFor(removal, holds(base), removal, theft);
    const onward = [
      theft,
      theft.adding(thief, helper),
      theft.adding(thief, helper).dropping(helper, b),
      base.adding(thief, helper).dropping(helper, a, b),
      HandChain.begin(a)
        .adding(a, b, thief)
        .next(thief, { proto: [1, 2] })
        .dropping(thief, a),
    ];
    for (const chain of onward) expect(after(held, removal, chain)).toEqual(ids(a, b));
    expect(after(held, removal, ...onward)).toEqual(ids(a, b));
    expect(after(held, ...onward)).toEqual(ids(a, b));
  });

  test('later links of the chosen side count after a decision', () => {
    const held = decideFor(removal, holds(base), removal, theft);
    expect(after(held, removal.adding(a, c), theft.adding(thief, helper))).toEqual(ids(a, b, c));
  });

  test('a decision holds against a removal by a member whom the chosen side kept', () => {
    const first = HandChain.begin(a).adding(a, b, thief, helper);
    const [mine, theirs] = [first.dropping(a, thief), first.dropping(helper, a)];
    // The reader has accepted the removal of the thief, and then reads that its author was removed too.
    const held = holds(mine);
    expect(after(held, mine, theirs)).toBe('disputed');
    const decided = decideFor(mine, held, mine, theirs);
    expect(after(decided, mine, theirs)).toEqual(ids(a, b, helper));
    expect(after(decided, mine, theirs.adding(helper, c).dropping(c, b))).toEqual(ids(a, b, helper));
    expect(after(decided, mine.dropping(a, helper), theirs.adding(helper, c))).toEqual(ids(a, b));
    const other = decideFor(theirs, held, mine, theirs);
    expect(after(other, mine, theirs, mine.adding(a, c))).toEqual(ids(b, thief, helper));
  });

  test('a decision ends a circle of three devices that remove each other', () => {
    const first = HandChain.begin(a).adding(a, b, c);
    const circle = [first.dropping(a, b), first.dropping(b, c), first.dropping(c, a)];
    expect(after(holds(first), ...circle)).toBe('disputed');
    for (const chain of circle) {
      const decided = decideFor(chain, holds(first), ...circle);
      expect(after(decided, ...circle)).toEqual(devicesIn(decided));
      expect(devicesIn(decided)).toEqual(devicesIn(holds(chain)));
    }
  });

  test('two disputes are decided one after the other, and both stay decided', () => {
    const first = HandChain.begin(a).adding(a, b, c, thief);
    const all = [first.dropping(a, b), first.dropping(b, a), first.dropping(c, thief), first.dropping(thief, c)];
    let held = holds(first);
    let asked = 0;
    while (after(held, ...all) === 'disputed') {
      expect(++asked).toBeLessThan(4);
      held = sides(held, ...all)[0]!.decided;
    }
    expect(asked).toBe(2);
    expect(after(held, ...all)).toEqual(devicesIn(held));
  });

  test('a decision at first contact covers the whole branch', () => {
    const held = firstHeld(open(base));
    const decided = decideFor(removal, held, removal, theft);
    expect(decided.chain.links).toHaveLength(3);
    expect(decided.dropped.map(({ id }) => id)).toEqual([thief.id]);
  });

  test('a decision for a recovery holds against the thief who removed the recovery code', () => {
    const paper = realRecovery(1);
    const chained = HandChain.begin(a).adding(a, thief, paper);
    const recovered = chained.next(paper, { add: [chained.member(c)], drop: [a.id, thief.id, paper.id] });
    const stolen = chained.dropping(thief, paper);
    expect(after(holds(chained), recovered, stolen)).toBe('disputed');
    const decided = decideFor(recovered, holds(chained), recovered, stolen);
    expect(after(decided, recovered, stolen.adding(thief, helper))).toEqual(ids(c));
  });

  test('a stored decision is read back with the links that it overruled', () => {
    const first = HandChain.begin(a).adding(a, b, thief, helper);
    const [mine, theirs] = [first.dropping(a, thief), first.dropping(helper, a)];
    const decided = decideFor(mine, holds(mine), mine, theirs);
    expect(decided.overruled).toHaveLength(1);
    const kept = JSON.parse(JSON.stringify(keepHeld(decided))) as ReturnType<typeof keepHeld>;
    expect(readHeld(kept, ADDRESS)).toEqual(decided);
  });
});
