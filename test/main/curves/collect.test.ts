import { getHeapStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { giveMemoryBack } from '../../../src/main/curves/collect.ts';

it('what a burst of work took of memory is not kept for the next one', () => {
  let kept: unknown[] = [];
  for (let at = 0; at < 2_000_000; at++) kept.push({ at });
  const during = getHeapStatistics().total_physical_size;
  kept = [];
  giveMemoryBack();
  expect(kept).toEqual([]);
  expect(getHeapStatistics().total_physical_size).toBeLessThan(during / 2);
});
