import { describe, expect, test } from 'vitest';
import { runSteps, type Steps } from '../../../src/core/steps.ts';
import { createSlices } from '../../../src/main/time/slices.ts';

/** Work of `count` steps that records each step and returns `name`. */
function* work(name: string, count: number, done: string[]): Steps<string> {
  for (let step = 1; step <= count; step++) {
    done.push(`${name}${step}`);
    yield;
  }
  return name;
}

describe('sliced work', () => {
  test('sliced work runs one step per turn, in rotation, and returns its result', async () => {
    const done: string[] = [];
    const turns: string[][] = [];
    const slices = createSlices((next) =>
      setImmediate(() => {
        const before = done.length;
        next();
        turns.push(done.slice(before));
      }),
    );
    const outcomes = Promise.all([slices.run(work('a', 3, done)), slices.run(work('b', 1, done))]);
    expect([slices.isBusy(), done]).toEqual([true, []]);
    expect(await outcomes).toEqual(['a', 'b']);
    expect(done).toEqual(['a1', 'b1', 'a2', 'a3']);
    expect(Math.max(...turns.map(({ length }) => length))).toBe(1);
    expect(slices.isBusy()).toBe(false);
  });

  test('sliced work lets the event loop run other callbacks between its steps', async () => {
    const slices = createSlices();
    let between = 0;
    const tick = (): void => {
      between++;
      setImmediate(tick);
    };
    setImmediate(tick);
    await slices.run(work('a', 50, []));
    expect(between).toBeGreaterThan(40);
  });

  test('a step that throws rejects the promise of its work, and other work continues', async () => {
    const slices = createSlices();
    // oxlint-disable-next-line require-yield
    const broken = (function* (): Steps<string> {
      throw new Error('a bug');
    })();
    const others = slices.run(work('a', 2, []));
    await expect(slices.run(broken)).rejects.toThrow('a bug');
    expect(await others).toBe('a');
  });

  test('sliced work that is added after earlier work has ended runs too', async () => {
    const slices = createSlices();
    const first = await slices.run(work('a', 1, []));
    expect([first, await slices.run(work('b', 2, []))]).toEqual(['a', 'b']);
  });

  test('if all steps of sliced work run in one turn, the work returns the same result', () => {
    const done: string[] = [];
    expect(runSteps(work('a', 2, done))).toBe('a');
    expect(done).toEqual(['a1', 'a2']);
  });
});
