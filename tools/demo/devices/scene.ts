// The devices scene: a device is linked, a call rings on two devices, is answered on one, uses the relay, is held,
// survives a new address and a new page, and moves to the other device. This file has the steps in their order;
// report.ts judges what must hold.
import { setTimeout as wait } from 'node:timers/promises';
import { en } from '../../../src/text/page/en.ts';
import type { Desktop } from '../../desktop/desktop.ts';
import { endAtOnce } from '../../desktop/launch.ts';
import { confirmLink, showCode, typeLinkCode } from '../../desktop/linking.ts';
import type { Person } from '../../desktop/person.ts';
import { pictures, type Pictures } from '../pictures.ts';
import { type DeviceName, people, startDevice } from './cast.ts';
import type { Lab } from './lab.ts';
import type { DevicesReport } from './report.ts';
import { callOf, listed, opened, opensAgain, PATIENCE_MS, type Seen, silent } from './seen.ts';

const HELD_MS = 2000; // how long the scene waits for frames that must not come

type Devices = Readonly<Record<DeviceName, Person>>;

async function ended(device: Person): Promise<string> {
  const { phase } = await device.phase('ended', PATIENCE_MS);
  return phase.kind === 'ended' ? phase.reason : '';
}

async function talking(device: Person): Promise<DevicesReport['talking'][keyof DevicesReport['talking']]> {
  const code = await device.readCode();
  const { path, pathBy, generation, handshake, suite } = callOf(await device.view()).numbers;
  return { path, pathBy, generation, handshake, suite, code };
}

async function meet(devices: Devices): Promise<void> {
  const { 'anna-laptop': anna, 'bert-desk': desk } = devices;
  await anna.setUp(people.anna.address, people.anna.name);
  await desk.setUp(people.bert.address, people.bert.name);
  await anna.addContact(people.bert.address, people.bert.name);
  await desk.addContact(people.anna.address, people.anna.name);
}

async function link(devices: Devices, shots: Pictures): Promise<DevicesReport['link']> {
  const { 'anna-laptop': anna, 'bert-desk': desk, 'bert-ward': ward } = devices;
  const devicesBefore = (await desk.view()).devices.list.length;
  const code = await showCode(ward);
  await shots.take(await ward.window('main'), 'link-code', 'bert-ward');
  const number = await typeLinkCode(desk, code);
  await shots.take(await desk.window('main'), 'link-number', 'bert-desk');
  await confirmLink(desk, ward, number);
  await shots.take(await desk.window('main'), 'devices', 'bert-desk');
  const [after, fresh, peer] = [await desk.view(), await ward.view(), await anna.view()];
  return {
    number,
    devicesBefore,
    devicesAfter: after.devices.list.length,
    contactsCopied: fresh.contacts.some(({ address }) => address === people.anna.address),
    isSamePerson: fresh.identity?.fingerprint === after.identity?.fingerprint,
    keyChangeSeen: peer.contacts.some(({ trust }) => trust.kind === 'changed'),
  };
}

async function ringBoth({ 'anna-laptop': anna, 'bert-desk': desk, 'bert-ward': ward }: Devices): Promise<void> {
  await anna.place(people.bert.name, 'video');
  for (const device of [desk, ward]) await device.phase('ringing');
}

async function answerOnWard(devices: Devices, shots: Pictures): Promise<DevicesReport['ringing']> {
  const { 'anna-laptop': anna, 'bert-desk': desk, 'bert-ward': ward } = devices;
  await ringBoth(devices);
  const rang: string[] = [];
  for (const device of [desk, ward]) if ((await device.view()).call?.phase.kind === 'ringing') rang.push(device.name);
  await shots.take(await ward.window('card'), 'card', 'bert-ward');
  await shots.take(await desk.window('card'), 'card', 'bert-desk');
  await ward.answer('video');
  const answeredAtMs = Date.now();
  await desk.until('no ringing', ({ call }) => call?.phase.kind !== 'ringing');
  const stoppedAfterMs = Date.now() - answeredAtMs;
  for (const side of [anna, ward]) {
    await side.phase('live', PATIENCE_MS);
    await side.until('pictures', ({ call }) => (call?.numbers.decodedFrames ?? 0) > 10, PATIENCE_MS);
  }
  await shots.take(await desk.window('main'), 'answered-elsewhere', 'bert-desk');
  const atDesk = await desk.until('the call in the list', ({ history }) => history.length > 0);
  return {
    rang,
    stoppedAfterMs,
    listed: listed(atDesk),
  };
}

async function compareCodes({ 'anna-laptop': anna, 'bert-ward': ward }: Devices): Promise<DevicesReport['verified']> {
  await ward.typeCode(await anna.readCode());
  const isVerified = ({ call }: Seen): boolean => call?.trust.kind === 'verified';
  await ward.until('Anna verified', isVerified);
  await anna.typeCode(await ward.readCode());
  await anna.until('Bert verified', isVerified);
  return { 'anna-laptop': isVerified(await anna.view()), 'bert-ward': isVerified(await ward.view()) };
}

async function hold(
  { 'anna-laptop': anna, 'bert-ward': ward }: Devices,
  shots: Pictures,
): Promise<DevicesReport['hold']> {
  await anna.press(en.call.hold);
  await ward.until('that Anna holds', ({ call }) => call?.remote.hold === true);
  const before = await silent(ward);
  await wait(HELD_MS);
  const held = await ward.view();
  const openedWhileHeld = opened(held) - before;
  await shots.take(await ward.window('security'), 'held', 'bert-ward');
  await shots.take(await anna.window('security'), 'held', 'anna-laptop');
  await anna.press(en.call.resume);
  await opensAgain(ward, before);
  return {
    saidToPeer: held.call?.remote.hold === true,
    openedWhileHeld,
    openedAfter: opened(await ward.view()) - before,
  };
}

async function moveAddress(
  { 'anna-laptop': anna, 'bert-ward': ward }: Devices,
  lab: Lab,
  shots: Pictures,
): Promise<DevicesReport['address']> {
  const before = callOf(await anna.view()).numbers.generation;
  const page = await anna.window('security');
  lab.changeAddress();
  const atMs = Date.now();
  const healed = async (device: Person): Promise<number> => (await opensAgain(device, await silent(device))) - atMs;
  const [atAnna, atWard] = await Promise.all([healed(anna), healed(ward)]);
  const after = await anna.until('new keys', ({ call }) => (call?.numbers.generation ?? 0) > before, PATIENCE_MS);
  await shots.take(page, 'live-again', 'anna-laptop');
  return {
    healedMs: { 'anna-laptop': atAnna, 'bert-ward': atWard },
    generation: { before, after: callOf(after).numbers.generation },
  };
}

/** The stage on the ward is reloaded: another page takes its place, as after a crash. */
async function reloadPage(
  { 'anna-laptop': anna, 'bert-ward': ward }: Devices,
  shots: Pictures,
): Promise<DevicesReport['page']> {
  const before = callOf(await ward.view());
  const page = await ward.window('stage');
  const contents = await ward.contents(page);
  const atMs = Date.now();
  await contents.evaluate((stage) => stage.reload());
  await ward.phase('reconnecting');
  await ward.phase('live', PATIENCE_MS);
  const liveMs = Date.now() - atMs;
  await Promise.all([ward, anna].map(async (device) => opensAgain(device, opened(await device.view()))));
  const after = callOf(await ward.view());
  await shots.take(page, 'page-anew', 'bert-ward');
  return {
    liveMs,
    isSameCall: after.id === before.id && JSON.stringify(after.code) === JSON.stringify(before.code),
    generation: { before: before.numbers.generation, after: after.numbers.generation },
  };
}

/** Bert continues at the desk: the call is offered on the ward and taken over at the desk. */
async function moveCall(devices: Devices, shots: Pictures): Promise<DevicesReport['move']> {
  const { 'anna-laptop': anna, 'bert-desk': desk, 'bert-ward': ward } = devices;
  const before = callOf(await anna.view());
  await ward.press(en.move.open);
  const stage = await ward.window('stage');
  await stage.getByRole('dialog', { name: en.move.title }).getByRole('button').first().click();
  const main = await desk.window('main');
  const take = main.getByRole('button', { name: en.move.take });
  await take.waitFor({ timeout: PATIENCE_MS });
  await shots.take(main, 'offer', 'bert-desk');
  await shots.take(await ward.window('security'), 'offered', 'bert-ward');
  await take.click();
  const atMs = Date.now();
  await desk.phase('live', PATIENCE_MS);
  const heardMs = (await opensAgain(desk, 0)) - atMs;
  const there = await anna.until('the moved call', ({ call }) => call?.id !== before.id && call?.phase.kind === 'live');
  await anna.until('sound of the desk', (view) => opened(view) > 20, PATIENCE_MS);
  const [codeHere, codeThere] = [await anna.readCode(), await desk.readCode()];
  await shots.take(await anna.window('security'), 'moved', 'anna-laptop');
  await shots.take(await desk.window('security'), 'moved', 'bert-desk');
  return {
    endAtWard: await ended(ward),
    heardMs,
    codeBefore: before.code.kind === 'shown' ? before.code.code : '',
    codes: [codeHere, codeThere],
    trust: callOf(there).trust.kind,
    trustAtDesk: callOf(await desk.view()).trust.kind,
    lineAtAnna: listed(there),
  };
}

async function play(devices: Devices, lab: Lab, shots: Pictures, say: (line: string) => void): Promise<DevicesReport> {
  const { 'anna-laptop': anna, 'bert-desk': desk, 'bert-ward': ward } = devices;
  say('Anna and Bert meet; Bert links the device on the ward');
  await meet(devices);
  const linked = await link(devices, shots);
  say('Anna calls; both of Bert’s devices ring, and he answers on the ward');
  const ringing = await answerOnWard(devices, shots);
  const sides = { 'anna-laptop': await talking(anna), 'bert-ward': await talking(ward) };
  await shots.take(await anna.window('security'), 'code', 'anna-laptop');
  const verified = await compareCodes(devices);
  say('Anna holds, and resumes');
  const held = await hold(devices, shots);
  say('Anna’s machine gets another address');
  const allocations = lab.allocations();
  const address = await moveAddress(devices, lab, shots);
  const afterMove = lab.allocations();
  say('the page of Bert’s window is reloaded');
  const page = await reloadPage(devices, shots);
  say('Bert goes back to his desk, and the call with him');
  const move = await moveCall(devices, shots);
  say('Anna hangs up');
  await anna.hangUp();
  const ends = { 'anna-laptop': await ended(anna), 'bert-desk': await ended(desk) };
  await shots.take(await desk.window('security'), 'ended', 'bert-desk');
  const view = await anna.view();
  return {
    app: view.versions.app,
    at: new Date().toISOString(),
    link: linked,
    ringing,
    talking: sides,
    verified,
    relay: { allocations, afterMove },
    hold: held,
    address,
    page,
    move,
    ends,
    listed: {
      'anna-laptop': listed(view),
      'bert-desk': listed(await desk.view()),
      'bert-ward': listed(await ward.view()),
    },
    pictures: shots.taken(),
  };
}

/** Plays the scene on `desktop` in the networks of `lab`; `output` gets the pictures. */
export async function playDevices(
  desktop: Desktop,
  lab: Lab,
  output: string,
  say: (line: string) => void,
): Promise<DevicesReport> {
  const shots = pictures(output);
  const anna = await startDevice(desktop, lab, 'anna-laptop');
  const desk = await startDevice(desktop, lab, 'bert-desk');
  const ward = await startDevice(desktop, lab, 'bert-ward');
  const all = [anna, desk, ward];
  try {
    return await play({ 'anna-laptop': anna, 'bert-desk': desk, 'bert-ward': ward }, lab, shots, say);
  } catch (error) {
    for (const { name, app } of all) {
      for (const window of app.windows()) await shots.take(window, 'failed', name).catch(() => undefined);
    }
    throw error;
  } finally {
    await Promise.all(all.map(async (device) => endAtOnce(device.process)));
  }
}
