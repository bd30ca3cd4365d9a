// Decides which of the calls of one device may be heard (docs/decisions/0021). At most two calls are on at a time, and
// at most one of them may be heard. These functions look only at the calls as they are now. The media region of a held
// call records for which other call it is held.
import { isSecured } from './ring-state.ts';
import type { CallState } from './state.ts';

/** A call that is on. `id` is in hex. */
export interface ConcurrentCall {
  readonly id: string;
  readonly call: Pick<CallState, 'ring' | 'media'>;
}

/** What happens to the call that is on when a person answers another one. */
export type ForOther = 'hold' | 'end';

/**
 * What happens to the other calls so that one call may be heard. `refused`: that call may not be heard, and nothing is
 * done. Calls are named by id.
 */
export type Hearing =
  // Nobody chose what happens to the other call, or a call that would be held is not secured yet.
  | { readonly kind: 'refused'; readonly why: 'call-exists' | 'cannot-hold' }
  | { readonly kind: 'end'; readonly calls: readonly string[] }
  // `waiting`: from now on these calls are held for the call that may be heard.
  | { readonly kind: 'hold'; readonly calls: readonly string[]; readonly waiting: readonly string[] };

/** What must be done with the other calls so that the call `id` may be heard. */
export function hearing(calls: readonly ConcurrentCall[], id: string, forOther: ForOther | undefined): Hearing {
  // A ringing call cannot be heard: it has no media yet.
  const others = calls.filter((other) => other.id !== id && other.call.ring.kind !== 'ringing');
  if (forOther === 'end') return { kind: 'end', calls: idsOf(others) };
  const heard = others.filter(({ call }) => !call.media.switches.local.hold);
  if (heard.length > 0 && forOther === undefined) return { kind: 'refused', why: 'call-exists' };
  if (!heard.every(({ call }) => isSecured(call.ring))) return { kind: 'refused', why: 'cannot-hold' };
  // Includes a call that was held for a third call, which has ended. From now on it is held for the call `id`.
  const waiting = others.filter((other) => heard.includes(other) || isLeftHeld(other, calls));
  return { kind: 'hold', calls: idsOf(heard), waiting: idsOf(waiting) };
}

/** Whether the call is still held for another one that has ended. Such a call does not resume by itself. */
export function isLeftHeld({ call: { media } }: ConcurrentCall, calls: readonly Pick<ConcurrentCall, 'id'>[]): boolean {
  const { heldFor, switches } = media;
  if (!switches.local.hold || heldFor.kind === 'itself') return false;
  return heldFor.kind === 'left' || !calls.some(({ id }) => id === heldFor.call);
}

/**
 * What happens to the calls that are on when one more call begins. If `insteadOf` gives way to the new call, the calls
 * in `waiting` were held for `insteadOf` and are held for the new call from then on. The calls in `left` are held for a
 * call that has ended. They stay held even if the new call has the id of the ended one, since a caller chooses the id.
 */
export function beforeOneMore(
  calls: readonly ConcurrentCall[],
  insteadOf: string | undefined,
): { readonly waiting: readonly string[]; readonly left: readonly string[] } {
  const waits = ({ call: { media } }: ConcurrentCall): boolean =>
    media.heldFor.kind === 'call' && media.heldFor.call === insteadOf;
  const left = calls.filter((each) => !waits(each) && isLeftHeld(each, calls));
  return { waiting: idsOf(calls.filter(waits)), left: idsOf(left) };
}

function idsOf(calls: readonly ConcurrentCall[]): readonly string[] {
  return calls.map(({ id }) => id);
}
