// What main keeps of calls that have ended and were dismissed: after many rounds of calls, no more objects of calls and
// sessions than after the first round. The test inspects the heap itself, so an overlooked list cannot hide an object.
import { queryObjects } from 'node:v8';
import { expect, test } from 'vitest';
import { Call } from '../../src/main/calls/call.ts';
import { CallMedia } from '../../src/main/calls/call-media.ts';
import { PeerInCall } from '../../src/main/calls/peer-in-call.ts';
import { CallSession } from '../../src/main/calls/session/call-session.ts';
import { call, hangUp, type Person, strangers, type World } from './support/world.ts';

const parts = { Call, CallMedia, PeerInCall, CallSession };
/** The number of objects of each class that are still reachable anywhere in this process after a garbage collection. */
const alive = (): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, Math.max(0, queryObjects(part, { format: 'count' }))]),
  );

// The fake pages and workers hold main's ends of the ports. Closing a window removes its page and worker.
function closeWindows(world: World, ...people: readonly Person[]): void {
  for (const person of people) person.pages.length = 0;
  world.air.pages.clear();
}

test('six more rounds of calls leave no more objects in memory than the first round', async () => {
  const { world, anna, ben } = strangers();
  const cleo = world.person('cleo@c.example');
  const round = async (): Promise<void> => {
    await call(anna, ben, 'video');
    const first = anna.id;
    anna.place(cleo);
    await cleo.waitFor('ringing');
    cleo.desk.decline(cleo.id);
    await anna.waitFor('ended');
    anna.desk.dismiss(anna.id);
    cleo.desk.dismiss(cleo.id);
    anna.desk.hold(first, false);
    await hangUp(ben, anna);
    ben.place(anna);
    await anna.waitFor('ringing');
    await hangUp(ben, anna);
    closeWindows(world, anna, ben, cleo);
    await world.clock.advance(900_000); // ids of calls, notes and limits are kept for a while
  };
  await round();
  expect([anna, ben, cleo].flatMap(({ desk }) => desk.views())).toEqual([]);
  const before = alive();
  for (let i = 0; i < 6; i++) await round();
  expect(alive()).toEqual(before);
});
