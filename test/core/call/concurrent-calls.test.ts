// Two calls on one device: which of them can be heard, which is held for the other call, and which stays held.
import { describe, expect, test } from 'vitest';
import {
  beforeOneMore,
  type ConcurrentCall,
  type ForOther,
  type Hearing,
  hearing,
  isLeftHeld,
} from '../../../src/core/call/concurrent-calls.ts';
import type { HeldFor } from '../../../src/core/call/media-switches.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';
import { isSeenChanged } from '../../../src/core/call/view.ts';
import { NOW, rings } from './trust-facts.ts';

/** A call whose ring is in this state. `held`: whether we hold the call. `for`: what the call is held for. */
function call(
  id: string,
  ring: RingState,
  how: { readonly held?: boolean; readonly for?: HeldFor } = {},
): ConcurrentCall {
  const { media } = FRESH;
  const local = { ...media.switches.local, hold: how.held === true };
  return {
    id,
    call: { ring, media: { ...media, switches: { ...media.switches, local }, heldFor: how.for ?? { kind: 'itself' } } },
  };
}

const exists: Hearing = { kind: 'refused', why: 'call-exists' };
const cannot: Hearing = { kind: 'refused', why: 'cannot-hold' };
const hold = (calls: readonly string[], waiting = calls): Hearing => ({ kind: 'hold', calls, waiting });
const end = (...calls: readonly string[]): Hearing => ({ kind: 'end', calls });

describe('calls that become audible during another call', () => {
  type Row = readonly [other: ConcurrentCall, asked: Hearing, toHold: Hearing, toEnd: Hearing];
  const rows: readonly Row[] = [
    [call('old', rings.live), exists, hold(['old']), end('old')],
    [call('old', rings.reconnecting), exists, hold(['old']), end('old')],
    [call('old', rings.connecting), exists, hold(['old']), end('old')],
    [call('old', rings.calling), exists, cannot, end('old')],
    [call('old', rings.looking), exists, cannot, end('old')],
    [call('old', rings.answered), exists, cannot, end('old')],
    [call('old', rings.ringing), hold([]), hold([]), end()],
    [call('old', rings.live, { held: true }), hold([]), hold([]), end('old')],
    [call('old', rings.live, { held: true, for: { kind: 'call', call: 'new' } }), hold([]), hold([]), end('old')],
    [
      call('old', rings.live, { held: true, for: { kind: 'call', call: 'gone' } }),
      hold([], ['old']),
      hold([], ['old']),
      end('old'),
    ],
    [call('old', rings.live, { held: true, for: { kind: 'left' } }), hold([], ['old']), hold([], ['old']), end('old')],
  ];

  test.each(rows)(
    'making a call audible during another call is refused, or the other call is held, ended or left alone: %o',
    (other, asked, toHold, toEnd) => {
      for (const ring of [rings.ringing, rings.live]) {
        const calls = [other, call('new', ring)];
        const become = ([undefined, 'hold', 'end'] as const satisfies readonly (ForOther | undefined)[]).map(
          (forOther) => hearing(calls, 'new', forOther),
        );
        expect(become).toEqual([asked, toHold, toEnd]);
      }
    },
  );

  test('the only call may become audible immediately', () => {
    expect(hearing([call('new', rings.ringing)], 'new', undefined)).toEqual(hold([]));
  });
});

describe('calls held for another call', () => {
  const held = call('old', rings.live, { held: true, for: { kind: 'call', call: 'new' } });

  test('a call held for another call counts as left held after the other call has ended, and not before', () => {
    expect(isLeftHeld(held, [held, call('new', rings.live)])).toBe(false);
    expect(isLeftHeld(held, [held])).toBe(true);
  });

  test('a call that a person has resumed, or has held deliberately, is not left held', () => {
    expect(isLeftHeld(call('old', rings.live, { for: { kind: 'call', call: 'new' } }), [])).toBe(false);
    expect(isLeftHeld(call('old', rings.live, { held: true }), [])).toBe(false);
  });

  test('if the call for which another call is held is replaced, the held call waits for the replacement', () => {
    const beside = [held, call('third', rings.live)];
    expect(beforeOneMore([...beside, call('new', rings.calling)], 'new')).toEqual({ waiting: ['old'], left: [] });
    expect(beforeOneMore(beside, 'new')).toEqual({ waiting: ['old'], left: [] });
    expect(beforeOneMore([...beside, call('new', rings.calling)], 'third')).toEqual({ waiting: [], left: [] });
  });

  test('a call that was left held still counts as left held when another call begins, whatever the id of the new call', () => {
    expect(beforeOneMore([held], undefined)).toEqual({ waiting: [], left: ['old'] });
    expect(beforeOneMore([held, call('new', rings.live)], undefined)).toEqual({ waiting: [], left: [] });
    const left = call('old', rings.live, { held: true, for: { kind: 'left' } });
    expect(isLeftHeld(left, [left, call('new', rings.live)])).toBe(true);
    expect(beforeOneMore([left], 'new')).toEqual({ waiting: [], left: ['old'] });
    expect(isLeftHeld(call('old', rings.live, { for: { kind: 'left' } }), [])).toBe(false);
  });

  test('a call records whether it is held for another call or because a person chose so, and each change is shown', () => {
    const live: CallState = { ...FRESH, ring: rings.live };
    const told = transition(live, { kind: 'held-for', what: { kind: 'call', call: 'new' }, atMs: NOW });
    expect([told.call.media.heldFor, told.effects]).toEqual([{ kind: 'call', call: 'new' }, []]);
    const chosen = transition(told.call, { kind: 'held-for', what: { kind: 'itself' }, atMs: NOW }).call;
    expect(chosen.media.heldFor).toEqual({ kind: 'itself' });
    expect([isSeenChanged(live, told.call), isSeenChanged(told.call, chosen)]).toEqual([true, true]);
  });
});
