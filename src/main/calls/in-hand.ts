// The calls that a person has in hand (docs/decisions/0021). Which of them may be heard is decided in
// core/call/concurrent-calls.ts. The others are held first, by the same hold that a person uses: the sealing worker
// lets no frame pass (docs/decisions/0018).
import {
  type ConcurrentCall,
  beforeOneMore,
  type ForOther,
  hearing,
  isLeftHeld,
} from '../../core/call/concurrent-calls.ts';
import { survives } from '../../core/call/glare.ts';
import { type Room, roomFor } from '../../core/call/room.ts';
import { phaseOf, type PhaseSeen } from '../../core/call/view.ts';
import { hasRoomBeside, whyNotBeside } from '../../contract/running.ts';
import { unreachable, unwrap } from '../../core/assert.ts';
import type { Book } from '../contacts/book.ts';
import type { Call } from './call.ts';
import { isWithMeant } from './ring/whom.ts';

/** The calls that are shown: those that are on, and those whose end was not seen yet. */
export interface InHand {
  /** In the order in which they were taken in hand. */
  readonly all: () => readonly Call[];
  readonly on: () => readonly Call[];
  readonly find: (id: string) => Call | undefined;
  /** Whether a call to the person that this address means was placed here and is on. */
  readonly isCalling: (address: string) => boolean;
  /**
   * Whether one more call may ring: there is no other, or a single one whose keys are proven. `without` is a call that
   * will give way.
   */
  readonly hasRoom: (without?: Call) => boolean;
  /** Why a call to this address cannot be placed beside the current calls, or undefined. */
  readonly whyNotBeside: (address: string) => ReturnType<typeof whyNotBeside>;
  /**
   * Shows a call that begins, in the place of those that have ended. Calls held for `insteadOf` are held for the new
   * one now. Calls held for a call that has ended are marked as left on hold.
   */
  readonly take: (call: Call, insteadOf?: Call) => void;
  readonly drop: (call: Call) => void;
  /**
   * Makes this the call that is heard; all others that do not ring are held or ended first. `cannot-hold`: another call
   * is not secured yet. `call-exists`: another call is not on hold, and `forOther` is undefined. In both cases nothing
   * has changed.
   */
  readonly only: (call: Call, forOther: ForOther | undefined) => 'call-exists' | 'cannot-hold' | undefined;
  /** A person has held or resumed this very call: it is not held for another one any more. */
  readonly chosen: (call: Call) => void;
  /** Whether the call was held for one that has ended. It does not resume by itself. */
  readonly isLeftHeld: (call: Call) => boolean;
}

/** Begins without a call in hand. `nowMs` returns the time. */
export function createInHand(nowMs: () => number): InHand {
  let calls: readonly Call[] = [];
  const on = (): readonly Call[] => calls.filter((call) => !call.isEnded);
  const find = (id: string): Call | undefined => calls.find((call) => call.id === id);
  const found = (id: string): Call => unwrap(find(id), 'a call that is on is in hand');

  function wait(waiting: readonly string[], call: Call): void {
    for (const id of waiting)
      found(id).dispatch({ kind: 'held-for', what: { kind: 'call', call: call.id }, atMs: nowMs() });
  }

  function only(call: Call, forOther: ForOther | undefined): 'call-exists' | 'cannot-hold' | undefined {
    const todo = hearing(on().map(concurrent), call.id, forOther);
    switch (todo.kind) {
      case 'refused':
        return todo.why;
      case 'end':
        for (const id of todo.calls) found(id).hangUp();
        return undefined;
      case 'hold':
        wait(todo.waiting, call);
        for (const id of todo.calls) found(id).control.change({ hold: true });
        return undefined;
      default:
        return unreachable(todo);
    }
  }

  return {
    all: () => calls,
    on,
    find,
    isCalling: (address) => on().some((call) => call.direction === 'out' && isWithMeant(call, address)),
    hasRoom: (without) => hasRoomBeside(on().flatMap((call) => (call === without ? [] : [seen(call)]))),
    whyNotBeside: (address) => whyNotBeside(on().map(seen), address),
    take: (call, insteadOf) => {
      const { left, waiting } = beforeOneMore(on().map(concurrent), insteadOf?.id);
      for (const id of left) found(id).dispatch({ kind: 'held-for', what: { kind: 'left' }, atMs: nowMs() });
      // This comes before `wait`: a waiting call is then held for the new call, and would count as left on hold if the
      // new call were not in hand.
      calls = [...on(), call];
      wait(waiting, call);
    },
    drop: (call) => {
      calls = calls.filter((other) => other !== call);
    },
    only,
    chosen: (call) => call.dispatch({ kind: 'held-for', what: { kind: 'itself' }, atMs: nowMs() }),
    isLeftHeld: (call) => isLeftHeld(concurrent(call), on()),
  };
}

function concurrent({ id, state }: Call): ConcurrentCall {
  return { id, call: state };
}

function seen({ address, ring }: Call): { readonly address: string; readonly phase: PhaseSeen } {
  return { address, phase: phaseOf(ring) };
}

/**
 * Decides what happens to this incoming call beside the current ones: whether it rings, gives way, takes the place of
 * another call or finds the device busy.
 */
export function roomBeside(inHand: InHand, call: Call, book: Pick<Book, 'contact' | 'trustOf'>): Room {
  const isStranger = ({ address, policy }: Call): boolean =>
    book.contact(address) === undefined && book.trustOf(address).kind === 'new' && policy.mark.kind !== 'confirmed';
  const beside = inHand.on().map((other) => ({
    id: other.id,
    ring: other.ring,
    isWithCaller: isWithMeant(other, call.address),
    survives: survives(other.callId, call.callId),
    isStranger: isStranger(other),
    leavesRoom: inHand.hasRoom(other),
  }));
  return roomFor({ isStranger: isStranger(call), hasRoom: inHand.hasRoom() }, beside);
}
