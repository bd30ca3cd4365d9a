// What every whole-call test begins with: two people, a call between them, and what must be true of it.
import type { Media } from '../../../src/contract/view.ts';
import { Person, World } from './person.ts';

export { Person, World };

/** Waits until both are live. */
export async function talking(world: World, ...people: readonly Person[]): Promise<void> {
  await world.clock.until(
    `live: ${people.map((person) => `${person.phase} ${person.reason ?? ''}`).join(', ')}`,
    () => people.every((person) => person.phase === 'live'),
    40_000,
  );
}

/** Two people in the middle of a call. */
export async function inCall(media: Media = 'audio'): Promise<{ world: World; anna: Person; ben: Person }> {
  const world = new World();
  const anna = world.person('anna@a.example');
  const ben = world.person('ben@b.example');
  await call(world, anna, ben, media);
  return { world, anna, ben };
}

/** `from` calls `to`, who answers; returns when both are live. */
export async function call(world: World, from: Person, to: Person, media: Media = 'audio'): Promise<void> {
  from.place(to, media);
  await to.waitFor('ringing');
  to.answer(media);
  await talking(world, from, to);
}

/** Talks for a while: every second a frame each way on every stream that is on, and what page and worker report. */
export async function talkFor(world: World, seconds: number, ...people: readonly Person[]): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    for (const person of people) {
      person.page.sendFrame(0);
      person.page.sendFrame(1);
    }
    for (const person of people) person.page.report();
    await world.clock.advance(1000);
  }
}
