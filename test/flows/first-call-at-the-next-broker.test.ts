// A broker fails and everybody moves to the next one, which has no retained chains of people who have not connected to
// it yet (decision 0062). A first caller must not be told that the address is unknown.
import { beforeEach, expect, test } from 'vitest';
import { answerFor, type Person, strangers, type World } from './support/world.ts';

let world: World;
let anna: Person;
let ben: Person;
let readings: number;
let arrivesAtMs: number;

beforeEach(() => {
  ({ world, anna, ben } = strangers());
  readings = 0;
  answerFor(world, ben.address, () => {
    readings++;
    return world.clock.nowMs() < arrivesAtMs ? undefined : ben.published;
  });
  world.broker.setOnline(anna.device, false);
  world.broker.setOnline(anna.device, true);
  arrivesAtMs = world.clock.nowMs() + 2000;
});

test('a first call reaches a person who connects to the next broker two seconds after the caller', async () => {
  anna.place(ben);
  await ben.waitFor('ringing');
  expect(anna.phase).toBe('calling');
});

test('an address without devices is reported unknown after the caller has been at the broker for five seconds', async () => {
  arrivesAtMs = Infinity;
  const beganAtMs = world.clock.nowMs();
  anna.place(ben);
  await anna.waitFor('ended');
  expect(anna.reason).toBe('unknown-address');
  const tookMs = world.clock.nowMs() - beganAtMs;
  expect(tookMs).toBeGreaterThan(5000);
  expect(tookMs).toBeLessThan(7000);
});

test('an address without devices is reported unknown at once if the caller has been connected for five seconds', async () => {
  await world.clock.advance(5000);
  arrivesAtMs = Infinity;
  const beganAtMs = world.clock.nowMs();
  anna.place(ben);
  await anna.waitFor('ended');
  expect(anna.reason).toBe('unknown-address');
  expect(world.clock.nowMs() - beganAtMs).toBeLessThan(100);
});

test('a caller who hangs up while the lookup waits reads no further and rings nobody', async () => {
  anna.place(ben);
  await world.clock.advance(500);
  anna.hangUp();
  const before = readings;
  await world.clock.advance(10_000);
  expect(readings).toBe(before);
  expect(ben.phase).toBe('none');
  expect(world.broker.sent).toEqual([]);
});
