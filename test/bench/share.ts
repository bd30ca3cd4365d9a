// `npm run bench:share`: what sharing a screen costs a call between two real Siegels, and how many pictures a second
// its viewer sees. A window with scrolling text is open all the time, and is shared in one of the two calls of a round.
// Both programs, the window and a real broker are on this machine; processor time and memory (PSS) are those of all
// processes of the sharer's program, and of the viewer's. Each measurement is a call of its own, and ratios compare it
// with the call without sharing in the same round. The limit is 5 to 15 sharp pictures a second. This is a bench, not a
// test. Needs Linux and root, because only root may read how much memory every process uses.
//   npm run bench:share -- --rounds 3 --stretch 15 --media audio --size 1280x800
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PNG } from 'pngjs';
import type { Desktop } from '../../tools/desktop/desktop.ts';
import { photograph } from '../../tools/desktop/framebuffer.ts';
import { type OpenDocument, openDocument } from '../../tools/desktop/other-program.ts';
import { frameOf, pickShared, sharedBy } from '../../tools/desktop/shared-screen.ts';
import { cut } from '../../tools/demo/desk/likeness.ts';
import { people, type Sides } from '../../tools/demo/sides.ts';
import { withSiteBroker } from '../support/site-broker.ts';
import { cpuMsOf, memoryOf, totalOf } from './beside-bare/process-tree.ts';
import { end, talk, withTwoSiegels } from './endurance/two-siegels.ts';
import { median } from './moments/steps.ts';
import { movingText } from './share/moving-text.ts';
import { latencies, type Presented, sharpness, watchPictures } from './share/viewer.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    stretch: { type: 'string', default: '15' },
    media: { type: 'string', default: 'audio' },
    size: { type: 'string', default: '1280x800' },
  },
});
const [ROUNDS, STRETCH_MS] = [Number(values.rounds), Number(values.stretch) * 1000];
const MEDIA = values.media === 'video' ? 'video' : 'audio';
const [WIDTH = 0, HEIGHT = 0] = values.size.split('x').map(Number);
const LIMIT = { least: 5, most: 15 } as const; // pictures a second
const SETTLED = 200; // frames of sound, 4 s: by then the encoder has settled
const LATENCIES = 30;
const LOOKS = 3;
const PATIENCE_MS = 60_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const sides = ['sharer', 'viewer'] as const;
type Side = (typeof sides)[number];

/** What all processes of one program have used: processor time during a measurement, and memory at its end. */
interface Used {
  readonly core: number; // share of one core
  readonly mib: number;
}

/** One call. `busy`: cores of the whole machine in use, by any program. */
interface Stretch {
  readonly used: Readonly<Record<Side, Used>>;
  readonly busy: number;
}

/** One call with a shared screen. */
interface Shared extends Stretch {
  readonly presented: Presented;
  readonly laterMs: number;
  readonly sharp: number; // relative to the screen itself
}

const busyMs = (): number =>
  os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);

/** What both programs use while nobody asks them anything. */
async function measure({ caller, callee }: Sides): Promise<Stretch> {
  const pids: Readonly<Record<Side, number>> = { sharer: caller.pid, viewer: callee.pid };
  const before = {
    atMs: performance.now(),
    busy: busyMs(),
    sharer: cpuMsOf(pids.sharer),
    viewer: cpuMsOf(pids.viewer),
  };
  await wait(STRETCH_MS);
  const after = { atMs: performance.now(), busy: busyMs(), sharer: cpuMsOf(pids.sharer), viewer: cpuMsOf(pids.viewer) };
  const core = (of: 'busy' | Side): number => (after[of] - before[of]) / (after.atMs - before.atMs);
  const used = (side: Side): Used => ({ core: core(side), mib: totalOf(memoryOf(pids[side])) });
  return { used: { sharer: used('sharer'), viewer: used('viewer') }, busy: core('busy') };
}

/** Resolves when the viewer has opened more than `SETTLED` further frames of sound; rejects after a minute. */
async function settle({ callee }: Sides): Promise<void> {
  const opened = async (): Promise<number> =>
    (await callee.view()).call?.numbers.streams.find(({ stream }) => stream === 0)?.opened ?? 0;
  const wanted = (await opened()) + SETTLED;
  await callee.until(
    'a call that has settled',
    ({ call }) => (call?.numbers.streams[0]?.opened ?? 0) > wanted,
    PATIENCE_MS,
  );
}

async function without(pair: Sides): Promise<Stretch> {
  await talk(pair, MEDIA);
  await settle(pair);
  const stretch = await measure(pair);
  await end(pair);
  return stretch;
}

async function within(pair: Sides, desktop: Desktop, document: OpenDocument, folder: string): Promise<Shared> {
  await talk(pair, MEDIA);
  await pickShared(pair.caller, document.title);
  await pair.callee.until('their screen', ({ call }) => call?.remote.screen === true, PATIENCE_MS);
  const video = sharedBy(await pair.callee.window('stage'), people.caller.name);
  await settle(pair);
  const watch = await watchPictures(video);
  const stretch = await measure(pair);
  const presented = await watch.evaluate((each) => each.end());
  // The delays are measured afterwards, because measuring them costs the viewer something.
  const late = wait(PATIENCE_MS, undefined, { ref: false }).then(() => {
    throw new Error('no more pictures arrive');
  });
  const laterMs = median(await Promise.race([latencies(video, LATENCIES), late]));
  document.raise();
  const ratios: number[] = [];
  for (let look = 0; look < LOOKS; look++) {
    const file = path.join(folder, 'screen.png');
    await photograph(desktop.frameBuffer, file);
    const shown = cut(PNG.sync.read(readFileSync(file)), document.place());
    ratios.push(sharpness(await frameOf(video)) / sharpness(shown));
  }
  await end(pair);
  return { ...stretch, presented, laterMs, sharp: median(ratios) };
}

function tell(
  version: string,
  found: { readonly without: readonly Stretch[]; readonly within: readonly Shared[] },
): void {
  const media = MEDIA === 'video' ? 'sound and camera' : 'sound';
  say(`Electron ${version}; calls with ${media}, without and with a shared window of ${values.size}`);
  say(`${ROUNDS} rounds, ${values.stretch} s a measurement; medians, and the median of the ratios in each round`);
  for (const side of sides) {
    for (const [what, key, unit, factor] of [
      ['processor, share of a core', 'core', '%', 100],
      ['memory of all processes (PSS)', 'mib', 'MiB', 1],
    ] as const) {
      const of = (stretch: Stretch): number => stretch.used[side][key];
      const [off, on] = [median(found.without.map(of)), median(found.within.map(of))];
      const ratio = median(found.within.map((each, at) => of(each) / of(found.without[at] ?? each)));
      const shown = [off, on].map((value) => (value * factor).toFixed(1).padStart(7)).join('  ');
      say(`  ${side}: ${what.padEnd(30)} ${shown} ${unit.padEnd(3)}  × ${ratio.toFixed(2)}`);
    }
  }
  const of = (pick: (each: Shared) => number): readonly number[] => found.within.map(pick);
  const perSecond = of(({ presented }) => presented.perSecond);
  const list = perSecond.map((each) => each.toFixed(1)).join(', ');
  const low = perSecond.filter((each) => each < LIMIT.least).length;
  const limit = `limit ${LIMIT.least} to ${LIMIT.most}, below it in ${low} rounds`;
  say(`  pictures a second: ${median(perSecond).toFixed(1)} (${list}); ${limit}`);
  say(`  longest time without a new picture: ${Math.max(...of(({ presented }) => presented.longestMs)).toFixed(0)} ms`);
  say(`  size: ${[...new Set(found.within.flatMap(({ presented }) => presented.sizes))].join(', ')}`);
  say(`  sharpness of the text: × ${median(of(({ sharp }) => sharp)).toFixed(2)} of that on the screen`);
  say(`  drawn to seen: ${median(of(({ laterMs }) => laterMs)).toFixed(0)} ms`);
  const busy = [found.without, found.within].map((all) => median(all.map((each) => each.busy)).toFixed(2));
  say(`  the machine: ${busy.join(' and ')} of ${os.cpus().length} cores in use by all programs`);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-share-'));
try {
  await withSiteBroker(async ({ url }) =>
    withTwoSiegels(
      async (pair, _again, desktop) => {
        const document = await openDocument(desktop, movingText(WIDTH, HEIGHT));
        try {
          const found: { readonly without: Stretch[]; readonly within: Shared[] } = { without: [], within: [] };
          await within(pair, desktop, document, folder); // this call warms up
          for (let round = 0; round < ROUNDS; round++) {
            // Alternating, so that neither is always the later one.
            if (round % 2 === 0) found.without.push(await without(pair));
            found.within.push(await within(pair, desktop, document, folder));
            if (round % 2 === 1) found.without.push(await without(pair));
          }
          tell(desktop.runtime.version, found);
        } finally {
          await document.close();
        }
      },
      { brokerUrl: url },
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
