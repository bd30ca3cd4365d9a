// Larger worlds than chain-choice-search.test.ts has time for.
import { describe, expect, test } from 'vitest';
import { chooseChain } from '../../../src/core/keys/chain-choice.ts';
import { bothRules } from './chain-search/both.ts';
import { referenceRule } from './chain-search/reference.ts';
import type { Rule } from './chain-search/readers.ts';
import { search } from './chain-search/search.ts';
import type { World } from './chain-search/world.ts';
import { slowWorlds } from './chain-search/worlds.ts';

// The longest takes twelve seconds here; this ends what hangs.
const TIMEOUT_MS = 300_000;

const fourDevices = slowWorlds.find(({ name }) => name === 'four devices')!;

function found(world: World, rule: Rule) {
  const { breaches, figures } = search(world, rule);
  return { breaches, states: figures.states };
}

describe('whatever a few devices, a thief, a code and a hostile broker do in more steps,', () => {
  test.each(slowWorlds.filter((world) => world !== fourDevices))(
    'removed keys change nothing, nothing is lost, and readers agree or are told: $name, $links links, $states states',
    ({ states, ...world }) => expect(found(world, chooseChain)).toEqual({ breaches: [], states }),
    TIMEOUT_MS,
  );

  test(
    'nothing is lost, readers agree or are told, and the choice is that of the text, link by link, at every reading among four devices, with four links',
    () => expect(found(fourDevices, bothRules)).toEqual({ breaches: [], states: fourDevices.states }),
    TIMEOUT_MS,
  );
});

test('the search detects the mutation “cut before a removal” among four devices with four links', () => {
  expect(search(fourDevices, referenceRule('cut before a removal'), true).breaches).not.toEqual([]);
});
