// Between the calls of one device: which of them may be heard (docs/decisions/0021). Two are on at most, and at most one of them is not
// held by us. Questions over the calls as they are now; for which other call one is held stands in its own media region.
import { isSecured } from './ring-state.ts';
import type { CallState } from './state.ts';

/** A call that is on; the id in hex. */
export interface CallBeside {
  readonly id: string;
  readonly call: Pick<CallState, 'ring' | 'media'>;
}

/** What becomes of the call that is on when another one is answered. */
export type ForOther = 'hold' | 'end';

/** What becomes of the others when a call is to be heard, or why it cannot be; then nothing is done. Ids. */
export type Hearing =
  | { readonly kind: 'refused'; readonly why: 'call-exists' | 'cannot-hold' } // nobody said which, or one is not up yet
  | { readonly kind: 'end'; readonly calls: readonly string[] }
  | { readonly kind: 'hold'; readonly calls: readonly string[]; readonly waiting: readonly string[] }; // these wait for it then

/** What must be done with the other calls so that this one may be heard. */
export function hearing(calls: readonly CallBeside[], id: string, forOther: ForOther | undefined): Hearing {
  const others = calls.filter((other) => other.id !== id && other.call.ring.kind !== 'ringing'); // nothing is open there yet
  if (forOther === 'end') return { kind: 'end', calls: idsOf(others) };
  const heard = others.filter(({ call }) => !call.media.switches.local.hold);
  if (heard.length > 0 && forOther === undefined) return { kind: 'refused', why: 'call-exists' };
  if (!heard.every(({ call }) => isSecured(call.ring))) return { kind: 'refused', why: 'cannot-hold' };
  // Also one that was left held by a call that has ended: from now on it waits for this one.
  const waiting = others.filter((other) => heard.includes(other) || isLeftHeld(other, calls));
  return { kind: 'hold', calls: idsOf(heard), waiting: idsOf(waiting) };
}

/** Whether the call was held for another one that is on no more: it does not go on by itself. */
export function isLeftHeld({ call: { media } }: CallBeside, calls: readonly Pick<CallBeside, 'id'>[]): boolean {
  const { heldFor, switches } = media;
  if (!switches.local.hold || heldFor.kind === 'itself') return false;
  return heldFor.kind === 'left' || !calls.some(({ id }) => id === heldFor.call);
}

/**
 * What the calls that are on are told when one more begins, in the place of `insteadOf` if that gives way: these wait for it then, and
 * these stay left held whatever its id is. A caller chooses an id, and may take that of a call that has ended. Ids.
 */
export function beforeOneMore(
  calls: readonly CallBeside[],
  insteadOf: string | undefined,
): { readonly waiting: readonly string[]; readonly left: readonly string[] } {
  const waits = ({ call: { media } }: CallBeside): boolean =>
    media.heldFor.kind === 'call' && media.heldFor.call === insteadOf;
  const left = calls.filter((each) => !waits(each) && isLeftHeld(each, calls));
  return { waiting: idsOf(calls.filter(waits)), left: idsOf(left) };
}

function idsOf(calls: readonly CallBeside[]): readonly string[] {
  return calls.map(({ id }) => id);
}
