import { describe, expect, test } from 'vitest';
import { firstHeld, keepHeld, readHeld } from '../../../src/main/people/held.ts';
import { ADDRESS, HandChain, realDevice } from '../../core/keys/hand-written-chain.ts';
import { holds, open } from './reader-rig.ts';

const [a, b] = [realDevice(1), realDevice(2)];
const two = HandChain.begin(a).adding(a, b);
const three = two.dropping(a, b);

describe('what is held of a person', () => {
  test('comes back from sealed state with its removals', () => {
    const held = holds(three);
    expect(held.dropped).toHaveLength(1);
    const kept = keepHeld(held);
    expect(readHeld(kept, ADDRESS)).toEqual(held);
    expect(readHeld(JSON.parse(JSON.stringify(kept)) as typeof kept, ADDRESS)).toEqual(held);
  });

  test('is not read for another address, nor from bytes that are no chain', () => {
    const kept = keepHeld(holds(three));
    expect(readHeld(kept, 'bert@klinik.example')).toBeUndefined();
    expect(readHeld({ ...kept, chain: 'AAAA' }, ADDRESS)).toBeUndefined();
    expect(readHeld({ ...kept, chain: '!' }, ADDRESS)).toBeUndefined();
  });

  test('begins with the first link and no removal', () => {
    expect(firstHeld(open(two))).toEqual(holds(HandChain.begin(a)));
  });
});
