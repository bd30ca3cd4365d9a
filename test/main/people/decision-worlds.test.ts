// Decisions in generated worlds: devices that sign anything on any link, and a person who decides until nothing is
// disputed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Chain, reopenChain } from '../../../src/core/keys/chain.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { sidesOfSteps } from '../../../src/main/people/decision.ts';
import { choose, firstHeld, type Held, isSameHeld } from '../../../src/main/people/held.ts';
import { ADDRESS, HandChain, paperDevice } from '../../core/keys/hand-written-chain.ts';

const devices = [1, 2, 3, 4, 5].map(paperDevice);
const base = HandChain.begin(devices[0]!).adding(devices[0]!, devices[1]!, devices[2]!, devices[3]!);

interface Said {
  readonly on: number; // the index of a chain made so far, modulo their number
  readonly by: number;
  readonly what: number;
  readonly whom: number;
}
const world = fc.array(
  fc.record({
    on: fc.oneof(fc.constant(0), fc.nat(9)),
    by: fc.nat(3),
    what: fc.nat(8), // a removal is more likely than not
    whom: fc.nat(4),
  }),
  { minLength: 4, maxLength: 8 },
);

/** Every chain that results, without those that break a rule. */
function chainsOf(said: readonly Said[]): readonly Chain[] {
  const hand = [base];
  const chains: Chain[] = [];
  for (const { on, by, what, whom } of said) {
    const before = hand[on % hand.length]!;
    const [author, other] = [devices[by]!, devices[whom]!];
    const next =
      what === 0
        ? before.next(author, { proto: [1, 2] })
        : what === 1
          ? before.adding(author, other)
          : before.dropping(author, other);
    const chain = reopenChain(next.payload, ADDRESS);
    if (typeof chain === 'string') continue;
    hand.push(next);
    chains.push(chain);
  }
  return chains;
}

const opened = reopenChain(base.payload, ADDRESS) as Chain;

test.each<[string, Held]>([
  ['at a first contact', firstHeld(opened)],
  ['about a known person', { chain: opened, dropped: [] }],
])('decisions end every dispute and hold for everything that was read (%s)', (_when, begun) => {
  let decided = 0;
  fc.assert(
    fc.property(world, fc.infiniteStream(fc.nat(15)), fc.nat(7), (said, picks, early) => {
      const chains = chainsOf(said);
      // Some of the chains are read before the rest, as in real use.
      const first = choose(begun, chains.slice(0, early % (chains.length + 1)));
      let held = first.held;
      let count = 0;
      for (const pick of picks) {
        const { sides } = runSteps(sidesOfSteps(held, chains, { firstSeenMs: () => undefined }));
        if (sides.length === 0) break;
        held = sides[pick % sides.length]!.decided;
        expect(++count).toBeLessThanOrEqual(chains.length + 1);
      }
      decided += count;
      const choice = choose(held, chains);
      expect(choice.kind).toBe('chosen');
      // Choosing again from this result, with the chains in reverse order, changes nothing.
      expect(isSameHeld(choose(choice.held, chains.toReversed()).held, choice.held)).toBe(true);
    }),
    { numRuns: 1500, seed: 59 },
  );
  expect(decided).toBeGreaterThan(100);
});
