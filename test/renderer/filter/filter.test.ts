// The parts of the worker that removes noise from the microphone's sound, with the same module that is shipped.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FRAME, RATE_HZ, loadDenoiser } from '../../../src/renderer/filter/denoiser.ts';
import { LossWatch } from '../../../src/renderer/filter/loss-watch.ts';
import { createResampler } from '../../../src/renderer/filter/resample.ts';
import { SoundFilter } from '../../../src/renderer/filter/sound-filter.ts';

const module = Uint8Array.from(
  readFileSync(new URL('../../../node_modules/@sapphi-red/web-noise-suppressor/dist/rnnoise.wasm', import.meta.url)),
);
const tone = (hz: number, rateHz: number, seconds: number): Float32Array =>
  Float32Array.from({ length: rateHz * seconds }, (_s, at) => 0.5 * Math.sin((2 * Math.PI * hz * at) / rateHz));
const rms = (samples: Float32Array): number => Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);
function fan(seconds: number): Float32Array {
  let seed = 1;
  let low = 0;
  return Float32Array.from({ length: RATE_HZ * seconds }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    low = 0.9 * low + 0.1 * (seed / 2 ** 31 - 1);
    return 0.4 * low;
  });
}

test('the noise filter reduces the noise of a fan by more than 20 dB, even if the pieces of sound are not whole frames', async () => {
  const filter = new SoundFilter(await loadDenoiser(module));
  const sound = fan(4);
  const pieces: Float32Array[] = [];
  for (let from = 0; from < sound.length; from += 441)
    pieces.push(filter.push(sound.subarray(from, from + 441), RATE_HZ));
  const cleaned = Float32Array.from(pieces.flatMap((piece) => [...piece]));
  expect(sound.length - cleaned.length).toBeLessThan(FRAME); // less than a frame is held back
  expect(pieces.every((piece) => piece.length % FRAME === 0)).toBe(true);
  expect(20 * Math.log10(rms(cleaned.subarray(RATE_HZ)) / rms(sound))).toBeLessThan(-20);
});

test('an invalid module of the noise filter is refused', async () => {
  await expect(loadDenoiser(module.slice(0, 1000))).rejects.toThrow(WebAssembly.CompileError);
});

test.each([
  [44_100, 'a sound card'],
  [16_000, 'a Bluetooth headset'],
  [8000, 'an old Bluetooth headset'],
  [96_000, 'a studio microphone'],
])(
  'a tone sampled at %i Hz, as by %s, keeps its pitch, length and level when it is resampled to 48,000 Hz',
  (rateHz) => {
    const sound = tone(1000, rateHz, 1);
    const resample = createResampler(rateHz, RATE_HZ);
    const pieces: number[] = [];
    const size = Math.round(rateHz / 100);
    for (let from = 0; from < sound.length; from += size) pieces.push(...resample(sound.subarray(from, from + size)));
    // The last samples are missing, because the resampler still waits for their neighbours.
    expect(Math.abs(pieces.length - RATE_HZ)).toBeLessThan(100);
    const middle = Float32Array.from(pieces.slice(4800, 43_200));
    // Fits a sine and a cosine at the frequency of the tone, so that its phase does not matter. The rest is the error.
    let [sine, cosine] = [0, 0];
    const turn = (2 * Math.PI * 1000) / RATE_HZ;
    for (const [at, sample] of middle.entries()) {
      sine += sample * Math.sin(turn * at);
      cosine += sample * Math.cos(turn * at);
    }
    const [a, b] = [(2 * sine) / middle.length, (2 * cosine) / middle.length];
    const rest = middle.map((sample, at) => sample - a * Math.sin(turn * at) - b * Math.cos(turn * at));
    expect(Math.hypot(a, b)).toBeCloseTo(0.5, 2);
    expect(20 * Math.log10(rms(rest) / rms(middle))).toBeLessThan(-60);
  },
);

test('the noise filter continues with whole frames when the sample rate changes', () => {
  const seen: number[] = [];
  const filter = new SoundFilter((frame) => void seen.push(frame.length));
  filter.push(tone(300, RATE_HZ, 1), RATE_HZ);
  filter.push(tone(300, 16_000, 1), 16_000);
  expect(new Set(seen)).toEqual(new Set([FRAME]));
  expect(seen.length).toBeGreaterThanOrEqual(199);
});

const PIECE_US = 10_000;

test('a machine that loses one second of sound once is not too slow, and a machine that loses a sixth of its sound is too slow', () => {
  const watch = new LossWatch();
  let atUs = 0;
  const hear = (pieces: number, lostUs: number): boolean => {
    atUs += lostUs;
    let isSlow = false;
    for (let piece = 0; piece < pieces; piece++, atUs += PIECE_US) isSlow ||= watch.isTooSlow(atUs, PIECE_US);
    return isSlow;
  };
  expect(hear(500, 0)).toBe(false);
  expect(hear(500, 1_000_000)).toBe(false); // a single gap, however long
  expect(hear(1500, 0)).toBe(false);
  expect(Array.from({ length: 8 }, () => hear(100, 200_000)).includes(true)).toBe(true);
});

test('a loss more than ten seconds ago no longer counts', () => {
  const watch = new LossWatch();
  const verdicts: boolean[] = [];
  let atUs = 0;
  for (let round = 0; round < 5; round++) {
    atUs += 1_000_000;
    for (let piece = 0; piece < 1100; piece++, atUs += PIECE_US) verdicts.push(watch.isTooSlow(atUs, PIECE_US));
  }
  expect(verdicts).not.toContain(true);
});

test('a long pause or a jump back in time, as when a headset changes its profile, does not count as a slow machine', () => {
  const watch = new LossWatch();
  let atUs = 0;
  for (const pauseUs of [1_600_000, 60_000_000, -3_000_000]) {
    atUs += pauseUs;
    for (let piece = 0; piece < 300; piece++, atUs += PIECE_US) expect(watch.isTooSlow(atUs, PIECE_US)).toBe(false);
  }
});

test.each([
  ['6 ms late, then 6 ms early', [6000, -6000]],
  ['6 ms late, then 3 ms early twice', [6000, -3000, -3000]],
])('timestamps that jitter (%s) do not count as lost sound', (_what, swings) => {
  const watch = new LossWatch();
  let atUs = 0;
  for (let piece = 0; piece < 3000; piece++, atUs += PIECE_US) {
    atUs += swings[piece % swings.length] ?? 0;
    expect(watch.isTooSlow(atUs, PIECE_US)).toBe(false);
  }
});

test('a machine that loses less than the tolerated jitter at each piece, but nearly a quarter of all sound, is too slow', () => {
  const watch = new LossWatch();
  const verdicts = Array.from({ length: 1000 }, (_piece, at) => watch.isTooSlow(at * (PIECE_US + 3000), PIECE_US));
  expect(verdicts).toContain(true);
});
