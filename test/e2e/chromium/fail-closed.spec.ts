// If the transform of a sender fails, nothing may be sent: each kind of failure, in both engines. Also what a receiver
// without the keys can show.
import { expect } from '@playwright/test';
import { engines, test } from '../../support/chromium/page-fixture.ts';

const failures = [
  ['missing', 'no transform was ever attached'],
  ['dead', 'the worker was ended in the call'],
  ['nulled', 'the transform was taken off in the call'],
  ['throwing', 'the worker throws in its transform'],
  ['ignoring', 'the worker ignores its transform'],
  ['keyless', 'the worker lost its keys in the call'],
] as const;
const cases = engines.flatMap((engine) => failures.map(([way, trouble]) => ({ engine, way, trouble })));

for (const { engine, way, trouble } of cases) {
  test(`${engine}: no packet leaves when ${trouble}`, async ({ open }) => {
    const run = await open(engine, 'tapped');
    const counts = await run('failClosed', way);
    expect(counts.packets).toBe(0);
    expect(counts.audio).toBe(0);
    expect(counts.decoded).toBe(0);
  });
}

for (const engine of engines) {
  test(`${engine}: nothing is sent before a late transform is attached, and frames sent afterwards open`, async ({
    open,
  }) => {
    const run = await open(engine);
    const counts = await run('failClosed', 'late');
    expect(counts.packets).toBe(0);
    expect(counts.audio).toBe(0);
    expect(counts.decodedInTheEnd).toBeGreaterThanOrEqual(10);
  });
}

for (const codec of ['VP8', 'VP9', 'AV1', 'H264'] as const) {
  test(`a receiver without the keys gets ${codec} packets and decodes nothing`, async ({ open }) => {
    const run = await open('Chromium');
    const result = await run('withoutKeys', codec, 'ours');
    expect(result.video.packetsReceived).toBeGreaterThanOrEqual(30);
    expect(result.video.framesDecoded).toBe(0);
    expect(result.opened).toBe(0);
  });

  test(`a receiver that decodes sealed ${codec} frames without opening them does not show the picture`, async ({
    open,
  }) => {
    const run = await open('Chromium', 'tapped');
    const result = await run('withoutKeys', codec, 'foreign');
    expect(result.video.packetsReceived).toBeGreaterThanOrEqual(30);
    // The H264 decoder conceals errors and counts frames of noise. For H264 the test therefore checks only that the
    // sent picture is not shown.
    if (codec !== 'H264') expect(result.video.framesDecoded).toBe(0);
    expect(result.likeness).toBeLessThan(0.6);
  });
}
