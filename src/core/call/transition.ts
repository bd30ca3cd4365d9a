// The call machine: it takes a call and an event, and returns the next state and the effects. No clock, no keys, no
// I/O. The regions step in a fixed order, each over its own data. Events that a region raises are handled before
// `transition` returns; then invariants.ts checks the invariants. An event that fits nowhere is logged and changes
// nothing, because networks reorder. A bug fails an assertion.
import { assert } from '../assert.ts';
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import { checkInvariants } from './invariants.ts';
import { stepKeys } from './keys.ts';
import { stepMedia } from './media.ts';
import { stepMove } from './move.ts';
import { stepPage } from './page.ts';
import type { Seen, Step } from './region.ts';
import { stepRing } from './ring.ts';
import type { CallState } from './state.ts';
import { stepTrust } from './trust.ts';

/** What a transition returns. */
export interface Transition {
  readonly call: CallState;
  readonly effects: readonly Effect[];
}

/** No event of a person, a peer or a page raises more other events than this: more would mean an endless loop. */
const MOST_RAISED = 16;

type Stepper<K extends keyof CallState> = (
  state: CallState[K],
  event: CallEvent,
  seen: Seen,
) => Step<CallState[K]> | undefined;

/** The next state of a call and what to do, in order. `ended` absorbs every event. */
export function transition(call: CallState, event: CallEvent): Transition {
  const events = [event];
  const effects: Effect[] = [];
  let now = call;
  for (let at = 0; at < events.length; at++) {
    assert(at <= MOST_RAISED, 'one event raises only a limited number of others');
    const next = events[at];
    if (next === undefined || now.ring.kind === 'ended') break;
    const step = stepAll(now, next);
    now = step.call;
    effects.push(...step.effects);
    events.push(...step.raised);
  }
  if (now !== call) checkInvariants(now);
  return { call: now, effects };
}

function stepAll(before: CallState, event: CallEvent): Transition & { readonly raised: readonly CallEvent[] } {
  const effects: Effect[] = [];
  const raised: CallEvent[] = [];
  let now = before;
  let isTaken = false;
  function apply<K extends keyof CallState>(name: K, stepper: Stepper<K>): void {
    const step = stepper(now[name], event, { before, now });
    if (step === undefined) return;
    isTaken = true;
    if (step.next !== now[name]) now = { ...now, [name]: step.next };
    effects.push(...step.effects);
    raised.push(...(step.raised ?? []));
  }
  apply('ring', stepRing); // the order is part of the machine
  apply('page', stepPage);
  apply('media', stepMedia);
  apply('keys', stepKeys);
  apply('move', stepMove);
  apply('trust', stepTrust);
  if (!isTaken) effects.push({ kind: 'note', event: event.kind });
  return { call: now, effects, raised };
}
