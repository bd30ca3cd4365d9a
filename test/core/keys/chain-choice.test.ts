import { describe, expect, test } from 'vitest';
import { type Choice, chooseChain, countedLinks, type Removal, takeOver } from '../../../src/core/keys/chain-choice.ts';
import type { OwnLink } from '../../../src/core/keys/own-changes.ts';
import { type Chain, extend, personOf } from './choice-links.ts';

const dropsOf = (...chains: readonly Chain[]): readonly Removal[] => takeOver([], chains);
/** The choice of a reader who holds `held` and its removals. */
const choose = (held: Chain, ...read: readonly Chain[]) => chooseChain(held, dropsOf(held), read);

function chosen(choice: Choice<OwnLink>) {
  if (choice.kind !== 'chosen') throw new Error('disputed');
  return { ...choice, removed: new Set(choice.dropped.map(({ id }) => id)) };
}

const base = personOf('a', 'b', 'c', 'x', 'y');

describe('the counting chain', () => {
  test('the held chain counts if only its beginnings were read', () => {
    const held = extend(base, 'a', { drop: ['x'] });
    expect(choose(held, base, held.slice(0, 1), held)).toMatchObject({ kind: 'chosen', links: held, cut: [] });
  });

  test('a longer chain counts if it continues the held one', () => {
    const longer = extend(extend(base, 'b', { proto: [2] }), 'c', { proto: [2] });
    expect(chosen(choose(base, longer, longer.slice(0, 3))).links).toEqual(longer);
  });

  test('a chain of another person never counts', () => {
    const stranger = extend(personOf('x'), 'x', { add: ['y'], hash: 0 });
    expect(choose(base, stranger)).toEqual(choose(base));
  });

  test('if no branch drops anybody, the one whose first link after the fork has the smaller hash counts', () => {
    const small = extend(extend(base, 'a', { proto: [2], hash: 1 }), 'b', { proto: [2], hash: 255 });
    const great = extend(extend(base, 'b', { proto: [2], hash: 2 }), 'a', { proto: [2], hash: 0 });
    expect(chosen(choose(base, great, small)).links).toEqual(small);
    expect(chosen(choose(small, great)).links).toEqual(small);
  });

  test('the counting branch may fork before the held head', () => {
    const held = extend(extend(base, 'a', { proto: [2], hash: 9 }), 'a', { add: ['n'] });
    const other = extend(base, 'b', { proto: [2], hash: 1 });
    expect(chosen(choose(held, other)).links).toEqual(other);
  });

  test('a branch that drops somebody counts before one that drops nobody', () => {
    const removal = extend(base, 'a', { drop: ['x'], hash: 255 });
    const other = extend(base, 'b', { proto: [2], hash: 0 });
    expect(chosen(choose(other, removal)).links).toEqual(removal);
  });

  test('of two branches that drop somebody, the one that does so sooner counts', () => {
    const full = extend(extend(extend(base, 'b', { proto: [2], hash: 0 }), 'b', { proto: [3] }), 'b', { drop: ['y'] });
    const removal = extend(base, 'a', { drop: ['x'], hash: 255 });
    expect(chosen(choose(full, removal)).links).toEqual(removal);
  });

  test('a branch with a removal counts before one without, even if the removal is not its first link', () => {
    const moved = extend(extend(base, 'b', { add: ['n'], hash: 255 }), 'n', { drop: ['b'] });
    const other = extend(base, 'a', { proto: [2], hash: 0 });
    expect(chosen(choose(other, moved)).links).toEqual(moved);
  });
});

describe('removals that compete', () => {
  test('a removal ends the membership of the removed device', () => {
    const { members, removed } = chosen(choose(base, extend(base, 'a', { drop: ['x'] })));
    expect(members).toEqual(new Set(['a', 'b', 'c', 'y']));
    expect(removed).toEqual(new Set(['x']));
  });

  test('simultaneous removals of different devices are both taken over', () => {
    const one = extend(base, 'a', { drop: ['x'], hash: 1 });
    const two = extend(base, 'b', { drop: ['y'], hash: 2 });
    for (const held of [base, one, two]) {
      const { links, members } = chosen(choose(held, one, two));
      expect(links).toEqual(one);
      expect(members).toEqual(new Set(['a', 'b', 'c']));
    }
  });

  test('a removal voids everything that the removed device signs in parallel to it', () => {
    const removal = extend(base, 'a', { drop: ['x'], hash: 255 });
    const fork = extend(extend(base, 'x', { add: ['n'], hash: 0 }), 'n', { drop: ['b', 'c'] });
    const { links, members } = chosen(choose(base, fork, removal));
    expect(links).toEqual(removal);
    expect(members).toContain('b');
  });

  test('a removal does not void what the removed device signed before it in the same chain', () => {
    const removal = extend(extend(base, 'x', { add: ['n'] }), 'a', { drop: ['x'] });
    expect(chosen(choose(base, removal)).members).toEqual(new Set(['a', 'b', 'c', 'y', 'n']));
  });

  test('two removals count although each removed device has added a link to the other branch', () => {
    // The first draft of the rule threw a whole branch away because of one such link, and kept one of the two devices
    // (decision 0043).
    const one = extend(extend(base, 'a', { drop: ['x'] }), 'y', { proto: [2] });
    const two = extend(extend(base, 'b', { drop: ['y'] }), 'x', { proto: [2] });
    for (const held of [base, one.slice(0, -1), two.slice(0, -1)]) {
      expect(chosen(choose(held, one, two)).members).toEqual(new Set(['a', 'b', 'c']));
    }
  });

  test('a removal by a device that another removal drops has no effect', () => {
    const last = extend(base, 'b', { drop: ['c'] });
    const removal = extend(base, 'a', { drop: ['b'] });
    const { links, removed } = chosen(choose(base, last, removal));
    expect(links).toEqual(removal);
    expect(removed).toEqual(new Set(['b']));
  });

  test('a removal counts again if the removal that voided it is void', () => {
    const first = extend(base, 'a', { drop: ['b'] });
    const second = extend(base, 'b', { drop: ['c'] });
    const third = extend(base, 'c', { drop: ['x'] });
    expect(chosen(choose(base, first, second, third)).members).toEqual(new Set(['a', 'c', 'y']));
  });

  test('a removal by a third device decides between two devices that dropped each other', () => {
    const one = extend(base, 'a', { drop: ['b'] });
    const two = extend(base, 'b', { drop: ['a'] });
    const decision = extend(base, 'c', { drop: ['b'] });
    expect(chosen(choose(base, one, two, decision)).members).toEqual(new Set(['a', 'c', 'x', 'y']));
  });

  test('a link that drops a device missing from its own chain voids the links of that device in other chains', () => {
    const fork = extend(base, 'c', { add: ['n'] });
    const hostile = extend(fork, 'n', { drop: ['a'] });
    const removal = extend(base, 'c', { drop: ['n'] });
    expect(chosen(choose(fork, hostile, removal)).links).toEqual(removal);
  });
});

describe('links of removed keys', () => {
  const removal = extend(base, 'a', { drop: ['x'], hash: 255 });
  const fork = extend(base, 'x', { drop: ['a'], hash: 0 });
  const built = extend(fork, 'b', { proto: [2] });

  test('a removed key changes nothing by its links parallel to the removal', () => {
    expect(choose(removal, fork)).toMatchObject({ kind: 'chosen', links: removal, dropped: dropsOf(removal) });
  });

  test('a removed key changes nothing through others who extended its branch', () => {
    expect(choose(removal, built)).toMatchObject({ kind: 'chosen', links: removal });
  });

  test('a removed key’s first ignored link is reported once', () => {
    expect(choose(removal, fork, built, built).cut).toEqual([fork.at(-1)]);
  });

  test('a removed key is no member even in a chain that does not drop it', () => {
    const held = extend(base, 'a', { proto: [2] });
    const { members } = chosen(chooseChain(held, dropsOf(removal), []));
    expect(members).not.toContain('x');
  });

  test('only the links of a chain before a removed key’s first ignored link count', () => {
    const chain = extend(extend(base, 'c', { proto: [2] }), 'x', { add: ['n'] });
    const count = (each: Chain): number => countedLinks(removal, dropsOf(removal), each);
    expect([chain, removal, base, personOf('x')].map(count)).toEqual([
      chain.length - 1,
      removal.length,
      base.length,
      0,
    ]);
  });
});

describe('removals from a losing branch', () => {
  // y added its successor n, which then dropped y. The other branch drops somebody sooner, so that branch counts.
  const winner = extend(base, 'a', { drop: ['x'] });
  const moved = extend(extend(base, 'y', { add: ['n'] }), 'n', { drop: ['y'] });

  test('a removal from a losing branch cuts nothing before it in that branch', () => {
    const first = chosen(choose(base, winner, moved));
    expect(first.links).toEqual(winner);
    expect(first.removed).toEqual(new Set(['x', 'y']));
    expect(chooseChain(first.links, first.dropped, [moved.slice(0, -1), moved])).toMatchObject({
      kind: 'chosen',
      links: winner,
      dropped: first.dropped,
      cut: [],
    });
  });

  test('a removal from a losing branch cuts nothing before it even if the branch is withheld later', () => {
    const { links, dropped } = chosen(choose(base, winner, moved));
    expect(chooseChain(links, dropped, [moved.slice(0, -1)]).cut).toEqual([]);
    const beside = extend(base, 'y', { proto: [2] });
    expect(chooseChain(links, dropped, [beside]).cut).toEqual(beside.slice(-1));
  });

  test('two removals of one device cut its links that lie before one removal and parallel to the other', () => {
    const { links, dropped } = chosen(choose(base, winner, moved, extend(base, 'b', { drop: ['y'] })));
    expect(chooseChain(links, dropped, [moved]).cut).toEqual([moved.at(-2)]);
  });
});

describe('devices that choose for their own person', () => {
  // b changed a protocol version, then c dropped x. In parallel, a dropped b.
  const own = extend(extend(base, 'b', { proto: [2] }), 'c', { drop: ['x'] });
  const removal = extend(base, 'a', { drop: ['b'] });
  const asDevice = (id: string) =>
    chooseChain(own, dropsOf(own), [removal], { id, made: own.filter(({ link }) => link.by === id) });

  test('a device keeps a removal that it signed on a branch that no longer counts, without a dispute', () => {
    const { links, members } = chosen(asDevice('c'));
    expect(links).toEqual(removal);
    expect(members).toEqual(new Set(['a', 'c', 'y']));
  });

  test('a removal that no longer counts causes a dispute for another device of the person and for a contact', () => {
    expect(asDevice('a').kind).toBe('disputed');
    expect(chooseChain(own, dropsOf(own), [removal]).kind).toBe('disputed');
  });

  test('a removed device sees a dispute if a removal that it signed no longer counts', () => {
    const hit = extend(base, 'a', { drop: ['c'] });
    const { kind } = chooseChain(own, dropsOf(own), [hit], { id: 'c', made: own.slice(-1) });
    expect(kind).toBe('disputed');
  });
});

describe('disputes between branches', () => {
  test('two members that dropped each other cause a dispute', () => {
    const one = extend(base, 'a', { drop: ['b'] });
    const two = extend(base, 'b', { drop: ['a'] });
    const choice = choose(base, two, one);
    expect(choice).toMatchObject({ kind: 'disputed', cut: [] });
    expect(choice.kind === 'disputed' && new Set(choice.branches)).toEqual(new Set([one, two]));
  });

  test('two members that dropped each other cause a dispute despite an untouched third branch', () => {
    const one = extend(base, 'a', { drop: ['b'] });
    const two = extend(base, 'b', { drop: ['a'] });
    expect(choose(base, one, two, extend(base, 'c', { proto: [2], hash: 0 })).kind).toBe('disputed');
  });

  test('three members that dropped each other in a circle cause a dispute', () => {
    const circle = [
      extend(base, 'a', { drop: ['b'] }),
      extend(base, 'b', { drop: ['c'] }),
      extend(base, 'c', { drop: ['a'] }),
    ];
    expect(choose(base, ...circle).kind).toBe('disputed');
  });

  test('dropping the recovery key in parallel to a recovery causes a dispute', () => {
    const paper = personOf('a', 'x', 'r');
    const theft = extend(paper, 'x', { drop: ['r'] });
    const recovery = extend(paper, 'r', { add: ['n', 'r2'], drop: ['a', 'x', 'r'] });
    expect(choose(paper, theft, recovery).kind).toBe('disputed');
  });

  test('a reader who took over one of two removals that drop each other’s authors sees no dispute', () => {
    const paper = personOf('a', 'x', 'r');
    const theft = extend(paper, 'x', { drop: ['r'] });
    const recovery = extend(paper, 'r', { add: ['n', 'r2'], drop: ['a', 'x', 'r'] });
    expect(choose(theft, recovery)).toMatchObject({ kind: 'chosen', links: theft, cut: recovery.slice(-1) });
    expect(choose(recovery, theft)).toMatchObject({ kind: 'chosen', links: recovery, cut: theft.slice(-1) });
  });

  test('a recovery code that is used twice causes a dispute', () => {
    const paper = personOf('a', 'r');
    const [one, two] = ['n', 'm'].map((id) => extend(paper, 'r', { add: [id], drop: ['a', 'r'] }));
    expect(choose(paper, one!, two!).kind).toBe('disputed');
  });

  test('a removal that was taken over causes a dispute if its author was removed in parallel', () => {
    const taken = extend(base, 'b', { drop: ['c'] });
    const removal = extend(base, 'a', { drop: ['b'] });
    expect(choose(taken, removal).kind).toBe('disputed');
  });

  test('a chain that keeps a member whose removal was taken over causes a dispute unless it repeats the removal', () => {
    const held = extend(base, 'a', { drop: ['x'] });
    const dropped = dropsOf(held, extend(base, 'b', { drop: ['y'] }));
    expect(chooseChain(held, dropped, [extend(held, 'c', { proto: [2] })]).kind).toBe('disputed');
    expect(chooseChain(held, dropped, [extend(held, 'c', { drop: ['y'] })]).kind).toBe('chosen');
  });

  test('a removal still to be repeated causes no dispute while nothing new is read', () => {
    const held = extend(base, 'a', { drop: ['x'] });
    const dropped = dropsOf(held, extend(base, 'b', { drop: ['y'] }));
    expect(chooseChain(held, dropped, [base]).kind).toBe('chosen');
  });

  test('a choice that leaves no device is a dispute', () => {
    const alone = personOf('a', 'r');
    expect(chooseChain(alone, dropsOf(extend(alone, 'r', { drop: ['a'] })), []).kind).toBe('disputed');
  });
});
