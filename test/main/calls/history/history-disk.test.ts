// The call history in real sealed files: what ten thousand calls cost, and what a crash or a full disk leaves.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/main/calls/history/history.ts';
import { type Files, systemFiles } from '../../../../src/main/vault/files.ts';
import { Crash, fragileFiles } from '../../vault/fragile-files.ts';
import { missedOf, placed } from './call-entries.ts';
import { anna, HistoryRig } from './history-rig.ts';

const rig = new HistoryRig();
const ids = (history: History): readonly string[] => history.entries().map(({ id }) => id);

describe('a history of ten thousand calls', () => {
  test('one more call writes hardly more bytes with ten thousand calls than with fifty, and all calls are read within two seconds', () => {
    const most = { bytes: 0 };
    const counting: Files = {
      ...systemFiles,
      write: (path, bytes) => {
        most.bytes += bytes.length;
        systemFiles.write(path, bytes);
      },
    };
    const costs = (count: number): number => {
      rig.fill(count);
      const history = rig.open(counting);
      let worst = 0;
      for (let n = 0; n < 60; n++) {
        most.bytes = 0;
        history.add(placed(20_000 + n, { address: anna }));
        worst = Math.max(worst, most.bytes);
      }
      history.clear();
      return worst;
    };
    const [few, many] = [costs(50), costs(9900)];
    expect(many).toBeLessThanOrEqual(few + 200); // some timestamps have one more digit
    expect(many).toBeLessThan(20_000);
    rig.fill(10_000);
    const before = performance.now();
    expect(rig.open().entries()).toHaveLength(10_000);
    expect(performance.now() - before).toBeLessThan(2000); // it took 80 ms when this was written
  });

  test('the history holds ten thousand calls at most, and one more call drops the oldest fifty', () => {
    rig.fill(10_000);
    const history = rig.open();
    history.add(missedOf(anna, 10_001));
    expect(history.entries()).toHaveLength(9951);
    expect(history.entries().at(-1)?.at).toBe(51);
    expect(ids(rig.open())).toEqual(ids(history));
    expect(rig.names().filter((name) => name.startsWith('history-1.'))).toEqual([]);
  });

  test('expiry deletes whole parts of the history and rewrites only the part that also holds newer calls', () => {
    rig.fill(10_000);
    const written: string[] = [];
    const history = rig.open({
      ...systemFiles,
      write: (path, bytes) => {
        written.push(path);
        systemFiles.write(path, bytes);
      },
    });
    expect(history.keepSince(126)).toBe('kept');
    expect(written.map((path) => path.slice(rig.directory.length + 1))).toEqual([
      'history-3.sealed.new',
      'history-3.sealed.new',
    ]);
    expect(rig.names().filter((name) => /^history-[12]\./u.test(name))).toEqual([]);
    expect(rig.open().entries().at(-1)?.at).toBe(126);
  });

  test('the newest calls are the same array until a call is added', () => {
    rig.fill(1000);
    const history = rig.open();
    const newest = history.newest();
    expect(newest).toHaveLength(200);
    expect(history.newest()).toBe(newest);
    history.add(missedOf(anna, 5000));
    expect(history.newest()[0]?.at).toBe(5000);
  });
});

describe('a crash while the history is written', () => {
  type Run = (history: History) => unknown;
  type After = (before: readonly string[]) => readonly string[];
  const flood = (history: History): void => history.add(missedOf('eve@far.example', 9000));
  const cleo = 'cleo@c.example';
  // `ofAnna` calls with Anna, and 100 of strangers. One of the strangers is Cleo, who is called back: the next
  // stranger's call moves Cleo's missed call to the known calls.
  function begin(ofAnna: number): void {
    rig.fill(ofAnna);
    const history = rig.open();
    history.add(missedOf(cleo, 100));
    for (let n = 1; n < 100; n++) history.add(missedOf(`m${n}@far.example`, 100 + n));
    history.add(placed(500, { address: cleo }));
  }

  test.each<[string, Run, After]>([
    [
      'of adding a call that fills its part',
      (history) => history.add(missedOf(anna, 9000)),
      (before) => ['call 9000', ...before],
    ],
    ['of adding a stranger’s call beyond their share', flood, (before) => ['call 9000', ...before]],
    [
      'of removing a call',
      (history) => history.remove(missedOf(anna, 7)),
      (before) => before.filter((id) => id !== 'call 7'),
    ],
    ['of looking at the history', (history) => history.see(), (before) => before],
    [
      'of removing calls that are too old',
      (history) => history.keepSince(90),
      (before) => before.filter((id) => Number(id.slice(5)) >= 90),
    ],
  ])('a crash at any step %s leaves each call once and damages nothing', (_what, run, after) => {
    begin(48);
    expect(crashAtEachStep(run, after)).toBeGreaterThan(3);
  });

  test('a crash at any step of adding a call that needs a new part leaves each call once and damages nothing', () => {
    begin(49);
    const crashes = crashAtEachStep(
      (history) => history.add(missedOf(anna, 9000)),
      (before) => ['call 9000', ...before],
    );
    expect(crashes).toBe(3);
    expect(rig.names()).toContain('history-2.sealed');
  });

  // Lets `run` crash at each step in turn, until it is done without a crash. Returns how many crashes there were.
  function crashAtEachStep(run: Run, after: After): number {
    const before = ids(rig.open());
    const wanted = [before.toSorted(), after(before).toSorted()];
    const saved = join(rig.root, 'saved');
    cpSync(rig.directory, saved, { recursive: true });
    let crashes = 0;
    for (let at = 0; ; at++) {
      rmSync(rig.directory, { recursive: true });
      cpSync(saved, rig.directory, { recursive: true });
      const outcome = attempt(() => run(rig.open(fragileFiles({ at, kind: 'crash' }))));
      const vault = rig.vault();
      const found = ids(rig.historyOf(vault)).toSorted();
      expect(vault.damages()).toEqual([]);
      expect(wanted).toContainEqual(found);
      if (outcome === 'done') break;
      crashes++;
    }
    return crashes;
  }

  function attempt(run: () => unknown): 'done' | 'crashed' {
    try {
      run();
      return 'done';
    } catch (error) {
      if (error instanceof Crash) return 'crashed';
      throw error;
    }
  }
});

test('a call that is added while the disk is full is written with the next call', () => {
  rig.fill(3);
  let isFull = true;
  const history = rig.open({
    ...systemFiles,
    write: (path, bytes) => {
      if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      systemFiles.write(path, bytes);
    },
  });
  history.add(missedOf(anna, 10));
  expect([rig.failures.length, history.entries().length, rig.open().entries().length]).toEqual([1, 4, 3]);
  isFull = false;
  history.add(missedOf(anna, 11));
  expect(ids(rig.open())).toEqual(ids(history));
});

test('a cleared history leaves no call on the disk in any generation', () => {
  rig.fill(120);
  const history = rig.open();
  history.add(missedOf('eve@far.example', 500));
  expect(history.clear()).toBe('cleared');
  expect(rig.names()).toEqual(['history.sealed', 'history.sealed.previous']);
  const before = rig.vault();
  rmSync(join(rig.directory, 'history.sealed'));
  expect(rig.historyOf(before).entries()).toEqual([]);
});
