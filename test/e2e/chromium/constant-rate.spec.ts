// Voice at a constant bit rate: the packet sizes that a relay or a network provider sees do not follow the sound. In
// each engine, averages over 20 packets are compared. The tests compare sizes and not times, so they can run in
// parallel with others.
import { expect } from '@playwright/test';
import { engines, test } from '../../support/chromium/page-fixture.ts';

for (const engine of engines) {
  const asked = `${engine}: if one side asks for a constant rate, every 20 voice packets have the same average size on both sides`;
  test(asked, { tag: '@waits' }, async ({ open }) => {
    const run = await open(engine);
    const { caller, callee, codecs } = await run('voiceSizes', true);
    expect(codecs).toEqual(['audio/opus', 'audio/opus']);
    expect(new Set([...caller, ...callee]).size).toBe(1);
    expect(Number.isInteger(caller[0])).toBe(true);
  });

  test(`${engine}: without a constant rate, the sizes of voice packets differ`, { tag: '@waits' }, async ({ open }) => {
    const run = await open(engine);
    const { caller } = await run('voiceSizes', false);
    expect(new Set(caller).size).toBeGreaterThan(4);
  });
}
