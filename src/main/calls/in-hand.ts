// The calls a person has in hand: two that are on at most, and at most one of them not held by us (docs/decisions/0021). Whoever
// is heard, the other call is held first, by the same hold a person has: the sealing worker is the gate (docs/decisions/0018).
import { isSecured } from '../../core/call/ring-state.ts';
import { phaseOf } from '../../core/call/view.ts';
import { MOST_CALLS, whyNotBeside } from '../../contract/running.ts';
import type { Call } from './call.ts';
import { isWithMeant } from './ring/whom.ts';

/** What becomes of the call that is on when another one is answered. */
export type ForOther = 'hold' | 'end';

/** The calls that are shown: those that are on, and those whose end was not seen yet. */
export interface InHand {
  /** In the order in which they began. */
  readonly all: () => readonly Call[];
  readonly on: () => readonly Call[];
  readonly find: (id: string) => Call | undefined;
  /** Whether a call to whoever this address means was placed here and is on. */
  readonly isCalling: (address: string) => boolean;
  /** Whether one more may ring: beside none, or beside a single call that is up; `without` is to give way. */
  readonly hasRoom: (without?: Call) => boolean;
  /** Why a call to this address cannot be placed beside those that are on, or undefined. */
  readonly whyNotBeside: (address: string) => ReturnType<typeof whyNotBeside>;
  /** Shows a call that begins; those that have ended give way. What was held for `insteadOf` is held for this one now. */
  readonly take: (call: Call, insteadOf?: Call) => void;
  readonly drop: (call: Call) => void;
  /**
   * Makes this call the one that may be heard: every other is held or ended first. `cannot-hold` where it is not up yet,
   * `call-exists` where nobody said which; then nothing was changed.
   */
  readonly only: (call: Call, forOther: ForOther | undefined) => 'call-exists' | 'cannot-hold' | undefined;
  /** A person holds this call for its own sake, or goes on with it. */
  readonly chosen: (call: Call) => void;
  /** Whether the call was held for another one that has ended: it does not go on by itself. */
  readonly isLeftHeld: (call: Call) => boolean;
}

/** Nothing in hand. */
export function createInHand(): InHand {
  let calls: readonly Call[] = [];
  const heldFor = new WeakMap<Call, Call>();
  const on = (): readonly Call[] => calls.filter((call) => !call.isEnded);

  const isLeftHeld = (call: Call): boolean => call.control.local.hold && heldFor.get(call)?.isEnded === true;

  function only(call: Call, forOther: ForOther | undefined): 'call-exists' | 'cannot-hold' | undefined {
    const others = on().filter((other) => other !== call && other.ring.kind !== 'ringing'); // nothing is open there yet
    if (forOther === 'end') {
      for (const other of others) other.hangUp();
      return undefined;
    }
    const heard = others.filter((other) => !other.control.local.hold);
    if (heard.length > 0 && forOther === undefined) return 'call-exists';
    if (!heard.every((other) => isSecured(other.ring))) return 'cannot-hold';
    for (const other of others) {
      // Also one that was left held by a call that has ended: from now on it waits for this one.
      if (heard.includes(other) || isLeftHeld(other)) heldFor.set(other, call);
    }
    for (const other of heard) other.control.change({ hold: true });
    return undefined;
  }

  return {
    all: () => calls,
    on,
    find: (id) => calls.find((call) => call.id === id),
    isCalling: (address) => on().some((call) => call.direction === 'out' && isWithMeant(call, address)),
    hasRoom: (without) => {
      const others = on().filter((call) => call !== without);
      return others.length < MOST_CALLS && others.every((call) => isSecured(call.ring));
    },
    whyNotBeside: (address) =>
      whyNotBeside(
        on().map((call) => ({ address: call.address, phase: phaseOf(call.ring) })),
        address,
      ),
    take: (call, insteadOf) => {
      for (const other of calls) {
        if (insteadOf !== undefined && heldFor.get(other) === insteadOf) heldFor.set(other, call);
      }
      calls = [...on(), call];
    },
    drop: (call) => {
      calls = calls.filter((other) => other !== call);
    },
    only,
    chosen: (call) => void heldFor.delete(call),
    isLeftHeld,
  };
}
