// Do not disturb: the facts about a caller that decide whether the call is silenced, and what happens to ringing calls
// when the status begins. core/call/welcome.ts decides who is silenced.
import { type Disturber, isSilenced } from '../../../core/call/welcome.ts';
import type { CallView } from '../../../contract/view.ts';
import type { Book } from '../../contacts/book.ts';

/** The facts about a caller on which _do not disturb_ depends, from the view of the call and the book. */
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

/** The status _do not disturb_ begins: each ringing call is silenced, unless `isSilenced` excepts its caller. */
export function hush(desk: Hushed, book: Pick<Book, 'contact'>): void {
  for (const call of desk.views()) {
    const isHeard = call.phase.kind === 'ringing' && !call.phase.silenced;
    if (isHeard && isSilenced(true, disturberOf(call, book))) desk.silence(call.id);
  }
}
