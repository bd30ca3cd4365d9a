// Voice at a constant bit rate: the sizes that a relay or a provider can count reveal nothing about the speech. Each
// engine, both directions. The test compares sizes and not times, so it may run in parallel with others.
import { expect } from '@playwright/test';
import { engines, test } from '../../support/chromium/page-fixture.ts';

for (const engine of engines) {
  const asked = `${engine}: every packet of both sides has one size, in speech and in silence, if one side asks for it`;
  test(asked, { tag: '@waits' }, async ({ open }) => {
    const run = await open(engine);
    const { caller, callee, codecs } = await run('voiceSizes', true);
    expect(codecs).toEqual(['audio/opus', 'audio/opus']);
    expect(new Set([...caller, ...callee]).size).toBe(1);
    expect(Number.isInteger(caller[0])).toBe(true);
  });

  test(`${engine}: without a constant rate, packet sizes follow the voice`, { tag: '@waits' }, async ({ open }) => {
    const run = await open(engine);
    const { caller } = await run('voiceSizes', false);
    expect(new Set(caller).size).toBeGreaterThan(4);
  });
}
