// The call history: bounded, in order, and honest about a disk that refuses.
import { expect, test } from 'vitest';
import type { HistoryEntry } from '../../../src/contract/view.ts';
import { type HistoryState, openHistory } from '../../../src/main/calls/history.ts';
import { MemoryStore } from '../memory-store.ts';

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

test('only the last 200 calls are kept, newest first, whatever order they end in', () => {
  const store = new MemoryStore<HistoryState>();
  const history = openHistory(store, () => undefined);
  for (let n = 0; n < 250; n++) history.add(entry((n * 7) % 250));
  const kept = openHistory(store, () => undefined).entries();
  expect(kept.map((call) => call.at)).toEqual(Array.from({ length: 200 }, (_, n) => 249 - n));
});

test('a call that is told twice stands there once', () => {
  const history = openHistory(new MemoryStore<HistoryState>(), () => undefined);
  history.add(entry(1));
  history.add({ ...entry(1), outcome: 'hung-up' });
  expect(history.entries().map((call) => call.outcome)).toEqual(['hung-up']);
});

test('a cleared history is gone from the generation before, too, and not said to be gone before that', () => {
  const store = new MemoryStore<HistoryState>();
  let failures = 0;
  const history = openHistory(store, () => failures++);
  history.add(entry(1));
  store.isFull = true;
  expect(history.clear()).toBe('disk');
  expect(history.entries()).toHaveLength(1);
  history.add(entry(2));
  expect(failures).toBe(2);
  expect(history.entries()).toHaveLength(2);
  store.isFull = false;
  const before = store.writes;
  expect(history.clear()).toBe('cleared');
  expect(store.writes - before).toBe(2);
  expect(history.entries()).toEqual([]);
});
