// The automatic demo: two people meet through the real windows, call, compare codes and hang up, while a tap listens.
// It measures and reports; report.ts judges what must hold. It operates the app through its windows only. To measure,
// it also reads main's view and process list, and the tap copies frames in the sealing worker.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WindowKind } from '../../src/contract/command-shapes.ts';
import type { ContactView, View } from '../../src/contract/view.ts';
import { en } from '../../src/text/page/en.ts';
import type { Desktop } from '../desktop/desktop.ts';
import { endAtOnce } from '../desktop/launch.ts';
import type { Person, Seen } from '../desktop/person.ts';
import { releaseVersion } from '../runtime.ts';
import { firstPicture, momentsOf, watchMoments } from './moments.ts';
import { page as readable } from './page.ts';
import { pictures, type Pictures } from './pictures.ts';
import { checks, type Report, type SideReport } from './report.ts';
import { introduce, people, startSides, type Sides } from './sides.ts';
import { openTap } from './tap.ts';

const TALK_MS = 6000;
const DECODED_ENOUGH = 30;

function contactOf(view: View, address: string): ContactView {
  const contact = view.contacts.find((each) => each.address === address);
  if (contact === undefined) throw new Error(`${address} is not a contact`);
  return contact;
}

async function both(shots: Pictures, sides: Sides, step: string, kind: WindowKind): Promise<void> {
  for (const side of [sides.caller, sides.callee]) await shots.take(await side.window(kind), step, side.name);
}

/** How the process of one of the person's pages is confined, as the kernel reports it: `seccomp` or `none`. */
async function sandboxOf(person: Person): Promise<string> {
  const pid = await person.app.evaluate(({ app }) => app.getAppMetrics().find(({ type }) => type === 'Tab')?.pid ?? 0);
  return /^Seccomp:\t2$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')) ? 'seccomp' : 'none';
}

/** Compares the code as people do by voice: each reads it to the other, who types it. */
async function compareCodes({ caller, callee }: Sides): Promise<{ readonly caller: string; readonly callee: string }> {
  const read = await caller.readCode();
  await callee.typeCode(read);
  await callee.until(
    'the code confirmed',
    ({ call }) => call?.code.kind === 'shown' && call.code.confirmedAt !== undefined,
  );
  const readBack = await callee.readCode();
  await caller.typeCode(readBack);
  await caller.until(
    'the code confirmed',
    ({ call }) => call?.code.kind === 'shown' && call.code.confirmedAt !== undefined,
  );
  return { caller: read, callee: readBack };
}

async function ended(person: Person): Promise<string> {
  const { phase } = await person.phase('ended');
  return phase.kind === 'ended' ? phase.reason : '';
}

/** Makes the call and reports it; `folder` gets the pictures. */
async function perform(desktop: Desktop, sides: Sides, folder: string, say: (line: string) => void): Promise<Report> {
  const shots = pictures(folder);
  const { caller, callee } = sides;
  say('first run on both sides');
  await both(shots, sides, 'first-run', 'main');
  await introduce(sides);
  const before = { caller: await caller.view(), callee: await callee.view() };
  await both(shots, sides, 'contacts', 'main');
  for (const side of [caller, callee]) await watchMoments(await side.window('main'));

  say('the caller calls');
  await caller.choose(people.callee.name);
  await shots.take(await caller.window('main'), 'before-the-call', 'caller');
  const placedAtMs = Date.now();
  await caller.place(people.callee.name, 'video');
  const card = await callee.window('card');
  await callee.phase('ringing');
  await caller.until('ringing', ({ call }) => call?.phase.kind === 'calling' && call.phase.ringing);
  await card.getByRole('button', { name: en.card.answerVideo }).waitFor();
  await shots.take(card, 'card', 'callee');
  await shots.take(await caller.window('stage'), 'calling', 'caller');

  say('the callee answers with video');
  const callPage = await callee.window('stage');
  const picture = firstPicture(callPage, en.call.remotePicture.replace('{{name}}', people.caller.name));
  const tapping = openTap(callPage);
  tapping.catch(() => undefined); // awaited below
  const acceptedAtMs = Date.now();
  await callee.answer('video');
  await caller.phase('live');
  await callee.phase('live');
  const firstPictureAtMs = await picture;
  const tap = await tapping;
  const seen = ({ call }: Seen): boolean => (call?.numbers.decodedFrames ?? 0) >= DECODED_ENOUGH;
  await caller.until('pictures', seen);
  await callee.until('pictures', seen);
  await both(shots, sides, 'live', 'stage');
  await both(shots, sides, 'not-verified', 'security');

  say('camera off and on again, muted and heard again');
  await caller.press(en.call.cameraOff);
  await callee.until('no camera', ({ call }) => call?.remote.camera === false);
  await shots.take(callPage, 'camera-off', 'callee');
  await caller.press(en.call.cameraOn);
  await caller.press(en.call.mute);
  await callee.until('muted, with camera', ({ call }) => call?.remote.mute === true && call.remote.camera);
  await shots.take(callPage, 'muted', 'callee');
  await caller.press(en.call.unmute);
  await callee.until('heard again', ({ call }) => call?.remote.mute === false);

  say('both compare the security code');
  await caller.openSecurity();
  await callee.openSecurity();
  await both(shots, sides, 'code', 'security');
  const codes = await compareCodes(sides);
  await both(shots, sides, 'verified', 'security');

  say('a tap without keys listens');
  const live = await callee.view();
  const codec = (live.call?.numbers.codec.video ?? '').split('/').at(-1) ?? '';
  const tapped = await tap.run(codec, TALK_MS);
  await tap.close();
  const [sandbox, talking] = [await sandboxOf(callee), { caller: await caller.view(), callee: await callee.view() }];

  say('the caller hangs up');
  await caller.hangUp();
  const outcome = { caller: await ended(caller), callee: await ended(callee) };
  await both(shots, sides, 'ended', 'security');
  await caller.dismiss();
  await callee.dismiss();
  for (const side of [caller, callee])
    await desktop.tray.waitFor(side.pid, ({ tooltip }) => /Ready/.test(tooltip), 5000);
  const after = { caller: await caller.view(), callee: await callee.view() };
  await caller.choose(people.callee.name);
  await callee.choose(people.caller.name);
  await both(shots, sides, 'after-the-call', 'main');

  const moments = {
    caller: await momentsOf(await caller.window('main')),
    callee: await momentsOf(await callee.window('main')),
  };
  const rang = moments.callee.find(({ phase }) => phase === 'ringing');
  const side = (own: 'caller' | 'callee', peer: 'caller' | 'callee'): SideReport => {
    const { call } = talking[own];
    if (call === undefined) throw new Error('there was no call to count');
    return {
      address: people[own].address,
      keyStore: after[own].keyStore,
      code: codes[own],
      numbers: call.numbers,
      moments: moments[own],
      tray: desktop.tray.states(sides[own].pid).map(({ atMs, tooltip, icon }) => ({ atMs, tooltip, icon })),
      contactBefore: contactOf(before[own], people[peer].address),
      contactAfter: contactOf(after[own], people[peer].address),
      outcome: outcome[own],
    };
  };
  return {
    app: after.caller.versions.app,
    runtime: {
      electron: after.caller.versions.electron,
      source: desktop.runtime.source,
      releaseElectron: releaseVersion(),
      chromium: after.caller.versions.chromium,
      node: await caller.app.evaluate(() => process.versions.node),
      user: desktop.account.name,
      sandbox,
    },
    at: new Date().toISOString(),
    ringMs: (rang?.atMs ?? Number.NaN) - placedAtMs,
    acceptToFirstPictureMs: firstPictureAtMs - acceptedAtMs,
    caller: side('caller', 'callee'),
    callee: side('callee', 'caller'),
    tap: tapped,
    pictures: shots.taken(),
  };
}

/** Runs the whole demo on `desktop`; true if everything holds. If a step fails, takes pictures and rejects. */
export async function auto(desktop: Desktop, folder: string, say: (line: string) => void): Promise<boolean> {
  const sides = await startSides(desktop);
  try {
    const report = await perform(desktop, sides, folder, say);
    const judged = checks(report);
    await writeFile(
      path.join(folder, 'report.json'),
      `${JSON.stringify({ ...report, checks: judged }, undefined, 2)}\n`,
    );
    process.stdout.write(readable(report, judged));
    return judged.every(({ holds }) => holds);
  } catch (error) {
    for (const side of [sides.caller, sides.callee]) {
      for (const [at, window] of side.app.windows().entries()) {
        await window
          .screenshot({ path: path.join(folder, `failed-${side.name}-${at}.png`), timeout: 3000 })
          .catch(() => undefined);
      }
    }
    throw error;
  } finally {
    await Promise.all([endAtOnce(sides.caller.process), endAtOnce(sides.callee.process)]);
  }
}
