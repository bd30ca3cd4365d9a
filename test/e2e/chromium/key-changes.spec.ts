// Keys change during a conversation (protocol §6, §7): in Chromium no change loses a frame of sound.
import { expect } from '@playwright/test';
import { test } from '../../support/chromium/page-fixture.ts';

test('ratchet steps and rekeys during sound drop no frame and leave no gap of a second', async ({ open }) => {
  const run = await open('Chromium', 'tapped');
  const result = await run('keyChanges');
  expect(result.changes).toBe(8);
  expect(result.heard).toBeGreaterThan(500);
  expect(result.drops).toEqual([]);
  expect(result.longestGapSeconds).toBeLessThan(1);
});
