import { beforeEach, describe, expect, test } from 'vitest';
import type { Steps } from '../../../src/core/steps.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import { createSignatureBudget, type SignatureBudget } from '../../../src/main/people/signature-budget.ts';
import { heldClock } from '../signalling/test-clock.ts';

let clock: ReturnType<typeof heldClock>;
let budget: SignatureBudget;
let made: string[];
beforeEach(() => {
  clock = heldClock();
  budget = createSignatureBudget(clock, createSlices());
  made = [];
});

function* checking(name: string, checks: number): Steps<string> {
  for (let n = 0; n < checks; n++) {
    yield;
    made.push(name);
  }
  return name;
}
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 1000; turn++) await new Promise(setImmediate);
};

describe('the budget of strangers’ signature checks', () => {
  test('all queued work together may check 64 signatures a second', async () => {
    const outcome = Promise.all([budget.run(checking('a', 50), 50), budget.run(checking('b', 60), 60)]);
    await settle();
    expect(made).toHaveLength(64);
    clock.advance(1000);
    expect(await outcome).toEqual(['a', 'b']);
    expect(made).toHaveLength(110);
  });

  test('the cheapest work runs first, even if it came last', async () => {
    const long = budget.run(checking('long', 100), 100);
    await settle();
    const short = budget.run(checking('short', 10), 10);
    clock.advance(1000);
    expect(await short).toBe('short');
    expect(made.slice(64, 74)).toEqual(Array.from({ length: 10 }, () => 'short'));
    await settle();
    clock.advance(1000);
    expect(await long).toBe('long');
  });

  test('unused signature checks are not saved up', async () => {
    clock.advance(60_000);
    void budget.run(checking('a', 200), 200);
    await settle();
    expect(made).toHaveLength(64);
  });

  test('the most expensive of 257 queued pieces of work is given up', async () => {
    const dearest = budget.run(checking('dearest', 100), 100);
    await settle();
    for (let n = 0; n < 256; n++) void budget.run(checking('cheap', 2), 2);
    expect(await dearest).toBe('given-up');
  });

  test('work that throws is rejected, and other work continues', async () => {
    const bug = budget.run(
      (function* (): Steps<never> {
        yield;
        throw new Error('bug');
      })(),
      1,
    );
    await expect(bug).rejects.toThrow('bug');
    expect(await budget.run(checking('a', 1), 1)).toBe('a');
  });
});
