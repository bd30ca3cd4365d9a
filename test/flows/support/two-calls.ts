// Helpers for tests of two calls at a time: what the person who has both may see and hear.
import type { CallView } from '../../../src/contract/view.ts';
import type { Page } from './air.ts';
import type { Person } from './world.ts';

/** The page of this call. */
export function pageOf(person: Person, call: string): Page {
  const found = person.pages.findLast((page) => page.call === call);
  if (found === undefined) throw new Error('this call has no page');
  return found;
}

/**
 * Whether anything can leave or enter the call: through the page as microphone or sound, or through the worker as
 * frames.
 */
export function isHeard({ isClosed, isHearing, isSending, worker }: Page): boolean {
  if (isClosed) return false;
  return isHearing || isSending.microphone || (!worker.isHeld && worker.sealingOf(0) !== undefined);
}

/** Watches from now on. The returned function gives the largest number of this person's calls heard at one time. */
export function watchHeard(person: Person): () => number {
  let most = 0;
  person.desk.onView(() => {
    most = Math.max(most, person.pages.filter(isHeard).length);
  });
  return () => most;
}

/** Watches from now on. The returned function says whether any view showed this call as left on hold. */
export function watchLeft(person: Person, call: string): () => boolean {
  let isLeft = false;
  person.desk.onView(() => {
    isLeft ||= person.desk.views().some(({ id, leftHeld }) => id === call && leftHeld === true);
  });
  return () => isLeft;
}

/** A call as its view shows it. */
export function callOf(person: Person, id: string): CallView {
  const found = person.desk.views().find((view) => view.id === id);
  if (found === undefined) throw new Error('this call is shown no more');
  return found;
}

/** Which of these calls the person holds. */
export function held(person: Person, ...ids: string[]): readonly boolean[] {
  return ids.map((id) => callOf(person, id).local.hold);
}
