// How long calls are kept: calls that a shorter retention excludes are deleted immediately, and calls that grow too old
// are deleted within a day.
import { expect, test } from 'vitest';
import type { HistoryEntry } from '../../../../src/contract/view.ts';
import type { History } from '../../../../src/main/calls/history/history.ts';
import { keepHistory } from '../../../../src/main/calls/history/retention.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';
import { MemoryHistory } from '../../memory-history.ts';

const DAY_MS = 86_400_000;

function bench(days: number, agesDays: readonly number[]) {
  const clock = new HandClock();
  const disk = new MemoryHistory();
  const history = disk.open(() => true);
  const entry = (ageDays: number): HistoryEntry => ({
    id: `${ageDays} days`,
    address: 'bert@demo.example',
    name: 'Bert',
    direction: 'in',
    media: 'audio',
    at: clock.nowMs() - ageDays * DAY_MS,
    durationMs: 0,
    verified: false,
    outcome: 'declined',
  });
  for (const age of agesDays) history.add(entry(age));
  const inForce = { days };
  const retention = keepHistory(history, () => inForce.days, clock, Promise.resolve());
  return { clock, disk, history, entry, inForce, retention };
}

const ids = (history: Pick<History, 'entries'>): readonly string[] => history.entries().map(({ id }) => id);

test('expired calls are deleted at the start with two writes, one for each generation on the disk', () => {
  const { history, disk } = bench(30, [1, 29, 31, 400]);
  expect(ids(history)).toEqual(['1 days', '29 days']);
  expect(disk.open().entries()).toHaveLength(2);
  expect(disk.writes).toBe(4 + 2);
});

test('a shorter retention applies immediately, and with zero days all calls are deleted and none is stored', () => {
  const { history, inForce, retention, entry } = bench(30, [1, 10, 20]);
  inForce.days = 7;
  retention.apply();
  expect(ids(history)).toEqual(['1 days']);
  inForce.days = 0;
  retention.apply();
  retention.add(entry(0));
  expect(ids(history)).toEqual([]);
  inForce.days = 7;
  retention.add(entry(0));
  expect(ids(history)).toEqual(['0 days']);
});

test('a call that is already too old when reported is not stored', () => {
  const { history, retention, entry } = bench(3, []);
  retention.add(entry(4));
  retention.add(entry(2));
  expect(ids(history)).toEqual(['2 days']);
});

test('a call that expires while the program runs is deleted within a day', async () => {
  const { history, clock } = bench(3, [1]);
  await clock.advance(DAY_MS);
  expect(ids(history)).toHaveLength(1);
  await clock.advance(2 * DAY_MS);
  expect(ids(history)).toEqual([]);
});

test('a retention that was stopped deletes nothing more', async () => {
  const { history, clock, retention } = bench(3, [1]);
  retention.stop();
  await clock.advance(9 * DAY_MS);
  expect(ids(history)).toHaveLength(1);
});

test('a full disk is reported once, and deletion is retried the next day', async () => {
  const { clock, history, disk, inForce, retention } = bench(30, [1, 10]);
  disk.fill(true);
  inForce.days = 5;
  retention.apply();
  retention.apply();
  expect(disk.failures).toEqual(['disk']);
  expect(ids(history)).toHaveLength(2);
  disk.fill(false);
  await clock.advance(DAY_MS);
  expect(ids(history)).toEqual(['1 days']);
});
