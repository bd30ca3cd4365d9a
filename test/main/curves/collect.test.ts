import { getHeapStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { collectGarbage, giveMemoryBack } from '../../../src/main/curves/collect.ts';

it('releasing memory returns more of a burst’s memory to the system than a plain collection', () => {
  const sizeOf = (): number => getHeapStatistics().total_physical_size;
  giveMemoryBack();
  const before = sizeOf();
  let kept: unknown[] = [];
  for (let at = 0; at < 2_000_000; at++) kept.push({ at });
  kept = [];
  collectGarbage();
  const collected = sizeOf() - before;
  giveMemoryBack();
  expect(kept).toEqual([]);
  expect(sizeOf() - before).toBeLessThan(collected / 2);
});
