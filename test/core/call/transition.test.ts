// What the machine does with any event, whichever region handles it.
import { expect, test } from 'vitest';
import { type MoveState, UNMOVED } from '../../../src/core/call/move-state.ts';
import type { RingState } from '../../../src/core/call/ring-state.ts';
import { type CallState, FRESH, wakeAtMs } from '../../../src/core/call/state.ts';
import { transition } from '../../../src/core/call/transition.ts';

const NOW = 100_000;

test('an event that no region handles is noted and changes nothing', () => {
  expect(transition(FRESH, { kind: 'ready', atMs: NOW })).toEqual({
    call: FRESH,
    effects: [{ kind: 'note', event: 'ready' }],
  });
});

test('a call wakes when one of its regions is due', () => {
  expect(wakeAtMs(FRESH)).toBeUndefined();
  const { call } = transition(FRESH, { kind: 'invited', device: 'a', isDrained: true, atMs: NOW });
  expect(wakeAtMs(call)).toBe(NOW + 10_000);
});

test('an event raised by one region is handled by the others in the same transition', () => {
  const offer = { device: 'd', call: 'c', voidCall: 'v', atMs: NOW };
  const move: MoveState = { ...UNMOVED, asked: { kind: 'taken', offer, checkAtMs: NOW + 5000 } };
  const broken: RingState = {
    kind: 'reconnecting',
    role: 'caller',
    device: 'a',
    sinceMs: NOW,
    brokenAtMs: NOW,
    restartAtMs: NOW + 9000,
    untilMs: NOW + 30_000,
  };
  const { call, effects } = transition({ ...FRESH, ring: broken, move }, { kind: 'time', atMs: NOW + 5000 });
  expect([call.ring, call.move.asked]).toMatchObject([
    { kind: 'ended', reason: 'transferred' },
    { kind: 'moved', offer },
  ]);
  expect(effects[0]).toEqual({ kind: 'send-end', reason: 'transferred' });
});

test('an ended call wakes for nothing', () => {
  const peer = { kind: 'waiting', done: [], newest: FRESH.media.switches.peer, dueAtMs: NOW + 500 } as const;
  const waiting: CallState = {
    ...FRESH,
    ring: { kind: 'checking', device: 'a', untilMs: NOW + 9000, step: { kind: 'room' } },
    media: { ...FRESH.media, peer },
  };
  expect(wakeAtMs(waiting)).toBe(NOW + 500);
  expect(wakeAtMs(transition(waiting, { kind: 'hang-up', atMs: NOW }).call)).toBeUndefined();
});

test('an ended call is unchanged by the clock', () => {
  const ended = transition(transition(FRESH, { kind: 'place', hasAllowedPath: true, atMs: NOW }).call, {
    kind: 'hang-up',
    atMs: NOW,
  }).call;
  expect(ended.ring.kind).toBe('ended');
  const after = transition(ended, { kind: 'time', atMs: NOW + 60_000 });
  expect(after.call).toBe(ended);
  expect(after.effects).toEqual([]);
});
