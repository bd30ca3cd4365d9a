// `npm run bench:noise`: what each choice of noise suppression leaves of speech (espeak-ng) in the noise of a fan, what
// it costs and how much it delays the sound. It runs in the system's Chromium, with the product's own devices, filter
// and worker, under the product's content security policy. The microphone plays a file, in a call of one page with
// itself. The choices take turns in every round, and ratios compare them with the call without suppression in the same
// round. It is a bench, not a test.
//   npm run bench:noise -- --rounds 3 --stretch 16
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compareSpeech, type Heard, noisySpeech } from '../support/speech.ts';
import { measured, openChromium, serveBench } from './filter-page.ts';
import { median } from './moments/steps.ts';
import type { Taken, Taking } from './noise/page.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, stretch: { type: 'string', default: '16' } },
});
const [ROUNDS, STRETCH_S] = [Number(values.rounds), Number(values.stretch)];
const choices = ['off', 'engine', 'strong'] as const;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-noise-'));
const page = await serveBench(path.join(import.meta.dirname, 'noise'), path.join(folder, 'page'));
const { clean, wav } = noisySpeech();
const file = path.join(folder, 'speech.wav');
writeFileSync(file, wav(10));
const browser = await openChromium([`--use-file-for-fake-audio-capture=${file}`]);

interface Round extends Heard {
  readonly core: number; // share of one core, all processes of the browser
  readonly taken: Taken;
}

async function round(choice: (typeof choices)[number]): Promise<Round> {
  const [taken, core] = await measured(browser, page.url, (each) =>
    each.evaluate(
      ([chosen, forMs]) => (globalThis as unknown as { readonly taking: Taking }).taking.take(chosen, forMs),
      [choice, STRETCH_S * 1000] as const,
    ),
  );
  const bytes = Buffer.from(taken.sound, 'base64');
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  // The suppression needs the first three seconds to learn the noise.
  const heard = compareSpeech(samples.subarray(3 * taken.rateHz), taken.rateHz, clean);
  return { ...heard, core, taken };
}

try {
  const found: Record<(typeof choices)[number], Round[]> = { off: [], engine: [], strong: [] };
  for (let at = 0; at < ROUNDS; at++) {
    for (const choice of choices) found[choice].push(await round(choice));
  }
  say(`Chromium ${browser.version()}, ${String(ROUNDS)} rounds of ${String(STRETCH_S)} s; medians`);
  say('choice    pauses   speech   above noise   likeness   holes    later    core    of off   lost');
  for (const choice of choices) {
    const of = (pick: (each: Round) => number): number => median(found[choice].map(pick));
    const ratio = median(found[choice].map((each, at) => each.core / (found.off[at]?.core ?? NaN)));
    const [pauses, speech] = [of((each) => each.pausesDb), of((each) => each.speechDb)];
    const lost = found[choice].map((each) => each.taken.loss).join(',');
    say(
      [
        choice.padEnd(8),
        `${pauses.toFixed(1)} dB`,
        `${speech.toFixed(1)} dB`,
        `${(speech - pauses).toFixed(1)} dB`.padStart(9),
        of((each) => each.likeness)
          .toFixed(2)
          .padStart(10),
        `${(of((each) => each.taken.missing) * 100).toFixed(1)} %`.padStart(9),
        `${of((each) => each.taken.laterMs).toFixed(0)} ms`.padStart(7),
        `${(of((each) => each.core) * 100).toFixed(1)} %`.padStart(8),
        ratio.toFixed(2).padStart(7),
        lost,
      ].join('  '),
    );
  }
} finally {
  await browser.close();
  page.close();
  rmSync(folder, { recursive: true, force: true });
}
