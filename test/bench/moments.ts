// `npm run bench:moments`: how long a person waits, between two real Siegels: from placing a call to its ringing, from accepting to the
// first picture. Both beside what nobody can be faster than, measured in the same run: a round trip over the same broker, and plain
// WebRTC between two peers in one page of the same engine. Medians and ratios; no test. Wants Linux.
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import { en } from '../../src/text/page/en.ts';
import { firstPicture, momentsOf, watchMoments } from '../../tools/demo/moments.ts';
import { people, type Sides } from '../../tools/demo/sides.ts';
import { servePage } from '../support/chromium/built-page.ts';
import { openElectronPage } from '../support/chromium/electron-page.ts';
import { runIn } from '../support/chromium/page-fixture.ts';
import { end, withTwoSiegels } from './endurance/two-siegels.ts';

const ROUNDS = Number(process.argv[2] ?? 15);
const TRIPS = 200;
const INVITE_BYTES = 2700; // what an INVITE has, more or less
const PAUSE_MS = 3000; // Siegel itself waits so long before it rings the same person anew, at most: not what is measured
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Milliseconds from one client to another and back, at QoS 1 as calls are, in messages as large as an INVITE. */
async function roundTripMs(url: string): Promise<number> {
  const ids = ['a', 'b'].map((letter) => letter.repeat(26));
  const [one, two] = await Promise.all(
    ids.map((id) => connectAsync(url, { protocolVersion: 5, clientId: id, username: id })),
  );
  if (one === undefined || two === undefined) throw new Error('two clients');
  // As our own connections have it: with Nagle's delay a round trip is of another kind.
  for (const { stream } of [one, two]) if (stream instanceof net.Socket) stream.setNoDelay(true);
  const [oneId = '', twoId = ''] = ids;
  const inbox = (to: string, from: string): string => `sgl/1/in/${to}/${from}`;
  const bytes = Buffer.alloc(INVITE_BYTES, 7);
  try {
    await Promise.all([
      one.subscribeAsync(`sgl/1/in/${oneId}/+`, { qos: 1 }),
      two.subscribeAsync(`sgl/1/in/${twoId}/+`, { qos: 1 }),
    ]);
    two.on('message', () => void two.publishAsync(inbox(oneId, twoId), bytes, { qos: 1 }));
    const trips = [];
    for (let i = 0; i < TRIPS; i++) {
      const beganAtMs = performance.now();
      const back = heard(one);
      await one.publishAsync(inbox(twoId, oneId), bytes, { qos: 1 });
      await back;
      trips.push(performance.now() - beganAtMs);
    }
    return median(trips.slice(TRIPS / 10));
  } finally {
    await Promise.all([one.endAsync(true), two.endAsync(true)]);
  }
}

const heard = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once('message', () => resolve()));

/** What one call let people wait for; `phases` since accepting, as the callee's windows were told of them. */
interface Waits {
  readonly ringMs: number;
  readonly pictureMs: number;
  readonly phases: readonly (readonly [phase: string, atMs: number])[];
}

/** One call with video: both waits, by the clock that the two programs share. */
async function waits({ caller, callee }: Sides): Promise<Waits> {
  const [callerPage, calleePage] = [await caller.window('main'), await callee.window('main')];
  const [before, calleeBefore] = [(await momentsOf(callerPage)).length, (await momentsOf(calleePage)).length];
  await wait(PAUSE_MS);
  await caller.place(people.callee.name, 'video');
  await callee.phase('ringing', 30_000);
  const callPage = await callee.window('stage');
  const picture = firstPicture(callPage, en.call.remotePicture.replace('{{name}}', people.caller.name));
  await callee.answer('video');
  const pictureAtMs = await picture;
  for (const side of [caller, callee]) await side.phase('live', 40_000);
  const [placed] = (await momentsOf(callerPage)).slice(before);
  const told = (await momentsOf(calleePage)).slice(calleeBefore);
  const rang = told.find(({ phase }) => phase === 'ringing');
  const accepted = told.find(({ phase }) => !['ringing', 'none', 'ended'].includes(phase));
  await end({ caller, callee });
  return {
    ringMs: (rang?.atMs ?? Number.NaN) - (placed?.atMs ?? Number.NaN),
    pictureMs: pictureAtMs - (accepted?.atMs ?? Number.NaN),
    phases: told.flatMap(({ phase, atMs }) =>
      accepted === undefined || atMs < accepted.atMs ? [] : [[phase, atMs - accepted.atMs] as const],
    ),
  };
}

/** Milliseconds from making two peers in one page to the first picture, without sealing and with it. */
async function inOnePage(): Promise<{ readonly bare: number; readonly sealed: number }> {
  const served = await servePage();
  const electron = await openElectronPage(served.url);
  const times: Record<'bare' | 'sealed', number[]> = { bare: [], sealed: [] };
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      for (const way of ['bare', 'sealed'] as const) {
        await electron.page.goto(served.url);
        const tookMs = await runIn(electron.page)('firstFrame', way);
        if (round > 0) times[way].push(tookMs); // the first round warms up
      }
    }
  } finally {
    await electron.close();
    await served.close();
  }
  return { bare: median(times.bare), sealed: median(times.sealed) };
}

const page = await inOnePage();
await withTwoSiegels(async (sides) => {
  for (const side of [sides.caller, sides.callee]) await watchMoments(await side.window('main'));
  const { link } = await sides.caller.view();
  if (link.kind !== 'online') throw new Error('the broker is away');
  const tripMs = await roundTripMs(link.url);
  const rings = [];
  const shown = [];
  const phases = new Map<string, number[]>();
  for (let round = 0; round <= ROUNDS; round++) {
    const { ringMs, pictureMs, phases: reached } = await waits(sides);
    if (round === 0) continue;
    for (const [phase, atMs] of reached) phases.set(phase, [...(phases.get(phase) ?? []), atMs]);
    rings.push(ringMs);
    shown.push(pictureMs);
  }
  const [ringMs, pictureMs] = [median(rings), median(shown)];
  const line = (what: string, ms: number, ratio: string): void =>
    say(`${what.padEnd(46)} ${ms.toFixed(1).padStart(7)} ms${ratio}`);
  say(`medians of ${ROUNDS} calls`);
  line('round trip over the broker', tripMs, '');
  line('placed to ringing', ringMs, `, ${(ringMs / tripMs).toFixed(1)} round trips`);
  line('plain WebRTC in one page to its first picture', page.bare, '');
  line('the same, sealed', page.sealed, `, ratio ${(page.sealed / page.bare).toFixed(2)}`);
  line(
    'accepted to first picture, two Siegels',
    pictureMs,
    `, ratio ${(pictureMs / page.bare).toFixed(2)} to plain WebRTC`,
  );
  for (const [phase, times] of phases) line(`  of it until ${phase}`, median(times), '');
});
