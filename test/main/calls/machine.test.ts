import { expect, test } from 'vitest';
import type { Effect } from '../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { FRESH } from '../../../src/core/call/state.ts';
import { Machine, type Waiting } from '../../../src/main/calls/machine.ts';
import { createLog } from '../../../src/main/log.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';

/**
 * A machine whose effects are kept by kind; `bug` is thrown in the middle of the one of that kind. `turnsMs`: when what waits beside it has
 * its turn, from now on; what was read then is kept. With `misread` the first of that throws.
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
const cleared = { kind: 'cleared', silenced: false, isSoundless: false, ttlMs: 45_000, atMs: 0 } as const;
const hangUp = { kind: 'hang-up', atMs: 0 } as const;

test('an effect that throws keeps no other effect of its step from being done, and the bug is told', () => {
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

test('an event that an effect brings is handled although that effect throws', () => {
  const { machine } = running('early', [hangUp]);
  machine.dispatch(invited);
  expect(() => machine.dispatch(cleared)).toThrow('a bug');
  expect(machine.state.ring.kind).toBe('ended');
});

test('what is due is still due after an effect that throws', async () => {
  const { clock, machine } = running('early');
  machine.dispatch(invited);
  expect(() => machine.dispatch(cleared)).toThrow('a bug');
  await clock.advance(45_000);
  expect(machine.state.ring).toMatchObject({ kind: 'ended', reason: 'no-answer' });
});

test('what is due already when an effect throws comes a second later: it could throw again, for ever', async () => {
  const { clock, machine } = running('early');
  machine.dispatch(invited);
  expect(() => machine.dispatch({ ...cleared, ttlMs: 0 })).toThrow('a bug');
  await clock.advance(999);
  expect(machine.state.ring.kind).toBe('ringing');
  await clock.advance(1);
  expect(machine.state.ring.kind).toBe('ended');
});

test('what waits beside the machine has its turn by the same timer, and what is due in the machine keeps its own', async () => {
  const { clock, done, machine, read } = running(undefined, [], [1000, 46_000]);
  machine.dispatch(invited);
  machine.dispatch(cleared);
  expect(clock.pending).toBe(1);
  await clock.advance(1000);
  expect(read).toEqual([1000]);
  expect(done).not.toContain('note'); // no time is told of that the machine did not want
  expect(machine.state.ring.kind).toBe('ringing');
  await clock.advance(44_000);
  expect(machine.state.ring.kind).toBe('ended');
  await clock.advance(1000);
  expect(read).toEqual([1000, 46_000]);
  expect(clock.pending).toBe(0);
});

test('what begins to wait between two events has its turn once the machine is told that something waits', async () => {
  const { clock, machine, read } = running(undefined, [], [1000]);
  expect(clock.pending).toBe(0);
  machine.rearm();
  await clock.advance(1000);
  expect(read).toEqual([1000]);
});

test('a bug in what waits beside the machine keeps nothing in it from its time, and is told', async () => {
  const { clock, machine } = running('misread', [], [45_000]);
  machine.dispatch(invited);
  machine.dispatch(cleared);
  await expect(clock.advance(45_000)).rejects.toThrow('a bug');
  expect(machine.state.ring).toMatchObject({ kind: 'ended', reason: 'no-answer' });
});

test('each step that asks for something, and the first frame that opens, is a line of the log at debug: what happened, and how far the ring is then', () => {
  const { lines, machine } = running();
  machine.dispatch(invited); // asks for nothing yet
  machine.dispatch(cleared);
  machine.dispatch(cleared); // does not fit, which its own line says
  machine.dispatch({ kind: 'first-opened', stream: 0, generation: 0, step: 0, atMs: 0 }); // may ask for nothing
  machine.dispatch(hangUp);
  expect(lines).toEqual([
    'debug main: a call went on by=cleared ring=ringing',
    'debug main: a call went on by=sound-opened ring=ringing',
    'debug main: a call went on by=hang-up ring=ended',
  ]);
});

test('what comes to wait beside the machine in the second after a bug does not bring the step back that threw', async () => {
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

test('a bug in what waits beside the machine keeps nothing back that is due in the machine a moment later', async () => {
  const { clock, machine } = running('misread', [], [1000]);
  machine.dispatch(invited);
  machine.dispatch({ ...cleared, ttlMs: 1001 });
  await expect(clock.advance(1000)).rejects.toThrow('a bug');
  await clock.advance(1);
  expect(machine.state.ring.kind).toBe('ended');
});
