// Whole calls of two or three devices, by chance: messages are lost, come twice, late and in another order, links and ways go and come
// back, people and machines do something at any moment. What must hold at each step and at the end is checked in histories/.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histories, tell } from './histories/tell.ts';

const HISTORIES = 100_000;
const TIMEOUT_MS = 300_000; // ends what hangs

test(
  `${HISTORIES.toLocaleString('en')} calls by chance: what has ended stays so, keys are granted in time and forgotten, and both sides come to one end`,
  () => {
    const ends = new Map<string, number>();
    fc.assert(
      fc.property(histories, (drawn) => {
        const { end } = tell(drawn);
        ends.set(end, (ends.get(end) ?? 0) + 1);
      }),
      { numRuns: HISTORIES },
    );
    // They are no histories of nothing: many calls are live at the end, and many different things become of the others.
    const live = [...ends].filter(([end]) => end.split(', ').filter((one) => one === 'live').length === 2);
    expect(live.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(HISTORIES / 10);
    expect(ends.size).toBeGreaterThan(200);
  },
  TIMEOUT_MS,
);
