// The call history: adding, seeing, removing and restoring calls, and what a full disk prevents.
import { describe, expect, test } from 'vitest';
import { unseenCalls } from '../../../../src/contract/missed.ts';
import type { HistoryEntry } from '../../../../src/contract/view.ts';
import type { History } from '../../../../src/main/calls/history/history.ts';
import { MemoryHistory } from '../../memory-history.ts';

const entry = (n: number): HistoryEntry => ({
  id: `call ${n}`,
  address: 'bert@demo.example',
  name: 'Bert',
  direction: 'out',
  media: 'video',
  at: n,
  durationMs: 0,
  verified: false,
  outcome: 'declined',
});

test('a call that is added twice appears once, with the outcome that was added last', () => {
  const history = new MemoryHistory().open();
  history.add(entry(1));
  history.add({ ...entry(1), outcome: 'hung-up' });
  expect(history.entries().map((call) => call.outcome)).toEqual(['hung-up']);
});

test('clearing the history changes nothing while the disk is full, and leaves no call on the disk once there is room', () => {
  const disk = new MemoryHistory();
  const history = disk.open();
  history.add(entry(1));
  disk.fill(true);
  expect(history.clear()).toBe('disk');
  expect(history.entries()).toHaveLength(1);
  history.add(entry(2));
  expect(disk.failures).toHaveLength(2);
  expect(history.entries()).toHaveLength(2);
  disk.fill(false);
  expect(history.clear()).toBe('cleared');
  expect(history.entries()).toEqual([]);
  expect(disk.open().entries()).toEqual([]);
  expect(disk.known.numbers()).toEqual([]);
});

const missed: HistoryEntry = { ...entry(5), direction: 'in', outcome: 'no-answer' };

describe('missed calls', () => {
  test('a missed call stays unseen over a restart and is not counted once seen', () => {
    const disk = new MemoryHistory();
    disk.open().add(missed);
    const history = disk.open();
    history.add({ ...missed, id: 'taken', answered: true });
    expect(unseenCalls(history.entries())).toBe(1);
    let changes = 0;
    history.onChange(() => changes++);
    history.see();
    history.see();
    expect([unseenCalls(history.entries()), changes]).toEqual([0, 1]);
    const reopened = disk.open().entries();
    expect([reopened.length, unseenCalls(reopened)]).toEqual([2, 0]);
  });

  test('a missed call that was looked at counts as seen although the disk is full, and the failed write is reported', () => {
    const disk = new MemoryHistory();
    const history = disk.open();
    history.add(missed);
    disk.fill(true);
    history.see();
    expect([unseenCalls(history.entries()), disk.failures.length]).toEqual([0, 1]);
  });
});

describe('single calls', () => {
  function three() {
    const disk = new MemoryHistory();
    const history = disk.open();
    for (const n of [1, 2, 3]) history.add(entry(n));
    return { disk, history, ats: () => history.entries().map(({ at }) => at) };
  }

  test('removing a call rewrites both generations on the disk, and undo returns the call to its place', () => {
    const { disk, history, ats } = three();
    const before = disk.writes;
    expect(history.remove(entry(2))).toBe('removed');
    expect(disk.writes - before).toBe(2);
    const onDisk = (): readonly number[] =>
      disk
        .open()
        .entries()
        .map(({ at }) => at);
    expect(onDisk()).toEqual([3, 1]);
    expect(history.restore(entry(2))).toBe('restored');
    expect(ats()).toEqual([3, 2, 1]);
    expect(onDisk()).toEqual([3, 2, 1]);
  });

  test('a call is identified by address and direction in addition to its id', () => {
    const { history } = three();
    history.add({ ...entry(2), direction: 'in', at: 9 });
    history.add({ ...entry(2), address: 'eve@demo.example', at: 8 });
    expect(history.remove({ ...entry(2), address: 'nobody@demo.example' })).toBe('unknown');
    expect(history.remove({ ...entry(2), address: 'eve@demo.example' })).toBe('removed');
    expect(history.entries().map(({ at }) => at)).toEqual([9, 3, 2, 1]);
  });

  test('removing or restoring a call changes nothing while the disk is full, and is reported as failed', () => {
    const { disk, history, ats } = three();
    disk.fill(true);
    expect(history.remove(entry(1))).toBe('disk');
    expect(ats()).toEqual([3, 2, 1]);
    disk.fill(false);
    history.remove(entry(1));
    disk.fill(true);
    expect(history.restore(entry(1))).toBe('disk');
    expect(ats()).toEqual([3, 2]);
    expect(disk.failures).toHaveLength(2);
    disk.fill(false);
    expect(history.restore(entry(1))).toBe('restored');
  });

  test('only the last removed call can be restored, and only once', () => {
    const { history } = three();
    history.remove(entry(1));
    history.remove(entry(2));
    expect(history.restore(entry(1))).toBe('unknown');
    expect(history.restore(entry(2))).toBe('restored');
    expect(history.restore(entry(2))).toBe('unknown');
  });

  test('a call that was added again after its removal appears once after an undo', () => {
    const { history, ats } = three();
    history.remove(entry(2));
    history.add(entry(2));
    expect(history.restore(entry(2))).toBe('restored');
    expect(ats()).toEqual([3, 2, 1]);
    expect(history.restore(entry(2))).toBe('unknown');
  });

  test.each([
    ['the history was cleared', (history: History) => history.clear()],
    ['it has grown too old', (history: History) => history.keepSince(2)],
    ['no history may be kept any more', (history: History) => history.keepSince(Number.POSITIVE_INFINITY)],
  ])('a removed call cannot be restored once %s', (_why, end) => {
    const { history } = three();
    history.remove(entry(1));
    end(history);
    expect(history.restore(entry(1))).toBe('unknown');
  });
});
