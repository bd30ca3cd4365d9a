// What do not disturb asks about who calls, from what is seen and the book. Whom it lets through is decided in core/call/welcome.ts.
import { type Disturber, isSilenced } from '../../../core/call/welcome.ts';
import type { CallView } from '../../../contract/view.ts';
import type { Book } from '../../contacts/book.ts';

/** Who calls, as far as do not disturb asks. */
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

/** The person wants quiet from now on: a call that rings already falls silent, unless it may disturb. */
export function hush(desk: Hushed, book: Pick<Book, 'contact'>): void {
  for (const call of desk.views()) {
    const isHeard = call.phase.kind === 'ringing' && !call.phase.silenced;
    if (isHeard && isSilenced(true, disturberOf(call, book))) desk.silence(call.id);
  }
}
