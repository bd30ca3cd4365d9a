// Whether a call that may ring does so beside the calls that are on (protocol §5 rule 8, docs/decisions/0021, 0037). Both may have called
// each other: then one gives way. Somebody whom nobody here knows keeps no contact out.
import { isBeforeAnswer, type RingState } from './ring-state.ts';

/** A call that is on, as far as it matters to one that comes in. */
export interface CallMet {
  readonly id: string;
  readonly ring: RingState;
  /** It is with whoever the caller's address means. */
  readonly isWithCaller: boolean;
  /** It survives where both called each other. */
  readonly survives: boolean;
  readonly isStranger: boolean;
  /** Without it one more may ring. */
  readonly leavesRoom: boolean;
}

/** What becomes of a call that may ring. */
export type Room =
  | { readonly kind: 'rings' }
  /** Both called each other, and this one gives way: its caller cancels it. */
  | { readonly kind: 'gives-way' }
  /** Both called each other, and ours gives way. */
  | { readonly kind: 'instead'; readonly call: string }
  /** A stranger who rings gives way. */
  | { readonly kind: 'before'; readonly call: string }
  | { readonly kind: 'busy' };

/** What becomes of a call that may ring; `hasRoom`: one more may ring beside those that are on. */
export function roomFor(
  incoming: { readonly isStranger: boolean; readonly hasRoom: boolean },
  beside: readonly CallMet[],
): Room {
  const ours = beside.find(({ isWithCaller, ring }) => isWithCaller && isBeforeAnswer(ring));
  if (ours !== undefined) {
    // Its caller cancels it, if it ever hears of ours: one whose INVITE has not left is known to nobody, and gives way.
    const isKnown = ours.ring.kind === 'calling';
    return isKnown && ours.survives ? { kind: 'gives-way' } : { kind: 'instead', call: ours.id };
  }
  if (incoming.hasRoom) return { kind: 'rings' };
  const stranger = beside.find(({ isStranger, ring }) => isStranger && ring.kind === 'ringing');
  if (incoming.isStranger || stranger?.leavesRoom !== true) return { kind: 'busy' };
  return { kind: 'before', call: stranger.id };
}
