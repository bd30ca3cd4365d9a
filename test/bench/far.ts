// `npm run bench:far`: how long a call takes if the broker and the other person are far away, compared with a bare
// WebRTC call between two programs over the same broker in the same run. This machine holds two private networks, each
// behind a NAT, and a server between them. The bench measures once without delay, and once with a round trip of 40 ms
// to the server and of 80 ms from one network to the other. Medians; a bench, not a test. Needs Linux and root.
//   npm run bench:far -- --calls 7 --trip 40
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { en } from '../../src/text/page/en.ts';
import { startDesktop } from '../../tools/desktop/desktop.ts';
import { endAtOnce } from '../../tools/desktop/launch.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { people, startDevice } from '../../tools/demo/devices/cast.ts';
import { type Lab, withLab } from '../../tools/demo/devices/lab.ts';
import { firstPicture } from '../../tools/demo/moments.ts';
import { noNetlab } from '../../tools/network/netlab.ts';
import { type BareCalls, bareCalls } from './far/bare-call.ts';
import { nextPress } from './moments/press.ts';
import { median, type Step, type Watched, watchSteps } from './moments/steps.ts';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '7' }, trip: { type: 'string', default: '40' } },
});
const [CALLS, TRIP_MS] = [Number(values.calls), Number(values.trip)];
// Siegel leaves 2.5 s between two INVITEs to the same address. The bench waits longer, so that this wait is not
// measured.
const PAUSE_MS = 3000;
const RINGS = 'cleared, ringing';
const PERSON_MS = 1000; // from the ringing until a person accepts
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Siegels {
  readonly ringMs: number;
  readonly pictureMs: number;
  readonly path: string;
}

function firstOf(steps: readonly Step[], what: string, sinceMs: number): number {
  const found = steps.find((step) => step.what === what && step.atMs >= sinceMs);
  if (found === undefined) throw new Error(`the callee never reached: ${what}`);
  return found.atMs;
}

async function siegelCall(anna: Person, bert: Person, said: Watched): Promise<Siegels> {
  const page = await anna.choose(people.bert.name);
  await wait(PAUSE_MS);
  const button = page.getByRole('button', { name: en.person.video, exact: true });
  const [pressing, ringing] = [nextPress(button), said.next(RINGS)];
  await anna.place(people.bert.name, 'video');
  const press = await pressing;
  await ringing;
  const picture = firstPicture(await bert.window('stage'), en.call.remotePicture.replace('{{name}}', people.anna.name));
  await wait(PERSON_MS);
  await bert.answer('video');
  const pictureAtMs = await picture;
  for (const side of [anna, bert]) await side.phase('live', 40_000);
  const seen = await bert.until('a path', ({ call }) => call?.numbers.path !== 'unknown');
  const rangAtMs = firstOf(said.steps, RINGS, press.atMs);
  await anna.hangUp();
  for (const side of [anna, bert]) await side.phase('ended', 40_000);
  for (const side of [anna, bert]) await side.dismiss();
  return {
    ringMs: rangAtMs - press.atMs,
    pictureMs: pictureAtMs - firstOf(said.steps, 'accept, answering', rangAtMs),
    path: seen.call?.numbers.path ?? '',
  };
}

async function introduce(anna: Person, bert: Person): Promise<void> {
  await anna.setUp(people.anna.address, people.anna.name);
  await bert.setUp(people.bert.address, people.bert.name);
  await anna.addContact(people.bert.address, people.bert.name);
  await bert.addContact(people.anna.address, people.anna.name);
  await anna.place(people.bert.name, 'audio'); // verified, so that no limit for strangers applies
  await bert.phase('ringing', 30_000);
  await bert.answer('audio');
  for (const side of [anna, bert]) await side.phase('live', 40_000);
  await bert.typeCode(await anna.readCode());
  await anna.typeCode(await bert.readCode());
  for (const side of [anna, bert])
    await side.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
  await anna.hangUp();
  for (const side of [anna, bert]) await side.phase('ended', 40_000);
  for (const side of [anna, bert]) await side.dismiss();
}

const line = (what: string, ms: number, more = ''): void =>
  say(`  ${what.padEnd(58)} ${ms.toFixed(0).padStart(5)} ms${more}`);

function report(title: string, bare: BareCalls, calls: readonly Siegels[]): void {
  const [ringMs, pictureMs] = [median(calls.map((call) => call.ringMs)), median(calls.map((call) => call.pictureMs))];
  const [same, soonest] = [bare.pictureMs['offer-after-accept'], bare.pictureMs['offer-with-ring']];
  const paths = (of: readonly string[]): string => `, path ${[...new Set(of)].join(' and ')}`;
  say(`\n${title}, medians of ${CALLS} calls`);
  line('round trip over the broker', bare.tripMs);
  line('Siegel, pressed to ringing', ringMs, `, ${(ringMs / bare.tripMs).toFixed(1)} round trips`);
  line('bare, accepted to first picture, offer sent with the ring', soonest, paths(bare.paths));
  line('bare, accepted to first picture, offer sent once accepted', same);
  line('Siegel, accepted to first picture', pictureMs, paths(calls.map((call) => call.path)));
  say(
    `  ${'ratios of Siegel to the two bare times'.padEnd(58)} ${(pictureMs / soonest).toFixed(2)} and ${(pictureMs / same).toFixed(2)}`,
  );
}

async function measure(lab: Lab): Promise<void> {
  lab.setNats('cone', 'cone');
  const desktop = await startDesktop({ keyring: 'unlocked', say: () => undefined });
  const policed = { ...lab, policies: { ...lab.policies, LogLevel: 'debug' as const } };
  const anna = await startDevice(desktop, policed, 'anna-laptop');
  const bert = await startDevice(desktop, policed, 'bert-desk');
  const said = watchSteps(bert);
  try {
    await introduce(anna, bert);
    for (const [title, oneWayMs] of [
      ['near', 0],
      [`${TRIP_MS} ms to the broker and back, ${TRIP_MS * 2} ms to the other network and back`, TRIP_MS / 2],
    ] as const) {
      for (const host of ['alice', 'bob'] as const)
        await lab.setWan(host, { delayMs: oneWayMs, jitterMs: 0, lossPercent: 0 });
      const bare = await bareCalls(lab, CALLS);
      const calls: Siegels[] = [];
      for (let call = 0; call <= CALLS; call++) calls.push(await siegelCall(anna, bert, said));
      report(title, bare, calls.slice(1)); // the first call warms up
    }
  } finally {
    for (const side of [anna, bert]) await endAtOnce(side.process);
    await desktop.stop();
  }
}

const why = noNetlab();
if (why !== undefined) throw new Error(why);
const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-far-'));
await withLab(folder, measure);
rmSync(folder, { recursive: true, force: true });
