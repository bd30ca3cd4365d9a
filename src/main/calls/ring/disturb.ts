// Do not disturb, and whom it lets through. It refuses nobody: what it keeps from ringing is shown silently, the caller hears
// the ordinary ringing, and what nobody takes is a missed call.
import type { CallView } from '../../../contract/view.ts';
import type { Book } from '../../contacts/book.ts';

/**
 * Whether a call rings although nobody is to be disturbed: of a contact that the person lets ring always. That was given to the
 * person they know, so it does not hold in a dispute about them, nor for an address that so far is only claimed.
 */
export function mayDisturb(
  { address, trust, unconfirmed }: Pick<CallView, 'address' | 'trust' | 'unconfirmed'>,
  book: Pick<Book, 'contact'>,
): boolean {
  if (book.contact(address)?.alwaysRings !== true || trust.kind === 'changed') return false;
  return trust.kind !== 'new' || !unconfirmed;
}

interface Hushed {
  readonly views: () => readonly CallView[];
  readonly silence: (call: string) => unknown;
}

/** The person wants quiet from now on: a call that rings already falls silent, unless it may disturb. */
export function hush(desk: Hushed, book: Pick<Book, 'contact'>): void {
  for (const call of desk.views()) {
    if (call.phase.kind === 'ringing' && !call.phase.silenced && !mayDisturb(call, book)) desk.silence(call.id);
  }
}
