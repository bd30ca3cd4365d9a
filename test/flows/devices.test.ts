// Several devices of one person in whole calls: a further one is no other person, and one that was taken off is nobody's any more.
import { beforeEach, expect, test } from 'vitest';
import { World } from './support/person.ts';

let world: World;
beforeEach(() => {
  world = new World();
});

test('a device that was linked later is a new device of a known person, not a new person', async () => {
  const anna = world.person('anna@demo.example');
  const bert = world.person('bert@demo.example');
  bert.place(anna);
  await anna.waitFor('ringing');
  anna.answer();
  await bert.waitFor('live');
  const code = anna.code ?? '';
  bert.desk.confirmCode(bert.id, code);
  bert.hangUp();
  await anna.waitFor('ended');
  expect(bert.book.trustOf(anna.address).kind).toBe('verified');

  const laptop = world.person('anna@demo.example', 'laptop', anna);
  await world.clock.advance(120_000); // what was read of the list is old
  laptop.place(bert);
  await bert.waitFor('ringing');
  expect(bert.view?.trust.kind).toBe('verified');
  bert.answer();
  await laptop.waitFor('live');
  expect(bert.book.trustOf(anna.address).kind).toBe('verified');
});

test('both devices ring; the second answers, and the first stops without a missed call', async () => {
  const anna = world.person('anna@demo.example');
  const laptop = world.person('anna@demo.example', 'laptop', anna);
  const bert = world.person('bert@demo.example');
  bert.place(anna);
  await anna.waitFor('ringing');
  await laptop.waitFor('ringing');
  laptop.answer();
  await anna.waitFor('ended');
  await bert.waitFor('live');
  expect(anna.reason).toBe('answered-elsewhere');
  expect(anna.history.filter((entry) => entry.unseen === true)).toEqual([]);
});

test('a device that was taken off is not rung, and does not ring anybody', async () => {
  const anna = world.person('anna@demo.example');
  const laptop = world.person('anna@demo.example', 'laptop', anna);
  const bert = world.person('bert@demo.example');
  anna.publishNext([anna.certificate]);
  bert.place(anna);
  await anna.waitFor('ringing');
  expect(laptop.phase).toBe('none');
  bert.hangUp();
  await anna.waitFor('ended');
  bert.desk.dismiss(bert.id);

  await world.clock.advance(120_000);
  laptop.place(bert); // it does not know yet, or does not care
  await laptop.waitFor('ended', 120_000);
  expect(laptop.reason).toBe('unreachable');
  expect(bert.phase).toBe('none');
  expect(bert.history).toHaveLength(1);
});

test('a call that runs with a device goes on while the device is taken off', async () => {
  const anna = world.person('anna@demo.example');
  const laptop = world.person('anna@demo.example', 'laptop', anna);
  const bert = world.person('bert@demo.example');
  laptop.place(bert);
  await bert.waitFor('ringing');
  bert.answer();
  await laptop.waitFor('live');
  anna.publishNext([anna.certificate]);
  await world.clock.advance(5 * 60_000);
  expect(laptop.phase).toBe('live');
  expect(bert.phase).toBe('live');
});
