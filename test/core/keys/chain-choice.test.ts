import { describe, expect, test } from 'vitest';
import { type Choice, chooseChain, countedLinks, type Removal, takeOver } from '../../../src/core/keys/chain-choice.ts';
import type { OwnLink } from '../../../src/core/keys/own-changes.ts';
import { type Chain, extend, personOf } from './choice-links.ts';

const dropsOf = (...chains: readonly Chain[]): readonly Removal[] => takeOver([], chains);
/** What a reader chooses who holds `held` and what that drops. */
const choose = (held: Chain, ...read: readonly Chain[]) => chooseChain(held, dropsOf(held), read);

function chosen(choice: Choice<OwnLink>) {
  if (choice.kind !== 'chosen') throw new Error('disputed');
  return { ...choice, removed: new Set(choice.dropped.map(({ id }) => id)) };
}

const base = personOf('a', 'b', 'c', 'x', 'y');

describe('the chain that counts', () => {
  test('is the chain held where only beginnings of it were read', () => {
    const held = extend(base, 'a', { drop: ['x'] });
    expect(choose(held, base, held.slice(0, 1), held)).toMatchObject({ kind: 'chosen', links: held, cut: [] });
  });

  test('is the longer chain where it goes on from the one held', () => {
    const longer = extend(extend(base, 'b', { proto: [2] }), 'c', { proto: [2] });
    expect(chosen(choose(base, longer, longer.slice(0, 3))).links).toEqual(longer);
  });

  test('is never a chain of another person', () => {
    const stranger = extend(personOf('x'), 'x', { add: ['y'], hash: 0 });
    expect(choose(base, stranger)).toEqual(choose(base));
  });

  test('is the branch whose first own link has the smaller hash, where nobody drops', () => {
    const small = extend(extend(base, 'a', { proto: [2], hash: 1 }), 'b', { proto: [2], hash: 255 });
    const great = extend(extend(base, 'b', { proto: [2], hash: 2 }), 'a', { proto: [2], hash: 0 });
    expect(chosen(choose(base, great, small)).links).toEqual(small);
    expect(chosen(choose(small, great)).links).toEqual(small);
  });

  test('may lie below the head of the chain held', () => {
    const held = extend(extend(base, 'a', { proto: [2], hash: 9 }), 'a', { add: ['n'] });
    const other = extend(base, 'b', { proto: [2], hash: 1 });
    expect(chosen(choose(held, other)).links).toEqual(other);
  });

  test('is a branch that drops somebody, before one that drops nobody and has the smaller hash', () => {
    const removal = extend(base, 'a', { drop: ['x'], hash: 255 });
    const other = extend(base, 'b', { proto: [2], hash: 0 });
    expect(chosen(choose(other, removal)).links).toEqual(removal);
  });

  test('is the branch that drops somebody sooner, so a removal can be put on an earlier link of a full chain', () => {
    const full = extend(extend(extend(base, 'b', { proto: [2], hash: 0 }), 'b', { proto: [3] }), 'b', { drop: ['y'] });
    const removal = extend(base, 'a', { drop: ['x'], hash: 255 });
    expect(chosen(choose(full, removal)).links).toEqual(removal);
  });

  test('is the branch with a later removal, before one without', () => {
    const moved = extend(extend(base, 'b', { add: ['n'], hash: 255 }), 'n', { drop: ['b'] });
    const other = extend(base, 'a', { proto: [2], hash: 0 });
    expect(chosen(choose(other, moved)).links).toEqual(moved);
  });
});

describe('a removal', () => {
  test('ends the membership of the dropped device at everybody who chose it', () => {
    const { members, removed } = chosen(choose(base, extend(base, 'a', { drop: ['x'] })));
    expect(members).toEqual(new Set(['a', 'b', 'c', 'y']));
    expect(removed).toEqual(new Set(['x']));
  });

  test('and another one of a different device at the same time are both taken over', () => {
    const one = extend(base, 'a', { drop: ['x'], hash: 1 });
    const two = extend(base, 'b', { drop: ['y'], hash: 2 });
    for (const held of [base, one, two]) {
      const { links, members } = chosen(choose(held, one, two));
      expect(links).toEqual(one);
      expect(members).toEqual(new Set(['a', 'b', 'c']));
    }
  });

  test('voids what the dropped device signs beside it, whatever that is and whatever its hash', () => {
    const removal = extend(base, 'a', { drop: ['x'], hash: 255 });
    const fork = extend(extend(base, 'x', { add: ['n'], hash: 0 }), 'n', { drop: ['b', 'c'] });
    const { links, members } = chosen(choose(base, fork, removal));
    expect(links).toEqual(removal);
    expect(members).toContain('b');
  });

  test('does not void what the dropped device signed before it in the same chain', () => {
    const removal = extend(extend(base, 'x', { add: ['n'] }), 'a', { drop: ['x'] });
    expect(chosen(choose(base, removal)).members).toEqual(new Set(['a', 'b', 'c', 'y', 'n']));
  });

  test('counts although the removed device has put a link on it elsewhere: both of two removals, each shielded by the other’s device', () => {
    // The rule as it was drafted threw a whole branch away for one such link, and kept one of the two devices (decision 0043).
    const one = extend(extend(base, 'a', { drop: ['x'] }), 'y', { proto: [2] });
    const two = extend(extend(base, 'b', { drop: ['y'] }), 'x', { proto: [2] });
    for (const held of [base, one.slice(0, -1), two.slice(0, -1)]) {
      expect(chosen(choose(held, one, two)).members).toEqual(new Set(['a', 'b', 'c']));
    }
  });

  test('by a device that another removal drops counts for nothing', () => {
    const last = extend(base, 'b', { drop: ['c'] });
    const removal = extend(base, 'a', { drop: ['b'] });
    const { links, removed } = chosen(choose(base, last, removal));
    expect(links).toEqual(removal);
    expect(removed).toEqual(new Set(['b']));
  });

  test('voided by one that is void itself stands again', () => {
    const first = extend(base, 'a', { drop: ['b'] });
    const second = extend(base, 'b', { drop: ['c'] });
    const third = extend(base, 'c', { drop: ['x'] });
    expect(chosen(choose(base, first, second, third)).members).toEqual(new Set(['a', 'c', 'y']));
  });

  test('by a third device decides between two that dropped each other', () => {
    const one = extend(base, 'a', { drop: ['b'] });
    const two = extend(base, 'b', { drop: ['a'] });
    const decision = extend(base, 'c', { drop: ['b'] });
    expect(chosen(choose(base, one, two, decision)).members).toEqual(new Set(['a', 'c', 'x', 'y']));
  });

  test('may name somebody who is no member of its chain, and voids what that one signs elsewhere', () => {
    const fork = extend(base, 'c', { add: ['n'] });
    const hostile = extend(fork, 'n', { drop: ['a'] });
    const removal = extend(base, 'c', { drop: ['n'] });
    expect(chosen(choose(fork, hostile, removal)).links).toEqual(removal);
  });
});

describe('a removed key, for a reader who holds its removal', () => {
  const removal = extend(base, 'a', { drop: ['x'], hash: 255 });
  const fork = extend(base, 'x', { drop: ['a'], hash: 0 });
  const built = extend(fork, 'b', { proto: [2] });

  test('changes nothing with what it signs beside the removal, even by dropping who removed it', () => {
    expect(choose(removal, fork)).toMatchObject({ kind: 'chosen', links: removal, dropped: dropsOf(removal) });
  });

  test('changes nothing through others who have put links on its own', () => {
    expect(choose(removal, built)).toMatchObject({ kind: 'chosen', links: removal });
  });

  test('is noted by the first link that did not count, once', () => {
    expect(choose(removal, fork, built, built).cut).toEqual([fork.at(-1)]);
  });

  test('is no member any more in a chain that does not drop it', () => {
    const held = extend(base, 'a', { proto: [2] });
    const { members } = chosen(chooseChain(held, dropsOf(removal), []));
    expect(members).not.toContain('x');
  });

  test('has what it signs cut off before its signatures are checked', () => {
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

describe('a removal taken over from a branch that did not win', () => {
  // y moved to its successor n and then was dropped by it; the removal of x came first, so its branch counts.
  const winner = extend(base, 'a', { drop: ['x'] });
  const moved = extend(extend(base, 'y', { add: ['n'] }), 'n', { drop: ['y'] });

  test('cuts nothing that lies before it in its own branch, so that all readers see the same', () => {
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

  test('cuts nothing that lies before it where its own branch is kept back', () => {
    const { links, dropped } = chosen(choose(base, winner, moved));
    expect(chooseChain(links, dropped, [moved.slice(0, -1)]).cut).toEqual([]);
    const beside = extend(base, 'y', { proto: [2] });
    expect(chooseChain(links, dropped, [beside]).cut).toEqual(beside.slice(-1));
  });

  test('cuts what lies before it and beside another removal of the same device', () => {
    const { links, dropped } = chosen(choose(base, winner, moved, extend(base, 'b', { drop: ['y'] })));
    expect(chooseChain(links, dropped, [moved]).cut).toEqual([moved.at(-2)]);
  });
});

describe('a device that chooses for its own person', () => {
  // b said a protocol version and c dropped x on top of it, while a dropped b.
  const own = extend(extend(base, 'b', { proto: [2] }), 'c', { drop: ['x'] });
  const removal = extend(base, 'a', { drop: ['b'] });
  const asDevice = (id: string) =>
    chooseChain(own, dropsOf(own), [removal], { id, made: own.filter(({ link }) => link.by === id) });

  test('keeps its own removal that fell with what it stood on, and is told of no dispute: it will drop again', () => {
    const { links, members } = chosen(asDevice('c'));
    expect(links).toEqual(removal);
    expect(members).toEqual(new Set(['a', 'c', 'y']));
  });

  test('is told where the fallen removal was another device’s, as peers are', () => {
    expect(asDevice('a').kind).toBe('disputed');
    expect(chooseChain(own, dropsOf(own), [removal]).kind).toBe('disputed');
  });

  test('is told where it is removed itself', () => {
    const hit = extend(base, 'a', { drop: ['c'] });
    const { kind } = chooseChain(own, dropsOf(own), [hit], { id: 'c', made: own.slice(-1) });
    expect(kind).toBe('disputed');
  });
});

describe('it is disputed', () => {
  test('where two members dropped each other', () => {
    const one = extend(base, 'a', { drop: ['b'] });
    const two = extend(base, 'b', { drop: ['a'] });
    const choice = choose(base, two, one);
    expect(choice).toMatchObject({ kind: 'disputed', cut: [] });
    expect(choice.kind === 'disputed' && new Set(choice.branches)).toEqual(new Set([one, two]));
  });

  test('where two members dropped each other, although a third branch is untouched', () => {
    const one = extend(base, 'a', { drop: ['b'] });
    const two = extend(base, 'b', { drop: ['a'] });
    expect(choose(base, one, two, extend(base, 'c', { proto: [2], hash: 0 })).kind).toBe('disputed');
  });

  test('where three members dropped each other in a circle', () => {
    const circle = [
      extend(base, 'a', { drop: ['b'] }),
      extend(base, 'b', { drop: ['c'] }),
      extend(base, 'c', { drop: ['a'] }),
    ];
    expect(choose(base, ...circle).kind).toBe('disputed');
  });

  test('where a thief dropped the recovery key before it was used', () => {
    const paper = personOf('a', 'x', 'r');
    const theft = extend(paper, 'x', { drop: ['r'] });
    const recovery = extend(paper, 'r', { add: ['n', 'r2'], drop: ['a', 'x', 'r'] });
    expect(choose(paper, theft, recovery).kind).toBe('disputed');
  });

  test('not for who has taken over one of the two removals before: the other one is cut', () => {
    const paper = personOf('a', 'x', 'r');
    const theft = extend(paper, 'x', { drop: ['r'] });
    const recovery = extend(paper, 'r', { add: ['n', 'r2'], drop: ['a', 'x', 'r'] });
    expect(choose(theft, recovery)).toMatchObject({ kind: 'chosen', links: theft, cut: recovery.slice(-1) });
    expect(choose(recovery, theft)).toMatchObject({ kind: 'chosen', links: recovery, cut: theft.slice(-1) });
  });

  test('where one recovery code was used twice', () => {
    const paper = personOf('a', 'r');
    const [one, two] = ['n', 'm'].map((id) => extend(paper, 'r', { add: [id], drop: ['a', 'r'] }));
    expect(choose(paper, one!, two!).kind).toBe('disputed');
  });

  test('where a removal was taken over and its author has been removed from before it', () => {
    const taken = extend(base, 'b', { drop: ['c'] });
    const removal = extend(base, 'a', { drop: ['b'] });
    expect(choose(taken, removal).kind).toBe('disputed');
  });

  test('where the chain goes on with a member whose removal nobody upholds any more', () => {
    const held = extend(base, 'a', { drop: ['x'] });
    const dropped = dropsOf(held, extend(base, 'b', { drop: ['y'] }));
    expect(chooseChain(held, dropped, [extend(held, 'c', { proto: [2] })]).kind).toBe('disputed');
    expect(chooseChain(held, dropped, [extend(held, 'c', { drop: ['y'] })]).kind).toBe('chosen');
  });

  test('not by reading nothing new while a removal that was taken over is still to come into the chain', () => {
    const held = extend(base, 'a', { drop: ['x'] });
    const dropped = dropsOf(held, extend(base, 'b', { drop: ['y'] }));
    expect(chooseChain(held, dropped, [base]).kind).toBe('chosen');
  });

  test('where no device would be left', () => {
    const alone = personOf('a', 'r');
    expect(chooseChain(alone, dropsOf(extend(alone, 'r', { drop: ['a'] })), []).kind).toBe('disputed');
  });
});
