// `npm run bench:background`: what each choice of a background costs, and how many pictures a second it leaves. It runs
// in the system's Chromium, with the product's own devices, filter and worker, under the product's content security
// policy. A camera of 1280 × 720 sees a person, in a call of one page with itself. The choices take turns in every
// round, and ratios compare them with the real room (`off`) in the same round. This is a bench, not a test.
//   npm run bench:background -- --rounds 3 --stretch 10 --pictures out/background
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Background } from '../../src/contract/background.ts';
import { personCamera } from '../support/person-camera.ts';
import type { Showing, Shown } from './background/page.ts';
import { measured, openChromium, serveBench } from './filter-page.ts';
import { median } from './moments/steps.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    stretch: { type: 'string', default: '10' },
    pictures: { type: 'string', default: '' },
  },
});
const [ROUNDS, STRETCH_S] = [Number(values.rounds), Number(values.stretch)];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Round extends Shown {
  readonly core: number;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-background-'));
const page = await serveBench(path.join(import.meta.dirname, 'background'), path.join(folder, 'page'));
const drawing = await openChromium([]);
const camera = await personCamera(drawing, path.join(folder, 'person.mjpeg'));
await drawing.close();
const browser = await openChromium([camera]);
try {
  const found: Record<Background, Round[]> = { off: [], blurred: [], still: [] };
  for (let at = 0; at < ROUNDS; at++) {
    for (const background of Background.options) {
      const [shown, core] = await measured(browser, page.url, (each) =>
        each.evaluate(
          ([wanted, forMs]) => (globalThis as unknown as { readonly showing: Showing }).showing.show(wanted, forMs),
          [background, STRETCH_S * 1000] as const,
        ),
      );
      found[background].push({ ...shown, core });
    }
  }
  say(`Chromium ${browser.version()}, ${String(ROUNDS)} rounds of ${String(STRETCH_S)} s; medians`);
  say('background   pictures a second   of off      core   of off   switched off');
  for (const background of Background.options) {
    const rounds = found[background];
    const ratio = (pick: (each: Round) => number): string =>
      median(rounds.map((each, at) => pick(each) / pick(found.off[at] ?? each))).toFixed(2);
    say(
      [
        background.padEnd(12),
        median(rounds.map((each) => each.perSecond))
          .toFixed(1)
          .padStart(16),
        ratio((each) => each.perSecond).padStart(8),
        `${(median(rounds.map((each) => each.core)) * 100).toFixed(0)} %`.padStart(9),
        ratio((each) => each.core).padStart(8),
        String(rounds.filter((each) => each.isLost).length).padStart(10),
      ].join(' '),
    );
    const [first] = rounds;
    if (values.pictures === '' || first === undefined) continue;
    mkdirSync(values.pictures, { recursive: true });
    const bytes = Buffer.from(first.picture.slice(first.picture.indexOf(',') + 1), 'base64');
    writeFileSync(path.join(values.pictures, `${background}.png`), bytes);
  }
} finally {
  await browser.close();
  page.close();
  rmSync(folder, { recursive: true, force: true });
}
