// How loud one tone is in recorded sound: enough to know whose voice comes out of a speaker. No audio library, one formula.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { commandAs } from './account.ts';
import { SPEAKER, type Desktop } from './desktop.ts';

const RATE_HZ = 16_000;
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

/** Records what the speaker of `desktop` plays for `forMs` (one channel at `rateHz`). */
export async function recordSpeaker(desktop: Desktop, forMs: number): Promise<{ samples: Int16Array; rateHz: number }> {
  const bytes = Math.floor((RATE_HZ * forMs) / 1000) * 2;
  const format = ['--raw', '--format=s16le', `--rate=${RATE_HZ}`, '--channels=1'];
  const recorder = commandAs(desktop.account, ['parec', `--device=${SPEAKER}.monitor`, ...format]);
  const untilEnough = ['-c', '"$@" | head -c "$0"', String(bytes), ...recorder];
  const { stdout } = await run('/bin/sh', untilEnough, { env: desktop.env, encoding: 'buffer', maxBuffer: bytes * 2 });
  const aligned = stdout.buffer.slice(
    stdout.byteOffset,
    stdout.byteOffset + stdout.byteLength - (stdout.byteLength % 2),
  );
  return { samples: new Int16Array(aligned), rateHz: RATE_HZ };
}
