// Both people call each other, and the call that rule 8 lets survive has not sent its INVITE yet (protocol §5 rule 8).
// The peer's device knows nothing of that call, so the peer's own call continues instead.
import { beforeEach, describe, expect, test } from 'vitest';
import { isMissed } from '../../src/contract/missed.ts';
import { survives } from '../../src/core/call/glare.ts';
import { dice } from './support/dice.ts';
import { answerFor, call, hangUp, type Person, strangers, talking, verified, type World } from './support/world.ts';

const INVITE = 1;
const [first, second] = ((): readonly [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] => {
  const [one, two] = [dice('one')(16), dice('two')(16)];
  return survives(one, two) ? [one, two] : [two, one];
})();

let world: World;
let anna: Person;
let ben: Person;

const invites = (by: Person): number =>
  world.broker.sent.filter(({ from, bytes }) => from === by.device && bytes[1] === INVITE).length;

/**
 * Anna places a call, whose lookup the directory does not answer, and Ben calls her meanwhile. By rule 8 her call would
 * survive.
 */
async function bothCall(): Promise<void> {
  let asked = 0;
  answerFor(world, ben.address, (reader) => (reader === anna.device && asked++ === 0 ? 'timeout' : ben.published));
  anna.loadDice(first);
  anna.place(ben);
  await world.clock.advance(500);
  expect(anna.phase).toBe('placing');
  ben.loadDice(second);
  ben.place(anna);
}

describe('calls that lose a glare before their INVITE was sent', () => {
  beforeEach(() => {
    ({ world, anna, ben } = strangers());
  });

  test('a call whose INVITE has not been sent yields to the incoming call, which rings at once', async () => {
    await bothCall();
    await anna.waitFor('ringing', 1000);
    await world.clock.advance(5000);
    expect([anna.view?.direction, ben.phase, invites(anna)]).toEqual(['in', 'calling', 0]);
    anna.answer();
    await talking(anna, ben);
  });

  test('the incoming call of a glare is recorded as cancelled and missed if its caller cancels', async () => {
    await bothCall();
    await anna.waitFor('ringing', 1000);
    ben.hangUp();
    await anna.waitFor('ended');
    expect(anna.history.map((entry) => [entry.direction, entry.outcome, isMissed(entry)])).toEqual([
      ['in', 'cancelled', true],
      ['out', 'glare', false],
    ]);
  });
});

test('a redial whose INVITE has not been sent yields to the other person’s call, which connects within a second', async () => {
  ({ world, anna, ben } = await verified());
  await call(anna, ben);
  await hangUp(anna, ben);
  anna.loadDice(first);
  anna.place(ben);
  await world.clock.advance(100);
  ben.loadDice(second);
  const atMs = world.clock.nowMs();
  ben.place(anna);
  await talking(anna, ben);
  expect(anna.view?.direction).toBe('in');
  expect(world.clock.nowMs() - atMs).toBeLessThan(1000);
});
