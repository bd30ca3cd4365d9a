// The samples of the sounds, measured with the formula that tests of whole programs use for a loudspeaker.
import { describe, expect, it } from 'vitest';
import { RATE_HZ, samplesOf, sounds } from '../../../src/renderer/sound/sounds.ts';
import { toneShare } from '../../../tools/desktop/tone.ts';

const names = Object.keys(sounds) as (keyof typeof sounds)[];
const made = new Map(names.map((name) => [name, samplesOf(sounds[name])]));
const of = (name: keyof typeof sounds): Float32Array => made.get(name) ?? new Float32Array();

/** The samples between these times in seconds, as whole numbers. */
function part(name: keyof typeof sounds, fromS: number, untilS: number): Int16Array {
  const samples = of(name).subarray(fromS * RATE_HZ, untilS * RATE_HZ);
  return Int16Array.from(samples, (sample) => sample * 32_767);
}

describe('samples of sounds', () => {
  it.each(names)(
    'the samples of %s peak at the level set for that sound, and begin and end without a click',
    (name) => {
      const samples = of(name);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      expect(loudest).toBeCloseTo(sounds[name].peak, 5);
      expect(Math.abs(samples[0] ?? 1)).toBeLessThan(0.001);
      expect(sounds[name].strokes.every(({ atS, lastS }) => atS + lastS <= sounds[name].periodS + 1e-9)).toBe(true);
      expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
    },
  );
});

describe('tones of a telephone', () => {
  it('the ringback tone is one second of 425 Hz and four of silence', () => {
    expect(toneShare(part('ringback', 0.1, 0.9), RATE_HZ, 425)).toBeGreaterThan(0.9);
    expect(part('ringback', 1, 5).every((sample) => sample === 0)).toBe(true);
    expect(sounds.ringback.times).toBe(Infinity);
  });

  it('the busy tone is 425 Hz for half of its time and ends within six seconds', () => {
    expect(toneShare(part('busy', 0.1, 0.4), RATE_HZ, 425)).toBeGreaterThan(0.9);
    expect(part('busy', 0.48, 0.96).every((sample) => sample === 0)).toBe(true);
    expect(sounds.busy.times * sounds.busy.periodS).toBeLessThan(6);
  });

  it('the unreachable tone is three rising tones, played twice', () => {
    for (const [at, hz] of [950, 1400, 1800].entries())
      expect(
        toneShare(part('unreachable', at * 0.34 + 0.05, at * 0.34 + 0.3), RATE_HZ, hz),
        String(hz),
      ).toBeGreaterThan(0.9);
    expect(sounds.unreachable.times).toBe(2);
  });

  it('the tone for an ended call is two falling tones, played once', () => {
    expect(toneShare(part('ended', 0.05, 0.2), RATE_HZ, 523.25)).toBeGreaterThan(0.9);
    expect(toneShare(part('ended', 0.32, 0.46), RATE_HZ, 349.23)).toBeGreaterThan(0.9);
    expect(sounds.ended.times).toBe(1);
  });

  it('the tone for a waiting call is two low taps, and no tone or ring is quieter', () => {
    expect(sounds.waiting.strokes).toHaveLength(2);
    expect(toneShare(part('waiting', 0.02, 0.1), RATE_HZ, 440)).toBeGreaterThan(0.5);
    for (const name of names) expect(sounds.waiting.peak).toBeLessThanOrEqual(sounds[name].peak);
  });
});
