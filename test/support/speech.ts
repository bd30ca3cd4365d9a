// Speech in noise, made by espeak-ng and a generator with a fixed seed, and what remains of both in a recording: how
// loud the recording is in pauses and during speech, and how closely it follows the speech.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const RATE_HZ = 48_000;
const SENTENCES =
  'Please send the report before Friday. We shall talk about the patient in room four at half past nine.';
const STEP_S = 0.02;
const PAUSE_S = 1.5; // before and after the speech, with noise only
const SPOKEN_DB = -46; // a step of the clean speech above this level counts as spoken

/** Speech without noise and with it, each one channel at 48 kHz. */
export interface NoisySpeech {
  readonly clean: Float32Array;
  /** A WAV file of 16-bit samples: the noisy speech, repeated `times` times without a break. */
  readonly wav: (times: number) => Buffer;
}

/**
 * The sentences in the noise of a fan that is about 6 dB quieter than the speech, with a pause of noise before and
 * after.
 */
export function noisySpeech(): NoisySpeech {
  const file = path.join(os.tmpdir(), `siegel-speech-${process.pid}.wav`);
  execFileSync('espeak-ng', ['-v', 'en', '-s', '150', '-w', file, SENTENCES]);
  const spoken = readFileSync(file);
  rmSync(file);
  const rateHz = spoken.readUInt32LE(24);
  const count = Math.floor((spoken.length - 44) / 2);
  const sampleAt = (index: number): number => (index < count ? spoken.readInt16LE(44 + 2 * index) / 32_768 : 0);
  const pause = PAUSE_S * RATE_HZ;
  const clean = new Float32Array(Math.floor((count * RATE_HZ) / rateHz) + 2 * pause);
  for (let index = pause; index < clean.length - pause; index++) {
    const at = ((index - pause) * rateHz) / RATE_HZ;
    const [before, part] = [Math.floor(at), at % 1];
    clean[index] = sampleAt(before) * (1 - part) + sampleAt(before + 1) * part;
  }
  let seed = 1;
  let low = 0;
  const noisy = clean.map((sample) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const white = seed / 2 ** 31 - 1;
    low = 0.9 * low + 0.1 * white;
    return sample + 0.4 * low + 0.02 * white;
  });
  const wav = (times: number): Buffer =>
    wavOf(Float32Array.from({ length: noisy.length * times }, (_s, at) => noisy[at % noisy.length] ?? 0));
  return { clean, wav };
}

function wavOf(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(1, 22); // one channel
  bytes.writeUInt32LE(RATE_HZ, 24);
  bytes.writeUInt32LE(2 * RATE_HZ, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (const [index, sample] of samples.entries()) {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 44 + 2 * index);
  }
  return bytes;
}

/** What remains in a recording; levels in dB relative to full scale. */
export interface Heard {
  readonly pausesDb: number;
  readonly speechDb: number;
  /** How closely the recording's loudness follows that of the clean speech: 1 exactly, 0 not at all. */
  readonly likeness: number;
  /** Share of the spoken steps in which the recording is below -60 dB, as if the speech was cut out. */
  readonly missing: number;
}

const decibels = (power: number): number => 10 * Math.log10(power + 1e-9);

function powers(samples: Float32Array, rateHz: number): readonly number[] {
  const size = Math.round(rateHz * STEP_S);
  return Array.from({ length: Math.floor(samples.length / size) }, (_step, at) => {
    const part = samples.subarray(at * size, (at + 1) * size);
    return part.reduce((sum, sample) => sum + sample * sample, 0) / size;
  });
}

/**
 * Compares a recording (from -1 to 1) of the repeated speech with the clean speech, at the shift where both fit best.
 */
export function compareSpeech(recording: Float32Array, rateHz: number, clean: Float32Array): Heard {
  const heard = powers(recording, rateHz);
  const course = powers(clean, RATE_HZ).map(decibels);
  const at = (index: number, shift: number): number => course[(index + shift) % course.length] ?? 0;
  // Everything below -60 dB counts as silence.
  const audible = (db: number): number => Math.max(db, -60);
  const likenessAt = (shift: number): number =>
    correlation(
      heard.map((power) => audible(decibels(power))),
      heard.map((_power, index) => audible(at(index, shift))),
    );
  const shifts = course.map((_db, shift) => [likenessAt(shift), shift] as const);
  const [likeness, shift] = shifts.reduce((best, each) => (each[0] > best[0] ? each : best), [-1, 0] as const);
  // A step within seven steps of a spoken step does not count as a pause, because a filter and a network smear the
  // speech.
  const isNear = (index: number): boolean =>
    Array.from({ length: 15 }, (_step, near) => at(index + near + course.length - 7, shift)).some(
      (db) => db > SPOKEN_DB,
    );
  const isSpoken = (index: number): boolean => at(index, shift) > SPOKEN_DB;
  const spoken = heard.filter((_power, index) => isSpoken(index));
  const pauses = heard.filter((_power, index) => !isNear(index));
  const mean = (list: readonly number[]): number =>
    list.reduce((sum, each) => sum + each, 0) / Math.max(1, list.length);
  const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  return {
    pausesDb: decibels(median(pauses)),
    speechDb: decibels(mean(spoken)),
    likeness,
    missing: spoken.filter((power) => decibels(power) < -60).length / Math.max(1, spoken.length),
  };
}

function correlation(ones: readonly number[], others: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, each) => sum + each, 0) / list.length;
  const [one, other] = [mean(ones), mean(others)];
  let [both, own, its] = [0, 0, 0];
  for (const [index, value] of ones.entries()) {
    const [left, right] = [value - one, (others[index] ?? 0) - other];
    both += left * right;
    own += left * left;
    its += right * right;
  }
  return both / Math.sqrt(own * its || 1);
}
