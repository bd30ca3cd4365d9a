import { describe, expect, test } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import {
  beginningOf,
  type Chain,
  devicesOf,
  type ParsedChain,
  parseChain,
  payloadOf,
} from '../../../src/core/keys/chain.ts';
import { signaturesToCheck, type VerifyBounds, verifyChainSteps } from '../../../src/core/keys/chain-verify.ts';
import type { CarriedLink } from '../../../src/core/keys/link.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { type Actor, ADDRESS, HandChain, linkOf, realDevice, realRecovery } from './hand-written-chain.ts';

const [a, b, c, d] = [realDevice(1), realDevice(2), realDevice(3), realDevice(4)];
const [paper, successor] = [realRecovery(1), realRecovery(2)];
const stranger = realDevice(9);
const trunk = HandChain.begin(a).adding(a, b, paper);
const hand = trunk
  .dropping(b, a)
  .next(paper, { add: [trunk.member(c), trunk.member(successor)], drop: [b.id, paper.id] })
  .next(c, { proto: [1, 2] });
const CHECKS = 1 + 3 + 1 + 3 + 1; // one for each link, and the joins after the first link

function parse(chain: HandChain): ParsedChain {
  const read = parseChain(chain.payload, ADDRESS);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

/** The result of a verification, and the number of signatures that it checked: one per step. */
function verify(
  chain: HandChain,
  bounds: VerifyBounds = {},
): { readonly outcome: Chain | 'signature'; readonly checks: number } {
  const steps = verifyChainSteps(parse(chain), bounds);
  for (let checks = 0; ; checks++) {
    const step = steps.next();
    if (step.done === true) return { outcome: step.value, checks };
  }
}

function verified(chain: HandChain, bounds: VerifyBounds = {}): Chain {
  const { outcome } = verify(chain, bounds);
  if (outcome === 'signature') throw new Error(outcome);
  return outcome;
}

/** The chain with link `n` changed. */
function replaced(chain: HandChain, n: number, change: (link: CarriedLink) => CarriedLink): HandChain {
  return HandChain.of(...chain.links.map((link, index) => (index === n - 1 ? change(link) : link)));
}

const signedBy =
  (actor: Actor) =>
  ({ link }: CarriedLink): CarriedLink =>
    linkOf(actor, link);

describe('the verification of chains', () => {
  test('verification checks one signature per step: one for each link, and one for each member that joins later', () => {
    expect(signaturesToCheck(parse(hand))).toBe(CHECKS);
    expect(verify(hand)).toEqual({ outcome: { ...parse(hand), kind: 'verified' }, checks: CHECKS });
    expect(signaturesToCheck(parse(HandChain.begin(a)))).toBe(1);
    expect(verify(HandChain.begin(a)).checks).toBe(1);
  });

  test.each([1, 2, 3, 4, 5])('a chain is refused if a stranger has signed link %d', (n) => {
    expect(verify(replaced(hand, n, signedBy(stranger))).outcome).toBe('signature');
  });

  test.each([
    ['a member other than its author', replaced(hand, 3, signedBy(paper))],
    ['a device that the link before it has dropped', replaced(hand, 5, signedBy(b))],
    ['the device that it adds', replaced(hand, 2, signedBy(b))],
  ])('a chain is refused if a link is signed by %s', (_who, chain) => {
    expect(verify(chain).outcome).toBe('signature');
  });

  test('verification stops at the first wrong signature', () => {
    expect(verify(replaced(hand, 2, signedBy(stranger)))).toEqual({ outcome: 'signature', checks: 2 });
  });
});

describe('wrong join signatures', () => {
  const otherPerson = HandChain.begin(stranger);
  const lacking = { ...d, sign: a.sign };

  test.each([
    ['a member signed the join of the device that it adds', trunk.adding(a, lacking)],
    ['a device signed a join to another person’s chain', trunk.next(a, { add: [otherPerson.member(d)] })],
    [
      'a device signed its join for other protocol versions',
      trunk.next(a, { add: [trunk.member(d, { join: trunk.member(d)['join'], proto: [1, 2] })] }),
    ],
    ['a member signed the join of the second of two devices', trunk.adding(a, c, lacking)],
    ['a member signed the join of a recovery key', HandChain.begin(a).adding(a, { ...paper, sign: a.sign })],
    [
      'a recovery key signed a join to another person’s chain',
      HandChain.begin(a).next(a, { add: [otherPerson.member(paper)] }),
    ],
    [
      'the previous recovery key signed the join of its successor',
      trunk.next(paper, { add: [trunk.member({ ...successor, sign: paper.sign })], drop: [paper.id] }),
    ],
  ])('a wrong join signature makes a chain invalid: %s', (_what, chain) => {
    expect(typeof parseChain(chain.payload, ADDRESS)).toBe('object');
    expect(verify(chain).outcome).toBe('signature');
  });
});

describe('links that were verified before', () => {
  const known = verified(trunk);

  test('links verified before are not verified again', () => {
    const bounds = { known: [verified(HandChain.begin(stranger)), known, verified(HandChain.begin(a))] };
    expect(signaturesToCheck(parse(hand), bounds)).toBe(CHECKS - 4);
    expect(verify(hand, bounds)).toEqual({ outcome: { ...parse(hand), kind: 'verified' }, checks: CHECKS - 4 });
  });

  test('a chain that equals a verified one or is its beginning needs no check', () => {
    const longer = verified(hand);
    for (const chain of [hand, trunk, HandChain.begin(a)]) {
      expect(signaturesToCheck(parse(chain), { known: [longer] })).toBe(0);
      expect(verify(chain, { known: [longer] })).toEqual({ outcome: verified(chain), checks: 0 });
    }
  });

  test('a chain is passed on with the signatures that were verified', () => {
    const odd = replaced(replaced(hand, 1, signedBy(stranger)), 2, signedBy(stranger));
    const outcome = verified(odd, { known: [known] });
    expect(toHex(payloadOf(outcome))).toBe(toHex(hand.payload));
    expect(verify(odd).outcome).toBe('signature');
  });

  test('verified links say nothing about the links after them', () => {
    expect(verify(replaced(hand, 3, signedBy(stranger)), { known: [known] })).toEqual({
      outcome: 'signature',
      checks: 1,
    });
  });

  test('verified links say nothing about other bytes in their place', () => {
    const fork = HandChain.begin(a).adding(a, d);
    expect(signaturesToCheck(parse(fork), { known: [known] })).toBe(2);
    expect(verify(replaced(fork, 2, signedBy(stranger)), { known: [known] }).outcome).toBe('signature');
  });

  test('verified links say nothing about another person', () => {
    const other = HandChain.begin(a, { at: 1 });
    expect(signaturesToCheck(parse(other), { known: [known] })).toBe(1);
    expect(verify(replaced(other, 1, signedBy(stranger)), { known: [known] }).outcome).toBe('signature');
  });
});

describe('cut chains', () => {
  test('cut links are neither verified nor returned', () => {
    const odd = replaced(hand, 4, signedBy(stranger));
    expect(signaturesToCheck(parse(odd), { links: 3 })).toBe(CHECKS - 4);
    const { outcome, checks } = verify(odd, { links: 3 });
    expect(checks).toBe(CHECKS - 4);
    expect(outcome).toEqual(verified(trunk.dropping(b, a)));
    expect(outcome === 'signature' ? [] : devicesOf(outcome).map(({ id }) => id)).toEqual([b.id]);
  });

  test('a cut may lie within the verified links', () => {
    const known = verified(hand);
    expect(verify(hand, { known: [known], links: 2 })).toEqual({ outcome: beginningOf(known, 2), checks: 0 });
  });

  test('a cut that leaves no link, exceeds the chain or is not a whole number fails an assertion', () => {
    for (const links of [0, 6, 2.5]) {
      expect(() => signaturesToCheck(parse(hand), { links })).toThrow('assertion');
      expect(() => runSteps(verifyChainSteps(parse(hand), { links }))).toThrow('assertion');
    }
  });
});
