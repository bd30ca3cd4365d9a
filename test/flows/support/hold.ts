// What the tests of calls that are held do, and ask of the pages.
import { expect } from 'vitest';
import type { inCall, Person } from './world.ts';

/** Holds the call of a person, or lets it go on. */
export const hold = (person: Person, isHeld = true): void =>
  expect(person.desk.hold(person.id, isHeld)).toEqual({ ok: true, value: undefined });

/** Whether a frame of a stream gets from one to the other and is played, by what the pages were told. */
export const passes = (from: Person, stream: 0 | 1 = 0): boolean =>
  from.page.sendFrame(stream) && (stream === 0 ? from.page.peer?.isHearing : from.page.peer?.isShowing) === true;

/** The same of pages that keep sending and playing, whatever main says: only the workers stand between. */
export function leaks(...people: readonly Person[]): boolean {
  return people.some(({ page }) => {
    const frame = page.worker.seal(0);
    return frame !== undefined && page.peer?.worker.open(frame) === true;
  });
}

/** Waits until a person hears that the other side holds the call, or no longer does. */
export async function told(
  world: Awaited<ReturnType<typeof inCall>>['world'],
  person: Person,
  isHeld: boolean,
): Promise<void> {
  await world.clock.until('the peer hears of it', () => person.view?.remote.hold === isHeld);
}
