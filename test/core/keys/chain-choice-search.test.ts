// The exhaustive search over small worlds, against the real choice (decision 0043).
// Larger worlds: chain-choice-worlds.test.ts and `npm run bench:chain-search`.
import { describe, expect, test } from 'vitest';
import { chooseChain } from '../../../src/core/keys/chain-choice.ts';
import { bothRules } from './chain-search/both.ts';
import { draftedRule, type Mutation, referenceRule } from './chain-search/reference.ts';
import type { Rule } from './chain-search/readers.ts';
import { search } from './chain-search/search.ts';
import type { World } from './chain-search/world.ts';
import { quickWorlds } from './chain-search/worlds.ts';

/** The first breach that a rule causes in these worlds. */
function breachOf(rule: Rule, worlds: readonly World[]): string | undefined {
  for (const world of worlds) {
    const [breach] = search(world, rule, true).breaches;
    if (breach !== undefined) return breach.what;
  }
  return undefined;
}
const withLinks = (links: number): readonly World[] => quickWorlds.map((world) => ({ ...world, links }));

const isCompared = ({ name }: World): boolean => /^three devices$|code$/.test(name);

// The tests compare the number of states: a smaller number means that the search no longer reaches some states.
function found(world: World, rule: Rule) {
  const { breaches, figures } = search(world, rule);
  return { breaches, states: figures.states };
}

describe('worlds of a few devices, a thief, a code and a hostile broker', () => {
  test.each(quickWorlds.filter((world) => !isCompared(world)))(
    'removed keys change nothing, nothing is lost, and no two readers disagree unnoticed: $name, $links links, $states states',
    ({ states, ...world }) => expect(found(world, chooseChain)).toEqual({ breaches: [], states }),
  );

  test.each(quickWorlds.filter(isCompared))(
    'nothing is lost, no two readers disagree unnoticed, and each choice matches the reference rule: $name, $links links, $states states',
    ({ states, ...world }) => expect(found(world, bothRules)).toEqual({ breaches: [], states }),
  );
});

// The mutations below change the reference rule. They show something about the product only because this test and the
// searches above find that the product chooses like the unchanged rule.
test('the choice matches the reference rule in every quick world with two links', () => {
  for (const world of withLinks(2)) expect(search(world, bothRules).figures.choices).toBeGreaterThan(0);
});

test.each<Mutation>([
  'no cut',
  'hash before removal',
  'removals from chains never held',
  'removed members count',
  'contradictions are not told',
  'circles are not told',
])('the search detects the mutation "%s" in a world of two links', (mutation) => {
  expect(breachOf(referenceRule(mutation), withLinks(2))).toBeDefined();
});

test.each<Mutation>(['removals of others are forgotten', 'the first removal of an id decides'])(
  'the search detects the mutation "%s" among three devices with three links',
  (mutation) => {
    expect(breachOf(referenceRule(mutation), [{ ...quickWorlds[1]!, links: 3 }])).toBeDefined();
  },
);

test('the search finds the fault of the first draft of the rule among three devices with three links, but not with two', () => {
  const threeDevices = (links: number) => [{ ...quickWorlds[1]!, links }];
  expect(breachOf(draftedRule, threeDevices(2))).toBeUndefined();
  expect(breachOf(draftedRule, threeDevices(3))).toBe('two readers follow different chains, and neither is told');
});
