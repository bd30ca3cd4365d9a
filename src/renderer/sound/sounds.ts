// The sounds of the program as numbers, and the samples made from them: bells and the tones of a telephone. Pure: no
// file, nothing fetched; play.ts plays them. `ringback` and `busy` keep the cadences of German telephones (ITU-T
// E.180).
import type { Ringtone, Tone } from '../../contract/sound.ts';

/** Samples per second. No component of a sound is above 3 kHz. */
export const RATE_HZ = 24_000;

interface Stroke {
  readonly atS: number;
  readonly hz: number;
  readonly lastS: number; // until the stroke has faded
}

interface Sound {
  readonly periodS: number;
  readonly times: number; // how often it is heard; Infinity: until it is stopped
  readonly peak: number; // at full volume, of 1
  readonly parts: readonly { readonly ratio: number; readonly level: number; readonly lasts: number }[];
  readonly shape: 'struck' | 'held'; // a bell that fades, or a tone with soft edges
  readonly strokes: readonly Stroke[];
}

const BELL = [
  { ratio: 1, level: 1, lasts: 1 },
  { ratio: 2, level: 0.35, lasts: 0.55 },
  { ratio: 3.01, level: 0.12, lasts: 0.28 },
];
const PURE = [{ ratio: 1, level: 1, lasts: 1 }];

const struck = (lastS: number, ...notes: readonly (readonly [atS: number, hz: number])[]): readonly Stroke[] =>
  notes.map(([atS, hz]) => ({ atS, hz, lastS }));
const ring = { times: Infinity, peak: 0.5, parts: BELL, shape: 'struck' } as const;
const tone = { parts: PURE, shape: 'held' } as const;

/** Every sound there is. */
export const sounds: Readonly<Record<Ringtone | Tone, Sound>> = {
  bells: { ...ring, periodS: 3, strokes: struck(0.9, [0, 523.25], [0.28, 783.99], [0.84, 523.25], [1.12, 783.99]) },
  classic: {
    ...ring,
    periodS: 4,
    peak: 0.4,
    strokes: Array.from({ length: 28 }, (_stroke, at) => ({
      atS: at * 0.05,
      hz: at % 2 === 0 ? 659.25 : 830.61,
      lastS: 0.3,
    })),
  },
  chime: {
    ...ring,
    periodS: 3,
    peak: 0.35,
    parts: PURE,
    shape: 'held',
    strokes: struck(0.15, [0, 659.25], [0.18, 783.99], [0.36, 987.77], [0.9, 659.25], [1.08, 783.99], [1.26, 987.77]),
  },
  gentle: { ...ring, periodS: 4, strokes: struck(1.8, [0, 293.66], [0.4, 369.99], [0.8, 440]) },
  ringback: { ...tone, periodS: 5, times: Infinity, peak: 0.3, strokes: struck(1, [0, 425]) },
  busy: { ...tone, periodS: 0.96, times: 6, peak: 0.3, strokes: struck(0.48, [0, 425]) },
  // Three rising tones mean everywhere that a call cannot be put through (E.180 §7).
  unreachable: {
    ...tone,
    periodS: 2,
    times: 2,
    peak: 0.2,
    strokes: struck(0.33, [0, 950], [0.34, 1400], [0.68, 1800]),
  },
  ended: { ...tone, periodS: 0.6, times: 1, peak: 0.3, strokes: struck(0.24, [0, 523.25], [0.26, 349.23]) },
  // Quieter than the voice.
  waiting: { ...ring, periodS: 5, peak: 0.2, strokes: struck(0.25, [0, 440], [0.22, 440]) },
};

const ATTACK_S = 0.012;
const EDGE_S = 0.02;

// How loud a stroke is `atS` after its start, relative to 1.
function envelope(shape: Sound['shape'], atS: number, lastS: number): number {
  const rise = Math.min(1, atS / ATTACK_S);
  if (shape === 'struck') return rise * 10 ** ((-4 * atS) / lastS); // 80 dB down at its end
  return rise * Math.min(1, (lastS - atS) / EDGE_S);
}

/** One period of `sound` at full volume, at `RATE_HZ`. It repeats without a seam. */
export function samplesOf({ parts, peak, periodS, shape, strokes }: Sound): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(Math.round(periodS * RATE_HZ));
  for (const { atS, hz, lastS } of strokes) {
    const from = Math.round(atS * RATE_HZ);
    for (const { lasts, level, ratio } of parts) {
      const count = Math.min(Math.floor(lastS * lasts * RATE_HZ), samples.length - from);
      const turn = (2 * Math.PI * hz * ratio) / RATE_HZ;
      for (let at = 0; at < count; at++) {
        const loudness = level * envelope(shape, at / RATE_HZ, lastS * lasts);
        samples[from + at] = (samples[from + at] ?? 0) + loudness * Math.sin(turn * at);
      }
    }
  }
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return samples.map((sample) => (sample * peak) / loudest);
}
