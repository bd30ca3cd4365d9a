// Calls that continue on another device of the peer's: this file asks core/call/successors.ts what follows for the
// current calls, and carries that out. It decides nothing.
import { unreachable, unwrap } from '../../core/assert.ts';
import { toHex } from '../../core/bytes.ts';
import type { Announcement } from '../../core/call/move-state.ts';
import type { Room } from '../../core/call/room.ts';
import {
  type Arrival,
  arrival,
  type CallOn,
  type CallsNow,
  type FollowUp,
  followUps,
  isOfMove,
  remembered,
  switchesOfFollower,
  switchesOfSuccessor,
} from '../../core/call/successors.ts';
import type { Call } from './call.ts';
import type { InHand } from './in-hand.ts';
import type { CheckedInvite } from './inbox/invite-check.ts';

/** Calls that are to take the place of others. */
export interface Successors {
  /** Whether this call was or is meant to continue another one, and so was never meant as a call of its own. */
  readonly isOfMove: (device: string, call: string) => boolean;
  /**
   * What happens to this call, which may ring. `agrees`: what was read about its caller agrees with INVITE. `room`:
   * what happens if this call continues no other.
   */
  readonly arrival: (call: Call, checked: CheckedInvite, agrees: boolean, room: Room) => Arrival;
  /** This call continues `old`. Each announcement admits only one call. */
  readonly used: (old: Call, call: Call) => void;
  /** The call, which already rings, is answered on hold and takes the place of `old` once it is live. */
  readonly follow: (old: Call, call: Call) => void;
  /** Something has changed in this call. */
  readonly changed: (call: Call) => void;
}

/** Begins without a call that continues another one. */
export function createSuccessors(inHand: InHand, nowMs: () => number): Successors {
  let past: readonly Announcement[] = [];

  const now = (): CallsNow => ({ calls: inHand.on().map(callOn), past, nowMs: nowMs() });
  const found = (id: string): Call => unwrap(inHand.find(id), 'a call that is on is in hand');
  const isOn = (id: string): boolean => inHand.on().some((call) => call.id === id);

  function follow(old: Call, call: Call): void {
    call.dispatch({ kind: 'follows', call: old.id, atMs: nowMs() });
    call.control.change(switchesOfFollower(old.control.chosen));
    call.accept('audio', true);
  }

  function replace(old: Call, call: Call): void {
    const { chosen } = old.control;
    old.dispatch({ kind: 'fault', reason: 'transferred', atMs: nowMs() });
    inHand.drop(old);
    call.control.change(switchesOfSuccessor(chosen, call.control.chosen));
    call.dispatch({ kind: 'took-place', atMs: nowMs() });
  }

  function used(old: Call, call: Call): void {
    const { device } = unwrap(call.device, 'a call that came in has a device');
    old.dispatch({ kind: 'move-followed', device, call: call.id, atMs: nowMs() });
  }

  function apply(todo: FollowUp): void {
    const call = found(todo.call);
    switch (todo.kind) {
      case 'refuse':
        return call.dispatch({ kind: 'refused', reason: 'offer-over', atMs: nowMs() });
      case 'follow':
        used(found(todo.old), call);
        return follow(found(todo.old), call);
      case 'await':
        used(found(todo.old), call);
        return call.dispatch({ kind: 'follows', call: todo.old, atMs: nowMs() });
      case 'give-up':
        return call.hangUp();
      case 'replace':
        return replace(found(todo.old), call);
      default:
        return unreachable(todo);
    }
  }

  return {
    isOfMove: (device, call) => isOfMove(now(), device, call),
    arrival: ({ address, id }, { device, invite, person }, agrees, room) => {
      const media = invite.media.length > 1 ? 'video' : 'audio'; // what INVITE asks for, whatever policy allows
      return arrival(now(), { id, address, device: device.id, person: toHex(person), media }, agrees, room);
    },
    used,
    follow,
    changed: (call) => {
      if (call.isEnded) past = remembered(past, call, nowMs());
      for (const todo of followUps(now(), call.id)) {
        // An earlier one of these steps may have ended one of the calls.
        if (isOn(todo.call) && (!('old' in todo) || isOn(todo.old))) apply(todo);
      }
    },
  };
}

function callOn({ address, device, direction, id, media, state }: Call): CallOn {
  const peer = device === undefined ? undefined : { device: device.device, person: toHex(device.person) };
  return { id, address, direction, media, peer, call: state };
}
