// Whether a call that may ring does so beside other calls (protocol §5 rules 2, 8; docs/decisions/0021, 0037). In
// glare, one of the two calls gives way. A ringing stranger gives way to anybody who is not a stranger, if that makes
// room.
import { isBeforeAnswer, type RingState } from './ring-state.ts';

/** A call that is on, with what matters to an incoming one. */
export interface CallMet {
  readonly id: string;
  readonly ring: RingState;
  /** Its peer is the person whom the caller's address names. */
  readonly isWithCaller: boolean;
  /** In glare it survives, and the incoming call does not. */
  readonly survives: boolean;
  readonly isStranger: boolean;
  /** Without this call, one more may ring. */
  readonly leavesRoom: boolean;
}

/** What happens to a call that may ring. */
export type Room =
  | { readonly kind: 'rings' }
  /** Glare, and the incoming call gives way: its caller cancels it. */
  | { readonly kind: 'gives-way' }
  /** Glare, and our call gives way. */
  | { readonly kind: 'instead'; readonly call: string }
  /** A ringing stranger gives way. */
  | { readonly kind: 'before'; readonly call: string }
  | { readonly kind: 'busy' };

/** Decides what happens to a call that may ring. `hasRoom`: one more may ring beside the current calls. */
export function roomFor(
  incoming: { readonly isStranger: boolean; readonly hasRoom: boolean },
  beside: readonly CallMet[],
): Room {
  const ours = beside.find(({ isWithCaller, ring }) => isWithCaller && isBeforeAnswer(ring));
  if (ours !== undefined) {
    // The caller cancels its call only if it learns of ours. If our INVITE has not left, nobody knows of our call, so
    // our call gives way.
    const isKnown = ours.ring.kind === 'calling';
    return isKnown && ours.survives ? { kind: 'gives-way' } : { kind: 'instead', call: ours.id };
  }
  if (incoming.hasRoom) return { kind: 'rings' };
  const stranger = beside.find(({ isStranger, ring }) => isStranger && ring.kind === 'ringing');
  if (incoming.isStranger || stranger?.leavesRoom !== true) return { kind: 'busy' };
  return { kind: 'before', call: stranger.id };
}
