import { expect, test } from 'vitest';
import { toB64u } from '../../../src/core/bytes.ts';
import { chainHead, chainRelation } from '../../../src/core/keys/chain-head.ts';
import { type Chain, reopenChain } from '../../../src/core/keys/chain.ts';
import { ADDRESS, HandChain, paperDevice } from './hand-written-chain.ts';

const [a, b] = [paperDevice(1), paperDevice(2)];
const first = HandChain.begin(a);

function chainOf(hand: HandChain): Chain {
  const chain = reopenChain(hand.payload, ADDRESS);
  if (typeof chain === 'string') throw new Error(chain);
  return chain;
}

const chain = chainOf(first.adding(a, b));

test('the head of a chain is the number and hash of its last link', () => {
  expect(chainHead(chain)).toEqual({ n: 2, head: toB64u(chain.links[1]!.hash) });
});

test('a named head is the last link of a chain, an earlier link, or unknown', () => {
  const forked = chainOf(first.next(a, { proto: [1, 2] }));
  expect(chainRelation(chain, chainHead(chain))).toBe('same');
  expect(chainRelation(chain, chainHead(chainOf(first)))).toBe('earlier');
  expect(chainRelation(chainOf(first), chainHead(chain))).toBe('unknown');
  expect(chainRelation(chain, chainHead(forked))).toBe('unknown');
  expect(chainRelation(chainOf(first.adding(a, b).dropping(a, b)), chainHead(forked))).toBe('unknown');
});
