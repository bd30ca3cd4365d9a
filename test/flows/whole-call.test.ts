// Whole calls between two desks, as they go when nobody interferes.
import { expect, test } from 'vitest';
import { talking, World } from './support/world.ts';

test('one person calls, the other answers, both hold the same code and open each other’s frames', async () => {
  const world = new World();
  const anna = world.person('anna@a.example');
  const ben = world.person('ben@b.example');
  anna.place(ben, 'video');
  await anna.waitFor('calling');
  await ben.waitFor('ringing');
  expect(ben.view).toMatchObject({ direction: 'in', address: 'anna@a.example', claimed: true, unconfirmed: false });
  expect(ben.book.trustOf(anna.address).kind).toBe('new');
  await world.clock.until('anna hears it ring', () => anna.view?.phase.kind === 'calling' && anna.view.phase.ringing);
  ben.answer('video');
  await talking(world, anna, ben);
  expect(anna.code).toMatch(/^[0-9]{8}$/);
  expect(anna.code).toBe(ben.code);
  expect(ben.view?.claimed).toBe(false);
  expect(ben.book.trustOf(anna.address).kind).toBe('pinned');
  for (const stream of [0, 1] as const) {
    expect(anna.page.sendFrame(stream)).toBe(true);
    expect(ben.page.sendFrame(stream)).toBe(true);
  }
  anna.hangUp();
  await ben.waitFor('ended');
  expect(anna.reason).toBe('hung-up');
  expect(ben.reason).toBe('peer-hung-up');
  expect(anna.page.worker.hasEnded && ben.page.worker.hasEnded).toBe(true);
  expect(anna.page.isClosed && ben.page.isClosed).toBe(true);
  expect(ben.history[0]).toMatchObject({ direction: 'in', media: 'video', outcome: 'peer-hung-up' });
});
