// `npm run bench:share`: what sharing a screen costs a call between two real Siegels, and how many pictures a second
// its viewer sees. A window with scrolling text is open all the time, and is shared in one of the two calls of a round.
// Both programs, the window and a real broker are on this machine; processor time and memory (PSS) are those of all
// processes of the sharer's program, and of the viewer's. Each measurement is a call of its own, and ratios compare it
// with the call without sharing in the same round. The limit is 5 to 15 sharp pictures a second, up to 3840 × 2160. The
// screen is as large as the window needs. This is a bench, not a test. Needs Linux and root, because only root may read
// how much memory every process uses.
//   npm run bench:share -- --rounds 3 --stretch 15 --media audio --size 1280x800
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { type Desktop, SCREEN } from '../../tools/desktop/desktop.ts';
import { photograph } from '../../tools/desktop/framebuffer.ts';
import { type OpenDocument, openDocument } from '../../tools/desktop/other-program.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { frameOf, pickShared, sharedBy } from '../../tools/desktop/shared-screen.ts';
import { cut } from '../../tools/demo/desk/likeness.ts';
import { people, type Sides } from '../../tools/demo/sides.ts';
import { withSiteBroker } from '../support/site-broker.ts';
import { cpuMsOf, memoryOf, totalOf } from './beside-bare/process-tree.ts';
import { end, talk, withTwoSiegels } from './endurance/two-siegels.ts';
import { median } from './moments/steps.ts';
import { type EngineReport, keepConnections, reportOf } from './share/engine-report.ts';
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

/**
 * One call. `busy`, `shown` and `others` are shares of a core: of all programs, of the program whose window is shared,
 * and of all programs that do not belong to the bench.
 */
interface Stretch {
  readonly used: Readonly<Record<Side, Used>>;
  readonly busy: number;
  readonly shown: number;
  readonly others: number;
}

/** One call with a shared screen. */
interface Shared extends Stretch {
  readonly presented: Presented;
  readonly laterMs: number;
  readonly sharp: number; // relative to the screen itself
  readonly engine: Readonly<Record<'before' | 'after', Readonly<Record<Side, EngineReport>>>>;
}

const busyMs = (): number =>
  os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);

/** What both programs use while nobody asks them anything. */
async function measure({ caller, callee }: Sides, document: OpenDocument): Promise<Stretch> {
  const pids = { sharer: caller.pid, viewer: callee.pid, shown: document.pid, bench: process.pid };
  const now = () => ({
    atMs: performance.now(),
    busy: busyMs(),
    sharer: cpuMsOf(pids.sharer),
    viewer: cpuMsOf(pids.viewer),
    shown: cpuMsOf(pids.shown),
    bench: cpuMsOf(pids.bench),
  });
  const before = now();
  await wait(STRETCH_MS);
  const after = now();
  const core = (of: keyof typeof before): number => (after[of] - before[of]) / (after.atMs - before.atMs);
  const used = (side: Side): Used => ({ core: core(side), mib: totalOf(memoryOf(pids[side])) });
  return {
    used: { sharer: used('sharer'), viewer: used('viewer') },
    busy: core('busy'),
    shown: core('shown'),
    others: core('busy') - core('bench'),
  };
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

async function without(pair: Sides, document: OpenDocument): Promise<Stretch> {
  await talk(pair, MEDIA);
  await settle(pair);
  const stretch = await measure(pair, document);
  await end(pair);
  return stretch;
}

/** Makes a new call and shares the window. Once the call has settled, returns both stages, and the viewer's video. */
async function share(pair: Sides, document: OpenDocument): Promise<Readonly<Record<Side, Page>> & { video: Locator }> {
  await talk(pair, MEDIA);
  await pickShared(pair.caller, document.title);
  await pair.callee.until('their screen', ({ call }) => call?.remote.screen === true, PATIENCE_MS);
  // By the call's id, because the stage of the call before may still be closing.
  const stageOf = async (person: Person): Promise<Page> =>
    person.window('stage', PATIENCE_MS, (await person.view()).call?.id);
  const [sharer, viewer] = [await stageOf(pair.caller), await stageOf(pair.callee)];
  await settle(pair);
  return { sharer, viewer, video: sharedBy(viewer, people.caller.name) };
}

async function within(pair: Sides, desktop: Desktop, document: OpenDocument, folder: string): Promise<Shared> {
  const { sharer, video, viewer } = await share(pair, document);
  const report = async (): Promise<Readonly<Record<Side, EngineReport>>> => ({
    sharer: await reportOf(sharer, 'sent'),
    viewer: await reportOf(viewer, 'received'),
  });
  const before = await report();
  const watch = await watchPictures(video);
  const stretch = await measure(pair, document);
  const presented = await watch.evaluate((each) => each.end());
  const engine = { before, after: await report() };
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
  return { ...stretch, presented, laterMs, sharp: median(ratios), engine };
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
  const shown = [found.without, found.within].map((all) => median(all.map((each) => each.shown)).toFixed(2));
  say(`  the program of the shared window: ${shown.join(' and ')} of a core`);
  const others = of((each) => each.others).map((each) => each.toFixed(2));
  say(`  programs that are not of the bench: ${others.join(', ')} of a core in the calls with a shared window`);
  tellEngines(found.within.map(({ engine }) => engine));
}

/** What the engines report of the calls with a shared window. */
function tellEngines(engines: readonly Shared['engine'][]): void {
  const middle = (pick: (before: EngineReport, after: EngineReport) => number, side: Side): number =>
    median(engines.map(({ before, after }) => pick(before[side], after[side])));
  const each = (key: 'captured' | 'encoded' | 'decoded' | 'bytes' | 'cpuLimitedMs' | 'networkLimitedMs', side: Side) =>
    middle((before, after) => ((after[key] - before[key]) / (after.atMs - before.atMs)) * 1000, side);
  const ms = (time: 'encodeMs' | 'decodeMs', count: 'encoded' | 'decoded', side: Side): string =>
    middle((before, after) => (after[time] - before[time]) / (after[count] - before[count]), side).toFixed(1);
  const codecs = (side: Side): string => [...new Set(engines.map(({ after }) => after[side].codec))].join(', ');
  const [captured, encoded] = [each('captured', 'sharer').toFixed(1), each('encoded', 'sharer').toFixed(1)];
  say(`  sharer's engine: ${captured} captured and ${encoded} encoded a second by ${codecs('sharer')}`);
  say(`    ${ms('encodeMs', 'encoded', 'sharer')} ms each; ${(each('bytes', 'sharer') / 125_000).toFixed(2)} Mbit/s`);
  const [cpu, network] = (['cpuLimitedMs', 'networkLimitedMs'] as const).map((key) => each(key, 'sharer') / 10);
  say(`    limited by the processor ${cpu?.toFixed(0)} % of the time, by the network ${network?.toFixed(0)} %`);
  const decoded = `${each('decoded', 'viewer').toFixed(1)} decoded a second by ${codecs('viewer')}`;
  say(`  viewer's engine: ${decoded}, ${ms('decodeMs', 'decoded', 'viewer')} ms each`);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-share-'));
try {
  const content = movingText(WIDTH, HEIGHT);
  // The screen has room for the whole window and its frame, because the sharpness is compared with what is on it.
  const screen = {
    width: Math.max(SCREEN.width, content.at.width + 2 * content.at.x),
    height: Math.max(SCREEN.height, content.at.height + 2 * content.at.y),
  };
  await withSiteBroker(async ({ url }) =>
    withTwoSiegels(
      async (pair, _again, desktop) => {
        for (const { app } of [pair.caller, pair.callee]) await keepConnections(app);
        const document = await openDocument(desktop, content);
        try {
          const found: { readonly without: Stretch[]; readonly within: Shared[] } = { without: [], within: [] };
          await share(pair, document); // this call warms up
          await end(pair);
          for (let round = 0; round < ROUNDS; round++) {
            // Alternating, so that neither is always the later one.
            if (round % 2 === 0) found.without.push(await without(pair, document));
            found.within.push(await within(pair, desktop, document, folder));
            if (round % 2 === 1) found.without.push(await without(pair, document));
          }
          tell(desktop.runtime.version, found);
        } finally {
          await document.close();
        }
      },
      { brokerUrl: url, screen },
    ),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
