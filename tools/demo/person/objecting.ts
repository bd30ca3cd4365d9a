// The stolen tablet after its thief has objected to the removal: in turn, the tablet has removed Anna's laptop, and it
// treats itself as her device.
import { en } from '../../../src/text/page/en.ts';
import { answerDialogs } from '../../desktop/consent.ts';
import { typeLinkCode, typeNumber } from '../../desktop/linking.ts';
import type { Person } from '../../desktop/person.ts';
import { openSettings, PATIENCE_MS, people, type Stage } from './cast.ts';
import type { Objecting } from './report.ts';

const { anna, bert } = people;

/** Anna's laptop and Bert's device. */
export interface Honest {
  readonly laptop: Person;
  readonly bert: Person;
}

/** Bert calls Anna: her laptop rings, and she declines. True if `other` shows or lists a call. */
async function callsAnna(side: Honest, other: Person): Promise<boolean> {
  await side.bert.place(anna.name, 'audio');
  await side.laptop.phase('ringing', PATIENCE_MS);
  await side.bert.until('ringing', ({ call }) => call?.phase.kind === 'calling' && call.phase.ringing);
  const { calls, history } = await other.view();
  await side.laptop.decline();
  await side.bert.phase('ended');
  await side.bert.dismiss();
  await side.laptop.until('no call', ({ call }) => call === undefined || call.phase.kind === 'ended');
  return calls.length > 0 || history.length > 0;
}

/** The tablet links a machine of the thief's, which was never Anna's; returns the result. */
async function linkFurther(thief: Person, fresh: Person, code: string): Promise<string> {
  const number = await typeLinkCode(thief, code);
  await answerDialogs(thief, true);
  await typeNumber(fresh, number);
  const isOver = (kind: string): boolean => kind === 'done' || kind === 'failed';
  const { devices } = await thief.until(
    'the end of the linking',
    (view) => isOver(view.devices.giving.kind),
    PATIENCE_MS,
  );
  if (devices.giving.kind !== 'done') return JSON.stringify(devices.giving);
  await fresh.until(
    'that this device is linked',
    ({ identity, link }) => identity !== undefined && link.kind === 'online',
  );
  await fresh.until('that this device has read itself in the chain', (view) => !view.devices.isUnfinished, PATIENCE_MS);
  return devices.giving.kind;
}

/** A picture of this device's list of the person's devices, in the settings. */
export async function shootList(device: Person, { shots }: Pick<Stage, 'shots'>, step: string): Promise<void> {
  const page = await openSettings(device);
  await page.getByRole('list', { name: en.devices.list, exact: true }).scrollIntoViewIfNeeded();
  await shots.take(page, step, device.name);
}

/** How far a call of this device got. */
async function reached(device: Person): Promise<string> {
  const { call } = await device.view();
  if (call?.phase.kind === 'calling') return call.phase.ringing ? 'rings' : 'calling';
  return call?.phase.kind === 'ended' ? call.phase.reason : (call?.phase.kind ?? 'no call');
}

/**
 * The devices in `thieves` call Bert, and then Anna does from her laptop. Returns how far the calls of the thieves got,
 * and how many calls Bert's Siegel has once Anna's call rings.
 */
export async function callBert(
  { laptop, bert: peer }: Honest,
  thieves: readonly Person[],
  stage: Stage,
): Promise<Objecting['calls']> {
  for (const thief of thieves) {
    await thief.place(bert.name, 'audio');
    const isSent = (kind: string | undefined): boolean => kind === 'calling' || kind === 'ended';
    await thief.until('a call that is sent', ({ call }) => isSent(call?.phase.kind), PATIENCE_MS);
  }
  await laptop.place(bert.name, 'audio');
  await peer.phase('ringing', PATIENCE_MS);
  await laptop.until('ringing', ({ call }) => call?.phase.kind === 'calling' && call.phase.ringing);
  const { calls } = await peer.view();
  const [own, linked] = await Promise.all(thieves.map(reached));
  const [first] = thieves;
  if (first !== undefined) await stage.shots.take(await first.window('security'), 'rings-nowhere', first.name);
  await stage.shots.take(await peer.window('card'), 'only-the-laptop-rings', 'bert');
  await peer.decline();
  await laptop.phase('ended');
  await laptop.dismiss();
  for (const thief of thieves) {
    if ((await thief.view()).call?.phase.kind !== 'ended') await thief.hangUp();
    await thief.phase('ended');
    await thief.dismiss();
  }
  return { own: own ?? '', linked: linked ?? '', atBert: calls.length };
}

/**
 * The thief objects in the window of the removed tablet, links another machine, and calls Bert from both. `code` is
 * the link code of that machine.
 */
export async function object(
  stage: Stage,
  side: Honest,
  thief: Person,
  fresh: Person,
  code: string,
): Promise<Omit<Objecting, 'handed' | 'goesOn'>> {
  const { say, shots } = stage;
  const page = await thief.window('main');
  await answerDialogs(thief, true);
  await page.getByRole('button', { name: en.dispute.objectDo }).click();
  const { devices } = await thief.until(
    'that it is a device of Anna again',
    (view) => !view.devices.isRemoved,
    PATIENCE_MS,
  );
  await thief.until('a connection', ({ link }) => link.kind === 'online', PATIENCE_MS);
  await shootList(thief, stage, 'has-objected');
  const isShown = await callsAnna(side, thief);
  say('the tablet links a machine of the thief’s, and both call Bert');
  const linking = await linkFurther(thief, fresh, code);
  await shootList(thief, stage, 'linked-further');
  const calls = await callBert(side, linking === 'done' ? [thief, fresh] : [thief], stage);
  await shots.take(page, 'after-its-calls', thief.name);
  return { list: devices.list.length, isCallShown: isShown, calls, linking };
}
