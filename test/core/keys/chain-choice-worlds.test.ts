// Worlds that are too large for chain-choice-search.test.ts.
import { describe, expect, test } from 'vitest';
import { chooseChain } from '../../../src/core/keys/chain-choice.ts';
import { referenceRule } from './chain-search/reference.ts';
import type { Rule } from './chain-search/readers.ts';
import { search } from './chain-search/search.ts';
import type { World } from './chain-search/world.ts';
import { slowWorlds } from './chain-search/worlds.ts';

// The longest test takes about twelve seconds. The timeout ends a test that hangs.
const TIMEOUT_MS = 300_000;

const fourDevices = slowWorlds.find(({ name }) => name === 'four devices')!;

function found(world: World, rule: Rule) {
  const { breaches, figures } = search(world, rule);
  return { breaches, states: figures.states };
}

describe('larger worlds of a few devices, a thief, a code and a hostile broker', () => {
  test.each(slowWorlds)(
    'removed keys change nothing, nothing is lost, and no two readers disagree unnoticed: $name, $links links, $states states',
    ({ states, ...world }) => expect(found(world, chooseChain)).toEqual({ breaches: [], states }),
    TIMEOUT_MS,
  );
});

test('the search detects the mutation “cut before a removal” among four devices with four links', () => {
  expect(search(fourDevices, referenceRule('cut before a removal'), true).breaches).not.toEqual([]);
});
