// Decides which of the calls of one device may be heard (docs/decisions/0021). At most two calls are on, and at most
// one of them is not held by us. These are questions about the calls as they are now. Which call another one is held
// for is recorded in its own media region.
import { isSecured } from './ring-state.ts';
import type { CallState } from './state.ts';

/** A call that is on. `id` is in hex. */
export interface ConcurrentCall {
  readonly id: string;
  readonly call: Pick<CallState, 'ring' | 'media'>;
}

/** What happens to the call that is on when another one is answered. */
export type ForOther = 'hold' | 'end';

/**
 * What happens to the other calls when a call is to be heard. `refused`: it cannot be, and nothing is done. Calls are
 * named by id.
 */
export type Hearing =
  // Nobody chose, or a call is not connected yet.
  | { readonly kind: 'refused'; readonly why: 'call-exists' | 'cannot-hold' }
  | { readonly kind: 'end'; readonly calls: readonly string[] }
  // These then wait for this call.
  | { readonly kind: 'hold'; readonly calls: readonly string[]; readonly waiting: readonly string[] };

/** What must be done with the other calls so that this one may be heard. */
export function hearing(calls: readonly ConcurrentCall[], id: string, forOther: ForOther | undefined): Hearing {
  // A ringing call has no media yet.
  const others = calls.filter((other) => other.id !== id && other.call.ring.kind !== 'ringing');
  if (forOther === 'end') return { kind: 'end', calls: idsOf(others) };
  const heard = others.filter(({ call }) => !call.media.switches.local.hold);
  if (heard.length > 0 && forOther === undefined) return { kind: 'refused', why: 'call-exists' };
  if (!heard.every(({ call }) => isSecured(call.ring))) return { kind: 'refused', why: 'cannot-hold' };
  // Includes a call left held by one that has ended: from now on it waits for this one.
  const waiting = others.filter((other) => heard.includes(other) || isLeftHeld(other, calls));
  return { kind: 'hold', calls: idsOf(heard), waiting: idsOf(waiting) };
}

/** Whether the call was held for another one that has ended. Such a call does not resume by itself. */
export function isLeftHeld({ call: { media } }: ConcurrentCall, calls: readonly Pick<ConcurrentCall, 'id'>[]): boolean {
  const { heldFor, switches } = media;
  if (!switches.local.hold || heldFor.kind === 'itself') return false;
  return heldFor.kind === 'left' || !calls.some(({ id }) => id === heldFor.call);
}

/**
 * What happens to the calls that are on when one more begins, in the place of `insteadOf` if that one gives way. Some
 * are held for it, and some stay left held whatever its id is: a caller chooses the id and may reuse that of an ended
 * call.
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
