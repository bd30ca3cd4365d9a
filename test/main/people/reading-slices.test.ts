// The work that a reading does in one turn of the event loop does not grow with what is published (decision 0064): each
// payload, each signature and each part of the choice has a turn of its own. The test counts turns, because a duration
// would depend on the machine.
import { describe, expect, test } from 'vitest';
import { UNITS_A_STEP } from '../../../src/core/steps.ts';
import { type Actor, HandChain, realDevice } from '../../core/keys/hand-written-chain.ts';
import { ask, createRig, holds, personOf } from './reader-rig.ts';

const FORKS = 8;
const LINKS = 12;
const MOST_DROPPED = 65;
const devices = Array.from({ length: FORKS }, (_, n) => realDevice(n + 1)) as [Actor, ...Actor[]];
const base = HandChain.begin(devices[0]).adding(...devices);

function idOf(...parts: readonly number[]): string {
  const name = parts.join('x').replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
  return name.padEnd(26, 'y');
}

/** Links by one device, each of which drops this many ids that nobody has added. */
function fork(by: Actor, at: number, drops: number): HandChain {
  let chain = base;
  for (let link = 0; link < LINKS; link++) {
    const drop = Array.from({ length: drops }, (_, n) => idOf(at, link, n));
    chain = chain.next(by, drops === 0 ? { proto: link % 2 === 0 ? [1, 2] : [2] } : { drop });
  }
  return chain;
}

function rigWith(drops: number): ReturnType<typeof createRig> {
  const rig = createRig();
  for (const [at, device] of devices.entries()) rig.directory.publish(fork(device, at, drops), device);
  return rig;
}

/** The answer of a reading, its final result, and how many turns of the event loop it has used. */
async function reading({ reader, turns }: ReturnType<typeof createRig>) {
  const before = turns();
  const { rest, ...answer } = await reader.read(ask({ held: [holds(base)] }));
  expect(rest).toBeDefined();
  const whole = (await rest) ?? answer;
  return { answer: personOf(answer, base), whole: personOf(whole, base), turns: turns() - before };
}

describe('readings of forks that drop unknown ids', () => {
  test('a choice over many unknown ids takes proportionally more turns', async () => {
    const [few, many] = [await reading(rigWith(0)), await reading(rigWith(MOST_DROPPED))];
    expect(many.whole.choice).toMatchObject({ kind: 'chosen' });
    // A choice looks at each id once to see which device is dropped, and once more to take the removal over.
    const steps = Math.floor((2 * FORKS * LINKS * MOST_DROPPED) / UNITS_A_STEP);
    expect(many.turns - few.turns).toBeGreaterThanOrEqual(steps);
    expect(many.turns - few.turns).toBeLessThan(2 * steps); // which shows that the choice was made once
  });

  test('a second reading of the same payloads still takes more turns than there are payloads', async () => {
    const rig = rigWith(1);
    await reading(rig);
    const again = await reading(rig);
    expect(again.turns).toBeGreaterThan(FORKS);
  });

  test('the final result of a reading shares the choice of its first answer if the rest changes nothing', async () => {
    const { answer, whole } = await reading(rigWith(1));
    expect(whole.choice).toBe(answer.choice);
  });
});
