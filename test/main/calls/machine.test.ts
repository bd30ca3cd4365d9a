import { expect, test } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import { Machine, type Waiting } from '../../../src/main/calls/machine.ts';
import { createLog } from '../../../src/main/log.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';

/**
 * A machine that records its effects by kind and throws an error in the middle of the effect of kind `bug`. `turnsMs`
 * are the times, from now on, at which queued work is due; finished work is recorded. With `misread` the first piece of
 * queued work throws. The first effect dispatches the events in `alsoThen`.
 */
function running(bug?: Effect['kind'] | 'misread', alsoThen: CallEvent[] = [], turnsMs: number[] = []) {
  const clock = new HandClock();
  const begunMs = clock.nowMs();
  const done: string[] = [];
  const lines: string[] = [];
  const read: number[] = [];
  let changes = 0;
  const waiting: Waiting = {
    get dueAtMs() {
      return turnsMs[0] === undefined ? undefined : begunMs + turnsMs[0];
    },
    readDue: () => {
      const isFirst = read.length === 0;
      while (turnsMs[0] !== undefined && begunMs + turnsMs[0] <= machine.nowMs) read.push(turnsMs.shift()!);
      if (bug === 'misread' && isFirst && read.length > 0) throw new Error('a bug');
    },
  };
  const machine: Machine = new Machine(FRESH, {
    clock,
    log: createLog('debug', (_level, line) => lines.push(line)),
    isOnline: () => true,
    waiting: () => waiting,
    onChange: () => changes++,
    perform: (effect) => {
      done.push(effect.kind);
      for (const event of alsoThen.splice(0)) machine.dispatch(event);
      if (effect.kind === bug) throw new Error('a bug');
    },
  });
  return { clock, done, lines, machine, read, changes: () => changes };
}
const invited = { kind: 'invited', device: 'a', isDrained: true, atMs: 0 } as const;
const cleared = { kind: 'cleared', silenced: false, isVisual: false, ttlMs: 45_000, atMs: 0 } as const;
const hangUp = { kind: 'hang-up', atMs: 0 } as const;

test('an effect that throws does not stop the other effects of its step, and `dispatch` throws its error', () => {
  const right = running();
  const wrong = running('early');
  for (const { machine } of [right, wrong]) machine.dispatch(invited);
  right.machine.dispatch(cleared);
  expect(() => wrong.machine.dispatch(cleared)).toThrow('a bug');
  right.machine.dispatch(hangUp);
  expect(() => wrong.machine.dispatch(hangUp)).toThrow('a bug');
  expect(wrong.done).toEqual(right.done);
  expect(wrong.done).toContain('forget');
  expect(wrong.machine.state).toEqual(right.machine.state);
  expect(wrong.changes()).toBe(right.changes());
});

test('an event from an effect is processed although that effect throws', () => {
  const { machine } = running('early', [hangUp]);
  machine.dispatch(invited);
  expect(() => machine.dispatch(cleared)).toThrow('a bug');
  expect(machine.state.ring.kind).toBe('ended');
});

test('a timer still fires after an effect has thrown', async () => {
  const { clock, machine } = running('early');
  machine.dispatch(invited);
  expect(() => machine.dispatch(cleared)).toThrow('a bug');
  await clock.advance(45_000);
  expect(machine.state.ring).toMatchObject({ kind: 'ended', reason: 'no-answer' });
});

test('a timer that is already due when an effect throws fires a second later', async () => {
  const { clock, machine } = running('early');
  machine.dispatch(invited);
  expect(() => machine.dispatch({ ...cleared, ttlMs: 0 })).toThrow('a bug');
  await clock.advance(999);
  expect(machine.state.ring.kind).toBe('ringing');
  await clock.advance(1);
  expect(machine.state.ring.kind).toBe('ended');
});

test('work queued outside the machine shares the machine’s timer and delays none of the machine’s own events', async () => {
  const { clock, done, machine, read } = running(undefined, [], [1000, 46_000]);
  machine.dispatch(invited);
  machine.dispatch(cleared);
  expect(clock.pending).toBe(1);
  await clock.advance(1000);
  expect(read).toEqual([1000]);
  expect(done).not.toContain('note'); // the machine was not due and got no `time` event
  expect(machine.state.ring.kind).toBe('ringing');
  await clock.advance(44_000);
  expect(machine.state.ring.kind).toBe('ended');
  await clock.advance(1000);
  expect(read).toEqual([1000, 46_000]);
  expect(clock.pending).toBe(0);
});

test('rearming the machine makes work that was queued without an event run when it is due', async () => {
  const { clock, machine, read } = running(undefined, [], [1000]);
  expect(clock.pending).toBe(0);
  machine.rearm();
  await clock.advance(1000);
  expect(read).toEqual([1000]);
});

test('an error in queued work delays no timer of the machine and is reported', async () => {
  const { clock, machine } = running('misread', [], [45_000]);
  machine.dispatch(invited);
  machine.dispatch(cleared);
  await expect(clock.advance(45_000)).rejects.toThrow('a bug');
  expect(machine.state.ring).toMatchObject({ kind: 'ended', reason: 'no-answer' });
});

test('a step is logged at debug with its ring state if it has an effect other than a note, or is the first opened frame', () => {
  const { lines, machine } = running();
  machine.dispatch(invited); // this event has no effect yet
  machine.dispatch(cleared);
  machine.dispatch(cleared); // this event does not fit the state: its only effect is a note
  machine.dispatch({ kind: 'first-opened', stream: 0, generation: 0, step: 0, atMs: 0 }); // this event has no effect
  machine.dispatch(hangUp);
  expect(lines).toEqual([
    'debug main: a call went on by=cleared ring=ringing',
    'debug main: a call went on by=sound-opened ring=ringing',
    'debug main: a call went on by=hang-up ring=ended',
  ]);
});

test('work queued in the second after an error is done when that second is over, together with the machine’s due timer', async () => {
  const { clock, machine, read } = running('early', [], [10]);
  machine.dispatch(invited);
  expect(() => machine.dispatch({ ...cleared, ttlMs: 0 })).toThrow('a bug');
  machine.rearm();
  await clock.advance(999);
  expect(machine.state.ring.kind).toBe('ringing');
  expect(read).toEqual([]);
  await clock.advance(1);
  expect(machine.state.ring.kind).toBe('ended');
  expect(read).toEqual([10]);
});

test('an error in queued work does not delay a timer that is due a millisecond later', async () => {
  const { clock, machine } = running('misread', [], [1000]);
  machine.dispatch(invited);
  machine.dispatch({ ...cleared, ttlMs: 1001 });
  await expect(clock.advance(1000)).rejects.toThrow('a bug');
  await clock.advance(1);
  expect(machine.state.ring.kind).toBe('ended');
});
