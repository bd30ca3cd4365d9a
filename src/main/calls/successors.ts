// Where a call is gone on with on another device of the peer's (protocol §5 rule 15): the new call is answered here by itself, held,
// and takes the place of the old one in the moment in which it is connected. Until then the old one goes on as it was, and if the new
// one comes to nothing it never stopped. At no time are both heard.
import { type Bytes, equal, toHex } from '../../core/bytes.ts';
import { isAnnounced, isVoid, mayBeFollowed, voidedNow } from '../../core/call/move-state.ts';
import { settlement } from '../../core/call/trust-state.ts';
import type { Call } from './call.ts';
import type { InHand } from './in-hand.ts';
import type { CheckedInvite } from './inbox/invite-check.ts';

/** Calls that are to take the place of others. */
export interface Successors {
  /**
   * Whether a peer's device goes on by this call id (in hex) with a call that is not to be gone on with any more: a person has ended it,
   * or its move was replaced. A peer can say so of an id it knows only, and nobody knows a stranger's before it is used.
   */
  readonly isOver: (device: string, call: string) => boolean;
  /** Whether a call of this device by this id was to go on with another one, or still is: nobody meant it as a call of its own. */
  readonly isOfMove: (device: string, call: string) => boolean;
  /** The call that the peer moves by this INVITE, if it announced exactly this in it; to be asked once. */
  readonly movedBy: (call: Call, checked: CheckedInvite) => Call | undefined;
  /** The call, already ringing silently, is answered and takes the place of `old` when it is connected. */
  readonly follow: (old: Call, call: Call) => void;
  /** Something has changed in this call. */
  readonly changed: (call: Call) => void;
}

/** None yet. */
export function createSuccessors(inHand: InHand, nowMs: () => number): Successors {
  const waiting = new Map<Call, Call>(); // the old call by the new one
  const ended = new Set<Call>(); // calls that are over, and what came to nothing in them

  function replace(old: Call, call: Call): void {
    // Its switches are the person's, and go on as they were.
    const { mute, hold } = old.control.local;
    old.dispatch({ kind: 'fault', reason: 'transferred', atMs: nowMs() });
    inHand.drop(old);
    const { local } = call.control;
    call.control.change({ mute: mute || local.mute, hold: hold && local.hold });
    call.dispatch({ kind: 'took-place', atMs: nowMs() });
  }

  function remember(call: Call): void {
    ended.add(call);
    for (const each of ended) if (voidedNow(each.move, nowMs()).length === 0) ended.delete(each);
  }

  const isOver = (device: string, call: string): boolean =>
    [...inHand.on(), ...ended].some(({ move }) => isVoid(move, device, call, nowMs()));

  const isOfMove = (device: string, call: string): boolean =>
    isOver(device, call) || inHand.on().some(({ move }) => isAnnounced(move, device, call, nowMs()));

  function mayBeMoved(old: Call, person: Bytes): boolean {
    return mayBeFollowed(old) && old.device !== undefined && equal(old.device.person, person);
  }

  // True once: an announcement lets a single call in.
  function takes(old: Call, device: string, call: string): boolean {
    if (!isAnnounced(old.move, device, call, nowMs())) return false;
    old.dispatch({ kind: 'move-followed', device, call, atMs: nowMs() });
    return true;
  }

  function follow(old: Call, call: Call): void {
    waiting.set(call, old);
    call.control.change({ hold: true, mute: old.control.local.mute });
    call.accept('audio', true);
  }

  // What was announced just now may be here already, and ring or have been answered: a broker owes no order between two senders.
  function overtaken(old: Call): void {
    const isOther = (each: Call): boolean => each !== old && each.direction === 'in' && each.address === old.address;
    for (const call of inHand.on().filter(isOther)) {
      const by = call.device;
      if (by === undefined || waiting.has(call)) continue;
      const isRinging = call.ring.kind === 'ringing';
      if (isRinging && isOver(by.device, call.id)) {
        call.dispatch({ kind: 'refused', reason: 'offer-over', atMs: nowMs() });
      } else if (call.media === 'audio' && settlement(call.trust) === 'settled' && mayBeMoved(old, by.person)) {
        if (!takes(old, by.device, call.id)) continue;
        if (isRinging) follow(old, call);
        else waiting.set(call, old); // a person has answered it
      }
    }
  }

  return {
    isOver,
    isOfMove,
    movedBy: (call, { device, invite, person, callId }) => {
      if (invite.media.length > 1 || !inHand.hasRoom()) return undefined;
      const old = inHand.on().find(({ address }) => address === call.address);
      if (old === undefined || !mayBeMoved(old, person)) return undefined;
      return takes(old, device.id, toHex(callId)) ? old : undefined;
    },
    follow,
    changed: (call) => {
      if (call.isEnded) remember(call);
      else if (call.ring.kind === 'live' || call.ring.kind === 'mending') overtaken(call);
      for (const [next, old] of waiting) {
        if (next !== call && old !== call) continue;
        if (next.isEnded) waiting.delete(next);
        else if (old.isEnded) {
          waiting.delete(next);
          next.hangUp(); // there is nothing to take the place of: who wants to talk calls
        } else if (next.ring.kind === 'live') {
          waiting.delete(next);
          replace(old, next);
        }
      }
    },
  };
}
