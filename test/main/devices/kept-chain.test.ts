import { expect, it } from 'vitest';
import { chainHead } from '../../../src/core/keys/chain-head.ts';
import { beginPerson, follow, keepOwn, ownOf, readOwn } from '../../../src/main/devices/kept-chain.ts';
import { ADDRESS, HandChain, realDevice } from '../../core/keys/hand-written-chain.ts';
import { holds } from '../people/reader-rig.ts';
import { keysOf } from './own-chain-rig.ts';

const [laptop, desk] = [realDevice(1), realDevice(2)];
const base = HandChain.begin(laptop).adding(laptop, desk);

it('a new person is a chain of one link signed by its only device', () => {
  const { held, lost } = beginPerson(ADDRESS, keysOf(laptop), 1_800_000_000_999);
  expect(chainHead(held.chain)).toEqual(chainHead(holds(HandChain.begin(laptop)).chain));
  expect([held.dropped, lost]).toEqual([[], []]);
});

it('the stored chain keeps the link that this device signed on a branch that lost', () => {
  const ours = { held: holds(base.next(laptop, { proto: [1, 2] })), lost: [] };
  const followed = follow(laptop.id, ours, holds(base.dropping(desk, realDevice(3))));
  expect(ownOf(laptop.id, followed).made).toHaveLength(3);
  expect(readOwn(keepOwn(followed), ADDRESS)).toEqual(followed);
  expect(readOwn(keepOwn(followed), 'bert@klinik.example')).toBeUndefined();
});

it('following an unchanged chain returns the same object', () => {
  const ours = { held: holds(base), lost: [] };
  expect(follow(laptop.id, ours, holds(base))).toBe(ours);
});
