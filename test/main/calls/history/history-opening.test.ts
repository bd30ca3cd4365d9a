// Opening a long call history reads only its newest parts. The other parts are read one by one, or all at once for a
// request that needs them.
import { expect, test } from 'vitest';
import { keepHistory } from '../../../../src/main/calls/history/retention.ts';
import { HistoryState } from '../../../../src/main/calls/history/history-parts.ts';
import { runSteps } from '../../../../src/core/steps.ts';
import type { HistoryEntry } from '../../../../src/contract/view.ts';
import { type Files, systemFiles } from '../../../../src/main/vault/files.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';
import { missedOf, placed } from './call-entries.ts';
import { anna, HistoryRig } from './history-rig.ts';

const rig = new HistoryRig();
const DAY_MS = 86_400_000;
const timesOf = (calls: readonly HistoryEntry[]): readonly number[] => calls.map(({ at }) => at);
const newestOf = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => count - n);

/** Files that record which parts were read. */
function watched(): { readonly files: Files; readonly read: () => readonly string[] } {
  const read: string[] = [];
  const files: Files = {
    ...systemFiles,
    read: (path) => {
      const name = /(history-\d+)\.sealed$/u.exec(path)?.[1]; // the file name, since the folder may match as well
      if (name !== undefined) read.push(name);
      return systemFiles.read(path);
    },
  };
  return { files, read: () => read };
}

/** Writes these calls as the sealed part of this number. */
function write(number: number, entries: HistoryEntry[]): void {
  expect(rig.vault().shelf('history', HistoryState, 1).part(number).write({ entries })).toBe('written');
}

test('opening a history of ten thousand calls reads only the four newest parts', () => {
  rig.fill(10_000);
  const { files, read } = watched();
  const history = rig.open(files);
  expect(timesOf(history.newest())).toEqual(newestOf(10_000).slice(0, 200));
  expect(read()).toEqual(['history-200', 'history-199', 'history-198', 'history-197']);
});

test('the rest of the history is read one part per step until it is complete', () => {
  rig.fill(10_000);
  const { files, read } = watched();
  const history = rig.open(files);
  const steps = history.readRest();
  for (let step = 0; step < 11; step++) steps.next();
  expect(read()).toHaveLength(14);
  runSteps(steps);
  expect(read()).toHaveLength(200);
  expect(timesOf(history.entries())).toEqual(newestOf(10_000));
  expect(read()).toHaveLength(200); // each part once
});

test('a request that may concern any call includes the parts of the history that are not read yet', () => {
  rig.fill(1000);
  expect(timesOf(rig.open().entries())).toEqual(newestOf(1000));
  expect(rig.open().read({ text: anna, limit: 1, before: { ...missedOf(anna, 8), at: 8 } }).entries).toMatchObject([
    { at: 7 },
  ]);
  expect(rig.open().has(missedOf(anna, 3))).toBe(true);
  expect(rig.open().remove(missedOf(anna, 3))).toBe('removed');
  const history = rig.open();
  history.add({ ...missedOf(anna, 5), outcome: 'declined' }); // added again, so the earlier record is replaced
  expect(history.entries()).toHaveLength(999);
});

test('clearing a partly read history clears all of it', () => {
  rig.fill(1000);
  expect(rig.names().filter((name) => /^history-\d/u.test(name))).not.toEqual([]);
  expect(rig.open().clear()).toBe('cleared');
  expect(rig.names().filter((name) => /^history-\d/u.test(name))).toEqual([]);
  expect(rig.open().entries()).toEqual([]);
});

test('a person whose only earlier call is in an unread part does not count as a stranger', () => {
  rig.fill(1000);
  const before = placed(1);
  write(1, [before]);
  const history = rig.open();
  history.add(missedOf(before.address, 2000));
  expect(history.newest()[0]).toMatchObject({ at: 2000, address: before.address });
  expect(history.newest()[0]).not.toHaveProperty('stranger');
});

test('a call in an old part whose time is the latest joins the newest calls once that part is read', () => {
  rig.fill(1000);
  write(1, [missedOf(anna, 5000)]);
  const history = rig.open();
  expect(history.newest()[0]?.at).toBe(1000);
  let news = 0;
  history.onChange(() => news++);
  runSteps(history.readRest());
  expect([news, history.newest()[0]?.at]).toEqual([1, 5000]);
});

test('a call that a crash left in two parts appears once, with the outcome from the newer part', () => {
  rig.fill(1000);
  write(1, [missedOf(anna, 1), { ...missedOf(anna, 990), outcome: 'declined' }]);
  const history = rig.open();
  runSteps(history.readRest());
  expect(history.entries().filter(({ at }) => at === 990)).toMatchObject([{ outcome: missedOf(anna, 990).outcome }]);
  expect(rig.open().entries()).toHaveLength(1000 - 49);
});

test('a part of the history that does not open is kept aside when it is read', () => {
  rig.fill(1000);
  rig.open().see(); // every part has a previous generation
  for (const name of ['history-2.sealed', 'history-2.sealed.previous']) rig.damage(name);
  const vault = rig.vault();
  const history = rig.historyOf(vault);
  expect(vault.damages()).toEqual([]);
  runSteps(history.readRest());
  expect(vault.damages()).toMatchObject([{ purpose: 'history-2' }, { purpose: 'history-2' }]);
  expect([history.entries().length, history.read({ limit: 0 }).keptAside]).toEqual([950, 1]);
});

test('expired calls disappear immediately from read parts, and from all parts once a window is shown', async () => {
  const clock = new HandClock();
  rig.fill(1000);
  const aged = (ageDays: number): HistoryEntry => missedOf(anna, clock.nowMs() - ageDays * DAY_MS);
  write(1, [aged(10), aged(2)]);
  write(20, [aged(9), aged(1)]);
  for (let number = 2; number < 20; number++) {
    write(
      number,
      Array.from({ length: 50 }, (_, n) => missedOf(anna, clock.nowMs() - 3 * DAY_MS + number * 100 + n)),
    );
  }
  const history = rig.open();
  const shown = Promise.withResolvers<void>();
  const retention = keepHistory(history, () => 7, clock, shown.promise);
  expect(history.newest().some(({ at }) => at < clock.nowMs() - 7 * DAY_MS)).toBe(false);
  shown.resolve();
  await expect
    .poll(() =>
      rig
        .open()
        .entries()
        .every(({ at }) => at >= clock.nowMs() - 7 * DAY_MS),
    )
    .toBe(true);
  retention.stop();
});

test('removing expired calls from the read parts reads no other part, even if a whole part has expired', () => {
  rig.fill(1000);
  const { files, read } = watched();
  expect(rig.open(files).keepReadSince(1001)).toBe('kept');
  expect(read()).toHaveLength(4);
});

test('once all parts are read, a part that was kept aside is discarded if it is older than an expired part', () => {
  rig.fill(1000);
  rig.open().see(); // every part has a previous generation
  for (const name of ['history-18.sealed', 'history-18.sealed.previous']) rig.damage(name);
  const history = rig.open();
  history.keepReadSince(1001);
  expect(history.keepSince(1001)).toBe('kept');
  expect(history.read({ limit: 0 }).keptAside).toBe(0);
});

test('a history locked before a window is shown is not read further', async () => {
  rig.fill(1000);
  const { files, read } = watched();
  const shown = Promise.withResolvers<void>();
  const retention = keepHistory(rig.open(files), () => 100_000, new HandClock(), shown.promise);
  retention.stop();
  shown.resolve();
  await shown.promise;
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(read()).toHaveLength(4);
});
