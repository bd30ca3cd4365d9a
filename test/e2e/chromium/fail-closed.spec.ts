// Where the transform of a sender fails, nothing may leave: the whole table, in Chromium with the product's peer.
import { expect } from '@playwright/test';
import { test } from '../../support/chromium/page-fixture.ts';

for (const [way, trouble] of [
  ['missing', 'no transform was ever hung on'],
  ['dead', 'the worker was ended in the call'],
  ['nulled', 'the transform was taken off in the call'],
  ['throwing', 'the worker throws in its transform'],
  ['ignoring', 'the worker ignores its transform'],
  ['keyless', 'the worker has no key'],
] as const) {
  test(`not one packet leaves when ${trouble}`, async ({ runTapped }) => {
    const counts = await runTapped('failClosed', way);
    expect(counts.packets).toBe(0);
    expect(counts.audio).toBe(0);
    expect(counts.decoded).toBe(0);
  });
}

test('a late transform sends nothing before it is there, and sealed frames from then on', async ({ run }) => {
  const counts = await run('failClosed', 'late');
  expect(counts.packets).toBe(0);
  expect(counts.audio).toBe(0);
  expect(counts.decodedInTheEnd).toBeGreaterThanOrEqual(10);
});

for (const codec of ['VP8', 'VP9', 'AV1', 'H264'] as const) {
  test(`a receiver without the keys gets every ${codec} packet and decodes nothing`, async ({ run }) => {
    const result = await run('withoutKeys', codec);
    expect(result.video.packetsReceived).toBeGreaterThanOrEqual(20);
    expect(result.video.framesDecoded).toBe(0);
    expect(result.opened).toBe(0);
  });
}
