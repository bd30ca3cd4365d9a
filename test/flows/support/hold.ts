// Helpers for tests of held calls.
import { expect } from 'vitest';
import type { inCall, Person } from './world.ts';

/** Holds the call of a person, or resumes it. */
export const hold = (person: Person, isHeld = true): void =>
  expect(person.desk.hold(person.id, isHeld)).toEqual({ ok: true, value: undefined });

/** Whether a frame of a stream reaches the other side and is played, given what main told the pages. */
export const passes = (from: Person, stream: 0 | 1 = 0): boolean =>
  from.page.sendFrame(stream) && (stream === 0 ? from.page.peer?.isHearing : from.page.peer?.isShowing) === true;

/**
 * Whether sound would pass from any of these people if their pages ignored main. Then only the workers can prevent that.
 */
export function leaks(...people: readonly Person[]): boolean {
  return people.some(({ page }) => {
    const frame = page.worker.seal(0);
    return frame !== undefined && page.peer?.worker.open(frame) === true;
  });
}

/** Waits until a person is shown that the other side holds the call, or no longer does. */
export async function told(
  world: Awaited<ReturnType<typeof inCall>>['world'],
  person: Person,
  isHeld: boolean,
): Promise<void> {
  await world.clock.until('the hold or its end to be shown', () => person.view?.remote.hold === isHeld);
}
