// Calls that are held for another call: for which one they are held, and when they count as left on hold because that
// one has ended.
import { expect, test } from 'vitest';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import type { Call } from '../../../src/main/calls/call.ts';
import { createInHand } from '../../../src/main/calls/in-hand.ts';
import { NOW, rings } from '../../core/call/trust-facts.ts';

/** A call with a real machine and no desk, page or broker. `onChange` is called after each event. */
function bare(id: string, ring: CallState['ring'], onChange: () => void = () => undefined): Call {
  let state: CallState = { ...FRESH, ring };
  const dispatch = (event: CallEvent): void => {
    state = transition(state, event).call;
    onChange();
  };
  const made = {
    id,
    get state() {
      return state;
    },
    get ring() {
      return state.ring;
    },
    get isEnded() {
      return state.ring.kind === 'ended';
    },
    control: { change: (change: object) => dispatch({ kind: 'switched', change, atMs: NOW }) },
    dispatch,
  };
  return made as unknown as Call;
}
const hangUp: CallEvent = { kind: 'hang-up', atMs: NOW };

test('a held call never counts as left on hold while the call for which it is held is replaced by another', () => {
  const inHand = createInHand(() => NOW);
  const left: boolean[] = [];
  const first = bare('aa', rings.live, () => left.push(inHand.isLeftHeld(first)));
  const [ours, theirs] = [bare('bb', rings.calling), bare('cc', rings.ringing)];
  for (const call of [first, ours]) inHand.take(call);
  expect(inHand.only(ours, 'hold')).toBeUndefined();
  inHand.take(theirs, ours);
  expect(first.state.media.heldFor).toEqual({ kind: 'call', call: 'cc' });
  expect(left).toEqual([false, false, false]);
  theirs.dispatch(hangUp);
  expect(inHand.isLeftHeld(first)).toBe(true);
});

test('a call left on hold still counts as such when a new call has the id of the ended call for which it was held', () => {
  const inHand = createInHand(() => NOW);
  const [first, second] = [bare('aa', rings.live), bare('bb', rings.calling)];
  for (const call of [first, second]) inHand.take(call);
  expect(inHand.only(second, 'hold')).toBeUndefined();
  second.dispatch(hangUp);
  expect(inHand.isLeftHeld(first)).toBe(true);
  inHand.take(bare('bb', rings.ringing));
  expect(inHand.isLeftHeld(first)).toBe(true);
  inHand.chosen(first);
  expect(inHand.isLeftHeld(first)).toBe(false);
});
