import { describe, expect, test } from 'vitest';
import { chooseChain, type Removal, takeOver } from '../../../src/core/keys/chain-choice.ts';
import {
  baseOfRecovery,
  changesToMake,
  type OwnChanges,
  type OwnLink,
  removalsAfterDecision,
  membershipOf,
} from '../../../src/core/keys/own-changes.ts';
import { type Chain, extend, memberIds, personOf } from './choice-links.ts';

const dropsOf = (...chains: readonly Chain[]): readonly Removal[] => takeOver([], chains);
const own = (id: string, chain: Chain = []) => ({ id, made: chain.filter(({ link }) => link.by === id) });
const ids = (changes: OwnChanges<OwnLink> | undefined) => changes?.add.map(({ id }) => id);

const base = personOf('a', 'b', 'x', 'y');

describe('changes that are repeated on a chosen chain', () => {
  test('a device adds a member again, unchanged, if the chain lacks the member', () => {
    const lost = extend(base, 'b', { add: ['n'] });
    const chosen = extend(base, 'a', { proto: [2] });
    const changes = changesToMake(own('b', lost), chosen, []);
    expect(changes).toEqual({ add: [lost.at(-1)!.link.add[0]], drop: [], proto: undefined });
  });

  test('a device changes nothing if the chain has everything it ever signed', () => {
    const chain = extend(extend(base, 'b', { add: ['n'], proto: [2] }), 'b', { drop: ['y'] });
    expect(changesToMake(own('b', chain), chain, dropsOf(chain))).toBeUndefined();
  });

  test('a device does not add again somebody who is a member or was removed', () => {
    const lost = extend(extend(base, 'b', { add: ['n'] }), 'b', { add: ['m'] });
    const chosen = extend(base, 'a', { add: ['n'] });
    const removal = dropsOf(extend(lost, 'a', { drop: ['m'] }));
    expect(changesToMake(own('b', lost), chosen, removal)).toMatchObject({ add: [], drop: ['m'] });
  });

  test('a device repeats a removal that it signed and that the chain lacks', () => {
    const lost = extend(base, 'b', { drop: ['y'] });
    const chosen = extend(base, 'a', { drop: ['x'] });
    expect(changesToMake(own('b', lost), chosen, dropsOf(lost, chosen))?.drop).toEqual(['y']);
  });

  test('a device repeats removals by others that it took over', () => {
    const chosen = extend(base, 'a', { drop: ['x'] });
    const other = extend(extend(base, 'b', { add: ['n'] }), 'n', { drop: ['b'] });
    expect(changesToMake(own('a'), chosen, dropsOf(chosen, other))?.drop).toEqual(['b']);
  });

  test('a device repeats the removal of somebody who never was in the chosen chain', () => {
    const lost = extend(extend(base, 'b', { add: ['n'] }), 'b', { drop: ['n'] });
    const chosen = extend(base, 'a', { drop: ['x'] });
    expect(changesToMake(own('b', lost), chosen, dropsOf(lost, chosen))).toMatchObject({
      add: [],
      drop: ['n'],
    });
  });

  test('a device repeats its latest protocol versions unless its versions in the chain have as high a number', () => {
    const lost = extend(extend(base, 'b', { proto: [1, 2] }), 'b', { proto: [1, 2, 3] });
    expect(changesToMake(own('b', lost), base, [])?.proto).toEqual([1, 2, 3]);
    const chosen = extend(base, 'b', { proto: [3] });
    expect(changesToMake(own('b', lost), chosen, [])).toBeUndefined();
  });

  test('a device repeats a new recovery key and the removal of the old one', () => {
    const paper = personOf('a', 'b', 'r');
    const lost = extend(paper, 'b', { add: ['r2'], drop: ['r'] });
    const changes = changesToMake(own('b', lost), extend(paper, 'a', { proto: [2] }), dropsOf(lost));
    expect([ids(changes), changes?.drop]).toEqual([['r2'], ['r']]);
  });

  test('a device does not repeat its recovery key if the chain has another', () => {
    const paper = personOf('a', 'b', 'r');
    const lost = extend(paper, 'b', { add: ['r2'], drop: ['r'] });
    const chosen = extend(paper, 'a', { add: ['r3'], drop: ['r'] });
    expect(changesToMake(own('b', lost), chosen, dropsOf(lost, chosen))).toBeUndefined();
  });

  test('a device repeats at most as many changes as one link may hold, and the remaining removals in the next link', () => {
    const many = Array.from({ length: 70 }, (_, i) => `m${i}`);
    const removals = many.map((id, i): Removal => ({ id, link: new Uint8Array(32).fill(i), signed: [] }));
    const first = changesToMake(own('a'), base, removals);
    const chain = extend(base, 'a', { drop: first?.drop ?? [] });
    const second = changesToMake(own('a'), chain, removals);
    expect([first?.drop.length, second?.drop]).toEqual([65, many.slice(65)]);
    const lost = many.slice(0, 10).reduce((made, id) => extend(made, 'a', { add: [id] }), base);
    const added = changesToMake(own('a', lost), base, []);
    expect(ids(added)).toEqual(many.slice(0, 7)); // a link adds at most eight, one of them perhaps a recovery key
  });

  test('a device that was removed or is not in the chain repeats nothing', () => {
    const lost = extend(base, 'b', { add: ['n'] });
    const chosen = extend(base, 'a', { drop: ['b'] });
    expect(changesToMake(own('b', lost), chosen, dropsOf(chosen))).toBeUndefined();
    expect(changesToMake(own('n'), chosen, dropsOf(chosen))).toBeUndefined();
    expect(changesToMake(own('b', lost), base, dropsOf(chosen))).toBeUndefined();
  });
});

describe('the membership of a device', () => {
  test('a device is a member if the chosen chain has it and nobody removed it', () => {
    expect(membershipOf('x', { links: base, dropped: [] }, [])).toEqual({ kind: 'in' });
  });

  test('a device waits if the chosen chain never had it', () => {
    expect(membershipOf('n', { links: base, dropped: [] }, [extend(base, 'b', { add: ['n'] })])).toEqual({
      kind: 'waiting',
    });
  });

  test('the membership of a removed device names the removing link of the chosen chain', () => {
    const chain = extend(base, 'a', { drop: ['x'] });
    expect(membershipOf('x', { links: chain, dropped: dropsOf(chain) }, [])).toEqual({
      kind: 'removed',
      by: chain.at(-1),
    });
  });

  test('the membership of a removed device names the removing link of another branch, if that branch was read', () => {
    const taken = extend(base, 'b', { drop: ['x'] });
    const hostile = extend(base, 'x', { drop: ['y'] });
    const held = { links: extend(base, 'a', { drop: ['y'] }), dropped: dropsOf(taken) };
    expect(membershipOf('x', held, [hostile, taken])).toEqual({ kind: 'removed', by: taken.at(-1) });
    expect(membershipOf('x', held, [])).toEqual({ kind: 'removed', by: undefined });
  });
});

describe('devices removed by two links', () => {
  test('the membership of a device removed twice names the removing link of the chosen chain', () => {
    const taken = extend(base, 'b', { drop: ['x'] });
    const chain = extend(base, 'a', { drop: ['x'] });
    const held = { links: chain, dropped: takeOver(dropsOf(taken), [chain]) };
    expect(membershipOf('x', held, [taken])).toEqual({ kind: 'removed', by: chain.at(-1) });
  });
});

describe('the base of a recovery', () => {
  test('a recovery continues the chain that a reader of all chains chooses', () => {
    const paper = personOf('a', 'b', 'r');
    const longer = extend(paper, 'b', { add: ['n'] });
    expect(baseOfRecovery([paper, longer], 'r')).toEqual(longer);
  });

  test('a recovery continues from the last shared link of disputed branches', () => {
    const paper = extend(personOf('a', 'b', 'r'), 'b', { proto: [2] });
    const branches = [extend(paper, 'a', { drop: ['b'] }), extend(paper, 'b', { drop: ['a'] })];
    expect(baseOfRecovery(branches, 'r')).toEqual(paper);
  });
});

describe('recoveries whose key is not a member of the chosen chain', () => {
  const both = personOf('a', 'b');
  const coded = extend(both, 'a', { add: ['r'] });
  const fork = extend(both, 'b', { drop: ['a'] });

  test('a recovery continues the branch that ends with its key as a member', () => {
    const longer = extend(coded, 'a', { drop: ['b'] });
    expect(baseOfRecovery([fork, longer], 'r')).toEqual(longer);
    expect(baseOfRecovery([fork, coded], 'r')).toEqual(coded);
  });

  test('a recovery continues the shared beginning of branches with its key, or the branch that counts first', () => {
    const above = [extend(coded, 'a', { drop: ['b'] }), extend(coded, 'b', { proto: [2] })];
    expect(baseOfRecovery([fork, ...above], 'r')).toEqual(coded);
    const copied = extend(extend(both, 'b', { add: ['r'] }), 'b', { drop: ['a'] });
    const late = extend(extend(coded, 'a', { proto: [2] }), 'a', { drop: ['b'] });
    expect(baseOfRecovery([late, copied], 'r')).toEqual(copied); // this branch drops a member sooner
  });

  test('a recovery has no base if no branch ends with its key as a member', () => {
    expect(baseOfRecovery([both, extend(coded, 'a', { drop: ['r'] })], 'r')).toBeUndefined();
    expect(baseOfRecovery([], 'r')).toBeUndefined();
  });

  test('a recovery has no base if the chosen chain has removed its key', () => {
    const paper = personOf('a', 'b', 'r');
    const branches = [extend(paper, 'a', { proto: [2] }), extend(paper, 'b', { drop: ['r'] })];
    expect(baseOfRecovery(branches, 'r')).toBeUndefined();
  });
});

describe('changes after a decision', () => {
  test('a decision for one of two devices makes the removal by the other device ineffective', () => {
    const one = extend(base, 'a', { drop: ['b'] });
    const two = extend(base, 'b', { drop: ['a'] });
    const dropped = removalsAfterDecision(two, dropsOf(one));
    expect(dropped).toEqual(dropsOf(two));
    expect(chooseChain(two, dropped, [one])).toMatchObject({ kind: 'chosen', links: two, cut: one.slice(-1) });
  });

  test('a decision against a removal restores the device here, and others see a dispute or keep the removal', () => {
    const removal = extend(base, 'a', { drop: ['b'] });
    const objection = extend(base, 'b', { drop: ['a'] });
    const dropped = removalsAfterDecision(objection, dropsOf(removal));
    expect(chooseChain(objection, dropped, [removal])).toMatchObject({ members: new Set(['b', 'x', 'y']) });
    expect(chooseChain(base, [], [removal, objection]).kind).toBe('disputed');
    expect(chooseChain(removal, dropsOf(removal), [objection])).toMatchObject({ links: removal });
  });

  test('a decision keeps removals of devices that are not members of its chain', () => {
    const chain = extend(base, 'a', { drop: ['x'] });
    const other = dropsOf(extend(extend(base, 'b', { add: ['n'] }), 'b', { drop: ['n'] }));
    expect(removalsAfterDecision(chain, other)).toEqual([...other, ...dropsOf(chain)]);
    expect(memberIds(chain)).toEqual(['a', 'b', 'y']);
  });
});
