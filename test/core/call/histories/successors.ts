// Calls of a history that replace others. `Successors` asks core/call/successors.ts and does what that file says, as
// main/calls/successors.ts does.
import { unreachable, unwrap } from '../../../../src/core/assert.ts';
import type { Announcement } from '../../../../src/core/call/move-state.ts';
import type { Room } from '../../../../src/core/call/room.ts';
import {
  type Arrival,
  arrival,
  type CallOn,
  type CallsNow,
  type FollowUp,
  followUps,
  remembered,
  switchesOfFollower,
  switchesOfSuccessor,
} from '../../../../src/core/call/successors.ts';
import type { InHand } from './in-hand.ts';
import type { Side } from './side.ts';
import type { Surroundings } from './surroundings.ts';

/** The calls of one device that will take the place of others. */
export class Successors {
  readonly #inHand: InHand;
  readonly #world: Surroundings;
  #past: readonly Announcement[] = [];

  constructor(inHand: InHand, world: Surroundings) {
    this.#inHand = inHand;
    this.#world = world;
  }

  /** What happens to a call of this device that may ring. `room`: what happens if the call continues no other call. */
  arrival({ begun }: Side, device: string, agrees: boolean, room: Room): Arrival {
    const { id, person } = begun;
    const coming = { id, address: person, person, device, media: begun.isVideo ? 'video' : 'audio' } as const;
    return arrival(this.#now(), coming, agrees, room);
  }

  /** A call of this device continues `old`. The announcement of `old` admits no further call. */
  used(old: Side, call: Side): void {
    old.dispatch({ kind: 'move-followed', device: call.begun.device ?? '', call: call.begun.id });
  }

  /** The ringing call is answered automatically. It takes the place of `old` once it is live. */
  follow(old: Side, call: Side): void {
    call.dispatch({ kind: 'follows', call: old.begun.id });
    call.change(switchesOfFollower(old.call.media.switches.local));
    call.accept('audio', true);
  }

  /** Something has changed in this call. */
  changed(side: Side): void {
    if (side.isEnded) this.#past = remembered(this.#past, side.call, this.#world.agenda.nowMs);
    const isOn = (id: string): boolean => this.#inHand.on().some(({ begun }) => begun.id === id);
    for (const todo of followUps(this.#now(), side.begun.id)) {
      if (isOn(todo.call) && (!('old' in todo) || isOn(todo.old))) this.#apply(todo);
    }
  }

  #apply(todo: FollowUp): void {
    const call = this.#found(todo.call);
    switch (todo.kind) {
      case 'refuse':
        return call.dispatch({ kind: 'refused', reason: 'offer-over' });
      case 'follow':
      case 'await': {
        this.#world.count('an announcement comes after its call');
        const old = this.#found(todo.old);
        this.used(old, call);
        return todo.kind === 'follow' ? this.follow(old, call) : call.dispatch({ kind: 'follows', call: todo.old });
      }
      case 'give-up':
        return call.dispatch({ kind: 'hang-up' });
      case 'replace':
        return this.#replace(this.#found(todo.old), call);
      default:
        return unreachable(todo);
    }
  }

  #replace(old: Side, call: Side): void {
    const { local } = old.call.media.switches;
    old.dispatch({ kind: 'fault', reason: 'transferred' });
    this.#inHand.drop(old);
    call.change(switchesOfSuccessor(local, call.call.media.switches.local));
    call.dispatch({ kind: 'took-place' });
  }

  #now(): CallsNow {
    return { calls: this.#inHand.on().map(callOn), past: this.#past, nowMs: this.#world.agenda.nowMs };
  }

  #found(id: string): Side {
    return unwrap(
      this.#inHand.on().find(({ begun }) => begun.id === id),
      'a call that is on is in hand',
    );
  }
}

function callOn({ begun, call, peer }: Side): CallOn {
  const { direction, id, person } = begun;
  const device = direction === 'in' ? begun.device : peer;
  return {
    id,
    address: person,
    direction,
    media: begun.isVideo && call.media.switches.mayVideo ? 'video' : 'audio',
    peer: device === undefined ? undefined : { device, person },
    call,
  };
}
