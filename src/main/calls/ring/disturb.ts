// The facts about a caller on which the status _do not disturb_ depends, from the view and the book.
// core/call/welcome.ts decides who may ring.
import { type Disturber, isSilenced } from '../../../core/call/welcome.ts';
import type { CallView } from '../../../contract/view.ts';
import type { Book } from '../../contacts/book.ts';

/** What the status _do not disturb_ needs to know about the caller. */
export function disturberOf(
  { address, trust, unconfirmed }: Pick<CallView, 'address' | 'trust' | 'unconfirmed'>,
  book: Pick<Book, 'contact'>,
): Disturber {
  const alwaysRings = book.contact(address)?.alwaysRings === true;
  return { alwaysRings, book: trust.kind, isUnconfirmed: unconfirmed };
}

interface Hushed {
  readonly views: () => readonly CallView[];
  readonly silence: (call: string) => unknown;
}

/** The status _do not disturb_ begins: a ringing call falls silent, unless its caller may always ring. */
export function hush(desk: Hushed, book: Pick<Book, 'contact'>): void {
  for (const call of desk.views()) {
    const isHeard = call.phase.kind === 'ringing' && !call.phase.silenced;
    if (isHeard && isSilenced(true, disturberOf(call, book))) desk.silence(call.id);
  }
}
