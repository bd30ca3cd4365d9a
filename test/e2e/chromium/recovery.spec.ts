// A frame is lost in transit: the worker must report the gap, so that main can request a key frame. The engine's own
// timer of 3 s must not be needed. In place of main, the test tells the sender to send the key frame.
import { expect } from '@playwright/test';
import { test } from '../../support/chromium/page-fixture.ts';

for (const codec of ['VP8', 'VP9', 'AV1', 'H264'] as const) {
  test(`${codec}: a lost frame is reported, and a key frame is decoded within 2 s of the loss without a request of the engine`, async ({
    open,
  }) => {
    const run = await open('Chromium', 'tapped');
    const times = await run('recovery', codec);
    expect(times.mendedMs).toBeLessThan(2000);
    expect(times.plis).toBe(times.plisBefore);
  });
}
