// A person holds one call and places a second one, whose callee calls at the same time: a glare (protocol §5 rule 8,
// docs/decisions/0021). One of the two crossing calls yields to the other. Meanwhile the held call must not be shown as
// left on hold, because the surviving call is the reason why it is held.
import { expect, test } from 'vitest';
import { callOf, watchLeft } from './support/two-calls.ts';
import { strangers, talking } from './support/world.ts';

/** Ben talks to Anna and calls Cleo, who calls him before his call rings at her device. */
async function crossed(seed: string): Promise<{ readonly wasLeft: boolean; readonly isOurs: boolean }> {
  const { world, anna, ben } = strangers(seed);
  const cleo = world.person('cleo@c.example');
  anna.place(ben);
  await ben.waitFor('ringing');
  ben.answer();
  await talking(anna, ben);
  const first = ben.id;
  const wasLeft = watchLeft(ben, first);
  ben.place(cleo);
  const second = ben.id;
  cleo.place(ben);
  await world.clock.until('a call to ring', () => [ben, cleo].some(({ phase }) => phase === 'ringing'));
  const isOurs = ben.id === second;
  (isOurs ? cleo : ben).answer();
  await talking(ben, cleo);
  expect(callOf(ben, first).local.hold).toBe(true);
  return { isOurs, wasLeft: wasLeft() };
}

test('no view shows the first call as left on hold while one of the two calls of a glare yields to the other', async () => {
  const seeds = ['one', 'two', 'three', 'four', 'five', 'six'];
  const came = [];
  for (const seed of seeds) came.push(await crossed(seed));
  expect(new Set(came.map(({ isOurs }) => isOurs))).toEqual(new Set([true, false]));
  expect(came.map(({ wasLeft }) => wasLeft)).toEqual(seeds.map(() => false));
});
