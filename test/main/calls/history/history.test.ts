// The call history: bounded, in order, and honest about a disk that refuses.
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

test('a call that is told twice stands there once', () => {
  const history = new MemoryHistory().open();
  history.add(entry(1));
  history.add({ ...entry(1), outcome: 'hung-up' });
  expect(history.entries().map((call) => call.outcome)).toEqual(['hung-up']);
});

test('a cleared history is gone from the generation before, too, and not said to be gone before that', () => {
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

describe('a missed call', () => {
  test('waits to be seen, also over a restart, and is counted no more once it was', () => {
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

  test('is seen for now where the disk refuses, and that is said', () => {
    const disk = new MemoryHistory();
    const history = disk.open();
    history.add(missed);
    disk.fill(true);
    history.see();
    expect([unseenCalls(history.entries()), disk.failures.length]).toEqual([0, 1]);
  });
});

describe('one call', () => {
  function three() {
    const disk = new MemoryHistory();
    const history = disk.open();
    for (const n of [1, 2, 3]) history.add(entry(n));
    return { disk, history, ats: () => history.entries().map(({ at }) => at) };
  }

  test('that was removed is gone from the generation before, too, and comes back to its place by undo', () => {
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

  test('is told by address and direction from another under the same id', () => {
    const { history } = three();
    history.add({ ...entry(2), direction: 'in', at: 9 });
    history.add({ ...entry(2), address: 'eve@demo.example', at: 8 });
    expect(history.remove({ ...entry(2), address: 'nobody@demo.example' })).toBe('unknown');
    expect(history.remove({ ...entry(2), address: 'eve@demo.example' })).toBe('removed');
    expect(history.entries().map(({ at }) => at)).toEqual([9, 3, 2, 1]);
  });

  test('does not pretend to be gone, or back, while the disk refuses', () => {
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

  test('comes back once, and only the last one removed', () => {
    const { history } = three();
    history.remove(entry(1));
    history.remove(entry(2));
    expect(history.restore(entry(1))).toBe('unknown');
    expect(history.restore(entry(2))).toBe('restored');
    expect(history.restore(entry(2))).toBe('unknown');
  });

  test('that was told again since it was removed stands there once after an undo', () => {
    const { history, ats } = three();
    history.remove(entry(2));
    history.add(entry(2));
    expect(history.restore(entry(2))).toBe('restored');
    expect(ats()).toEqual([3, 2, 1]);
    expect(history.restore(entry(2))).toBe('unknown');
  });

  test.each([
    ['was cleared with all others', (history: History) => history.clear()],
    ['has grown too old', (history: History) => history.keepSince(2)],
    ['no history may be kept any more', (history: History) => history.keepSince(Number.POSITIVE_INFINITY)],
  ])('does not come back where it %s', (_why, end) => {
    const { history } = three();
    history.remove(entry(1));
    end(history);
    expect(history.restore(entry(1))).toBe('unknown');
  });
});
