import { expect, test } from 'vitest';
import { steady } from '../../../src/main/time/steady.ts';

test('steady time follows the clock and continues from the same value when the clock is set back', () => {
  let clockMs = 1000;
  const nowMs = steady({ nowMs: () => clockMs });
  expect(nowMs()).toBe(1000);
  clockMs = 1500;
  expect(nowMs()).toBe(1500);
  clockMs = 200; // set back
  expect([nowMs(), nowMs()]).toEqual([1500, 1500]);
  clockMs = 700;
  expect(nowMs()).toBe(2000);
  clockMs = 100; // and once more
  expect(nowMs()).toBe(2000);
  clockMs = 9000; // corrected, or the machine slept
  expect(nowMs()).toBe(10_900);
});

test('when a timer fires, steady time moves forward to the timer’s due time, even if the clock was set back', () => {
  let clockMs = 1000;
  const nowMs = steady({ nowMs: () => clockMs });
  nowMs();
  clockMs = 300; // 700 ms back
  expect(nowMs(2000)).toBe(2000);
  clockMs = 400;
  expect(nowMs()).toBe(2100);
  expect(nowMs(1500)).toBe(2100); // that time is long past
});
