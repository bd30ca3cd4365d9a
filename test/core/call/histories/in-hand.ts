// The current calls of one device in a history. `InHand` asks core/call/concurrent-calls.ts which of them may be heard
// and does what that file says, as main/calls/in-hand.ts does.
import { unreachable, unwrap } from '../../../../src/core/assert.ts';
import {
  beforeOneMore,
  type ConcurrentCall,
  type ForOther,
  hearing,
} from '../../../../src/core/call/concurrent-calls.ts';
import { phaseOf } from '../../../../src/core/call/view.ts';
import { hasRoomBeside, whyNotBeside } from '../../../../src/contract/running.ts';
import type { Person } from './owner.ts';
import type { Side } from './side.ts';

/** The calls of one device that are shown. */
export class InHand {
  #calls: readonly Side[] = [];

  /** The calls that have not ended, in the order in which they began. */
  on(): readonly Side[] {
    return this.#calls.filter((call) => !call.isEnded);
  }

  /** Whether one more call may ring. `without`: a call that would give way. */
  hasRoom(without?: Side): boolean {
    return hasRoomBeside(this.on().flatMap((call) => (call === without ? [] : [seen(call)])));
  }

  /** Why a call to this person cannot be placed during the current ones, or undefined. */
  whyNotBeside(person: Person): ReturnType<typeof whyNotBeside> {
    return whyNotBeside(this.on().map(seen), person);
  }

  /** Shows a call that begins. A call that was held for `insteadOf` is now held for the new call. */
  take(call: Side, insteadOf?: Side): void {
    const { left, waiting } = beforeOneMore(this.on().map(concurrent), insteadOf?.begun.id);
    for (const id of left) this.#found(id).dispatch({ kind: 'held-for', what: { kind: 'left' } });
    this.#calls = [...this.on(), call];
    this.#wait(waiting, call);
  }

  drop(call: Side): void {
    this.#calls = this.#calls.filter((other) => other !== call);
  }

  /** Makes this call the only one that may be heard: any other is held or ended first. False if that is refused. */
  only(call: Side, forOther: ForOther | undefined): boolean {
    const todo = hearing(this.on().map(concurrent), call.begun.id, forOther);
    switch (todo.kind) {
      case 'refused':
        return false;
      case 'end':
        for (const id of todo.calls) this.#found(id).dispatch({ kind: 'hang-up' });
        return true;
      case 'hold':
        this.#wait(todo.waiting, call);
        for (const id of todo.calls) this.#found(id).change({ hold: true });
        return true;
      default:
        return unreachable(todo);
    }
  }

  #wait(waiting: readonly string[], call: Side): void {
    for (const id of waiting)
      this.#found(id).dispatch({ kind: 'held-for', what: { kind: 'call', call: call.begun.id } });
  }

  #found(id: string): Side {
    return unwrap(
      this.#calls.find(({ begun }) => begun.id === id),
      'a call that is on is in hand',
    );
  }
}

/** Whether the call is held here: by the person, or because of another call. */
export function isHeldHere({ call }: Side): boolean {
  return call.media.switches.local.hold;
}

function concurrent({ begun, call }: Side): ConcurrentCall {
  return { id: begun.id, call };
}

function seen({ begun, call }: Side) {
  return { address: begun.person, phase: phaseOf(call.ring) };
}
