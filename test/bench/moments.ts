// `npm run bench:moments`: how long a call takes between two real Siegels. One latency runs from the press until the
// callee's machine rings. The other runs from when the callee's program processes the press that accepts to the first
// sound and the first picture there. Both are measured warm, and in the first call after a start. They are compared
// with lower limits measured in the same run: a round trip over the same broker, and plain WebRTC between two peers in
// one page of the same engine. Then the bench prints where the time goes, step by step, in both programs. `--trip`: a
// message from one client over the broker to the other and back takes this many milliseconds more.
// `--draw timeline.svg`: draws the steps of warm calls as a picture, too. Medians and ratios; a bench, not a test.
// Needs Linux.
//   npm run bench:moments -- --calls 15 --starts 5 --trip 40
import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { en } from '../../src/text/page/en.ts';
import { firstPicture } from '../../tools/demo/moments.ts';
import { people, type Sides } from '../../tools/demo/sides.ts';
import { servePage } from '../support/chromium/built-page.ts';
import { openElectronPage } from '../support/chromium/electron-page.ts';
import { runIn } from '../support/chromium/page-fixture.ts';
import { end, withTwoSiegels } from './endurance/two-siegels.ts';
import { roundTripMs } from './moments/broker-trip.ts';
import { drawWaits } from './moments/drawing.ts';
import { type FarBroker, openFarBroker } from './moments/far-broker.ts';
import { nextPress } from './moments/press.ts';
import { median, type Step, timeline, watchSteps } from './moments/steps.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '15' },
    starts: { type: 'string', default: '5' },
    trip: { type: 'string', default: '0' },
    draw: { type: 'string' },
  },
});
const [CALLS, STARTS, TRIP_MS] = [Number(values.calls), Number(values.starts), Number(values.trip)];
// Siegel leaves 2.5 s between two INVITEs to the same address. The bench waits longer, so that this wait is not
// measured.
const PAUSE_MS = 3000;
const PERSON_MS = 1000; // from the ringing until a person accepts; meanwhile windows load
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The latencies of one call; all but `shownMs` with all steps of both programs so far. */
interface Waits {
  readonly shownMs: number;
  readonly ring: Wait;
  readonly picture: Wait;
  // Until the first frame is opened; the jitter buffer delays the audible sound further, in plain WebRTC too.
  readonly sound: Wait;
}
interface Wait {
  readonly fromMs: number;
  readonly toMs: number;
  readonly steps: readonly Step[];
}

/** The log lines of both programs. `rings` resolves when the callee's next call rings. */
interface Lines {
  readonly steps: () => readonly Step[];
  readonly rings: () => Promise<void>;
}

const RINGS = 'cleared, ringing';
const took = ({ fromMs, toMs }: Wait): number => toMs - fromMs;

/** When this step first came at or after `sinceMs`; throws if it did not. */
function at(steps: readonly Step[], side: string, what: string, sinceMs: number): number {
  const found = steps.find((step) => step.side === side && step.what === what && step.atMs >= sinceMs);
  if (found === undefined) throw new Error(`${side} never reached: ${what}`);
  return found.atMs;
}

/** The latencies of one call with video, by the clock that the two programs share. */
async function waits({ caller, callee }: Sides, { steps: said, rings }: Lines): Promise<Waits> {
  const callerPage = await caller.choose(people.callee.name);
  await wait(PAUSE_MS);
  const button = callerPage.getByRole('button', { name: en.person.video, exact: true });
  const [pressing, ringing] = [nextPress(button), rings()];
  await caller.place(people.callee.name, 'video');
  const press = await pressing;
  await ringing;
  const callPage = await callee.window('stage');
  const picture = firstPicture(callPage, en.call.remotePicture.replace('{{name}}', people.caller.name));
  await wait(PERSON_MS);
  await callee.answer('video');
  const pictureAtMs = await picture;
  for (const side of [caller, callee]) await side.phase('live', 40_000);
  const steps = said();
  const rangAtMs = at(steps, callee.name, RINGS, press.atMs);
  await end({ caller, callee });
  const acceptedAtMs = at(steps, callee.name, 'accept, answering', rangAtMs);
  const sound = steps.find(
    ({ atMs, side, what }) => side === callee.name && what.startsWith('sound-opened') && atMs >= acceptedAtMs,
  );
  if (sound === undefined) throw new Error('no sound was opened');
  return {
    shownMs: press.shownAtMs - press.atMs,
    ring: { fromMs: press.atMs, toMs: rangAtMs, steps },
    picture: { fromMs: acceptedAtMs, toMs: pictureAtMs, steps },
    sound: { fromMs: acceptedAtMs, toMs: sound.atMs, steps },
  };
}

/** The log lines of both programs, merged. */
function listen({ caller, callee }: Sides): Lines {
  const both = [watchSteps(caller), watchSteps(callee)] as const;
  return {
    steps: () => both.flatMap(({ steps }) => steps).toSorted((a, b) => a.atMs - b.atMs),
    rings: async () => both[1].next(RINGS),
  };
}

/**
 * Milliseconds from making two peers in one page to the first picture, without sealing and with it, and to the first
 * sound without it.
 */
async function inOnePage(): Promise<{ readonly bare: number; readonly sealed: number; readonly sound: number }> {
  const served = await servePage();
  const electron = await openElectronPage(served.url);
  const times: Record<'bare' | 'sealed' | 'sound', number[]> = { bare: [], sealed: [], sound: [] };
  try {
    for (let round = 0; round <= CALLS; round++) {
      for (const way of ['bare', 'sealed'] as const) {
        await electron.page.goto(served.url);
        const { pictureMs, soundMs } = await runIn(electron.page)('firstFrame', way);
        if (round === 0) continue; // the first round warms up
        times[way].push(pictureMs);
        if (way === 'bare') times.sound.push(soundMs);
      }
    }
  } finally {
    await electron.close();
    await served.close();
  }
  return { bare: median(times.bare), sealed: median(times.sealed), sound: median(times.sound) };
}

const line = (what: string, ms: number, ratio = ''): void =>
  say(`${what.padEnd(52)} ${ms.toFixed(1).padStart(7)} ms${ratio}`);

function draw(title: string, rounds: readonly Wait[]): void {
  say(`\n${title}, step by step`);
  for (const { side, what, afterMs } of timeline(rounds))
    say(`${afterMs.toFixed(1).padStart(9)} ms  ${side.padEnd(6)}  ${what}`);
  line('  done', median(rounds.map(took)));
}

const page = await inOnePage();
let far: FarBroker | undefined;
const by = async (broker: string): Promise<string> => {
  if (TRIP_MS === 0) return broker;
  far?.close();
  far = await openFarBroker(broker, TRIP_MS / 4); // each message passes the forwarder twice: to the broker, and from it
  return far.address;
};
try {
  await withTwoSiegels(
    async (sides, again) => {
      const { link } = await sides.caller.view();
      if (link.kind !== 'online') throw new Error('the broker is away');
      const tripMs = await roundTripMs(link.url);
      const said = listen(sides);
      await waits(sides, said); // the first call warms up
      const warm: Waits[] = [];
      for (let call = 0; call < CALLS; call++) warm.push(await waits(sides, said));
      const cold: Waits[] = [];
      for (let start = 0; start < STARTS; start++) {
        const fresh = await again();
        cold.push(await waits(fresh, listen(fresh)));
      }
      const of = (calls: readonly Waits[], which: 'ring' | 'picture' | 'sound'): number =>
        median(calls.map((call) => took(call[which])));
      const trips = (ms: number): string => `, ${(ms / tripMs).toFixed(1)} round trips`;
      const ratio = (ms: number): string => `, ratio ${(ms / page.bare).toFixed(2)} to plain WebRTC`;
      say(`medians of ${CALLS} calls, and of ${STARTS} that were the first after a start`);
      line('round trip over the broker', tripMs);
      line('plain WebRTC in one page to its first picture', page.bare);
      line('the same to its first sound', page.sound);
      line('the picture, sealed', page.sealed, ratio(page.sealed));
      line('pressed to something that is seen', median(warm.map(({ shownMs }) => shownMs)));
      line('pressed to ringing', of(warm, 'ring'), trips(of(warm, 'ring')));
      if (STARTS > 0) line('  first call after a start', of(cold, 'ring'), trips(of(cold, 'ring')));
      const sound = of(warm, 'sound');
      line('accepted to first sound, two Siegels', sound, `, ratio ${(sound / page.sound).toFixed(2)} to plain WebRTC`);
      line('accepted to first picture, two Siegels', of(warm, 'picture'), ratio(of(warm, 'picture')));
      if (STARTS > 0) line('  first call after a start', of(cold, 'picture'));
      draw(
        'pressed to ringing',
        warm.map(({ ring }) => ring),
      );
      draw(
        'accepted to first picture',
        warm.map(({ picture }) => picture),
      );
      if (values.draw !== undefined) {
        const waited = (title: string, which: 'ring' | 'picture') => {
          const rounds = warm.map((call) => call[which]);
          return { title, marks: timeline(rounds), doneMs: median(rounds.map(took)) };
        };
        const pictures = [waited('Pressed to ringing', 'ring'), waited('Accepted to first picture', 'picture')];
        writeFileSync(values.draw, drawWaits(pictures, [sides.caller.name, sides.callee.name]));
      }
      if (STARTS > 0)
        draw(
          'pressed to ringing, first call after a start',
          cold.map(({ ring }) => ring),
        );
    },
    { by, policy: { LogLevel: 'debug' } },
  );
} finally {
  far?.close();
}
