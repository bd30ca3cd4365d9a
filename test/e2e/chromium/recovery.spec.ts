// A frame is lost in transit: the picture must be repaired by a sealed key-frame request, not by the engine's own 3 s
// timer.
import { expect } from '@playwright/test';
import { test } from '../../support/chromium/page-fixture.ts';

for (const codec of ['VP8', 'VP9', 'AV1', 'H264'] as const) {
  test(`${codec}: one lost frame is repaired by a key frame requested over the sealed channel`, async ({ open }) => {
    const run = await open('Chromium', 'tapped');
    const times = await run('recovery', codec);
    expect(times.mendedMs).toBeLessThan(2000);
    expect(times.plis).toBe(times.plisBefore);
  });
}
