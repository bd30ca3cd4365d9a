// Sealed calls with every video codec, in both engines, with the product's own connection and worker.
import { expect } from '@playwright/test';
import { engines, test } from '../../support/chromium/page-fixture.ts';

const codecs = ['VP8', 'VP9', 'AV1', 'H264'] as const;
const cases = engines.flatMap((engine) => codecs.map((codec) => ({ engine, codec })));

for (const { engine, codec } of cases) {
  test(`${engine}: a ${codec} call is sealed, opened and decoded without losing a frame`, async ({ open }) => {
    const run = await open(engine);
    const call = await run('codec', codec);
    expect(call.received.codec.toUpperCase()).toBe(`VIDEO/${codec}`);
    expect(call.received.framesDecoded).toBeGreaterThanOrEqual(60);
    // The decoder may still hold the last two frames.
    expect(call.sealed - call.received.framesDecoded).toBeLessThanOrEqual(2);
    expect(call.likeness).toBeGreaterThan(0.9); // it is the picture that was sent
    expect(call.received.keyFramesDecoded).toBeLessThan(call.received.framesDecoded / 4);
    expect(call.opened).toBe(call.sealed);
    expect(call.sealed).toBe(call.sent.framesEncoded);
    // Bandwidth probes send packets again, and the engine then delivers whole frames twice. These replays must not
    // pass.
    expect(call.drops.filter((drop) => !drop.startsWith('1 open replay'))).toEqual([]);
    expect(call.audio.codec).toBe('audio/red');
    expect(call.audioOpened).toBeGreaterThan(20);
  });
}

test('both sides report the fingerprint of the peer’s live certificate, equal to that in the peer’s description', async ({
  open,
}) => {
  const run = await open('Chromium');
  const call = await run('codec', 'VP8');
  const inOffer = /a=fingerprint:(.*)\r/.exec(call.offer)?.[1];
  const inAnswer = /a=fingerprint:(.*)\r/.exec(call.answer)?.[1];
  expect(call.fingerprints).toEqual([inOffer, inAnswer]);
});
