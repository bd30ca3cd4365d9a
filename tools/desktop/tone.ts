// How loud one tone is in recorded sound: enough to know whose voice comes out of a speaker. One formula, without an
// audio library.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { commandAs } from './account.ts';
import { SPEAKER, type Desktop } from './desktop.ts';

const RATE_HZ = 16_000;
const NEAR_SILENCE = 100; // of 32,767
const run = promisify(execFile);

/** Share of the power of `samples` (mono, `rateHz`) that lies at `toneHz`: 0 to 1 (Goertzel's algorithm). */
export function toneShare(samples: Int16Array, rateHz: number, toneHz: number): number {
  const turn = (2 * Math.PI * toneHz) / rateHz;
  const factor = 2 * Math.cos(turn);
  let [before, last, power] = [0, 0, 0];
  for (const sample of samples) {
    [before, last] = [last, sample + factor * last - before];
    power += sample * sample;
  }
  if (power === 0) return 0;
  const at = before * before + last * last - factor * before * last;
  return Math.min(1, (2 * at) / (power * samples.length));
}

/** Recorded sound: one channel at `rateHz`. */
export interface Recording {
  readonly samples: Int16Array;
  readonly rateHz: number;
}

/** The largest share of the power that lies at `toneHz` in any fifth of a second: 0 to 1, and 0 for near silence. */
export function clearest({ samples, rateHz }: Recording, toneHz: number): number {
  const size = rateHz / 5;
  let most = 0;
  for (let from = 0; from + size <= samples.length; from += size / 4) {
    const part = samples.subarray(from, from + size);
    if (loudest(part) > NEAR_SILENCE) most = Math.max(most, toneShare(part, rateHz, toneHz));
  }
  return most;
}

/** The loudest sample, of 32,767. */
export function loudest(samples: Int16Array): number {
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

/** Records what a speaker of `desktop` plays for `forMs`; the system's speaker unless another `sink` is named. */
export async function recordSpeaker(desktop: Desktop, forMs: number, sink: string = SPEAKER): Promise<Recording> {
  const bytes = Math.floor((RATE_HZ * forMs) / 1000) * 2;
  const format = ['--raw', '--format=s16le', `--rate=${RATE_HZ}`, '--channels=1'];
  const recorder = commandAs(desktop.account, ['parec', `--device=${sink}.monitor`, ...format]);
  const untilEnough = ['-c', '"$@" | head -c "$0"', String(bytes), ...recorder];
  const { stdout } = await run('/bin/sh', untilEnough, { env: desktop.env, encoding: 'buffer', maxBuffer: bytes * 2 });
  const aligned = stdout.buffer.slice(
    stdout.byteOffset,
    stdout.byteOffset + stdout.byteLength - (stdout.byteLength % 2),
  );
  return { samples: new Int16Array(aligned), rateHz: RATE_HZ };
}
