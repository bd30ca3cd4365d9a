// The desk scene: what a day at a desk demands of a telephone. It has the steps in their order; report.ts judges what
// must hold.
import { desktopTexts } from '../../../src/text/desktop.ts';
import { en } from '../../../src/text/page/en.ts';
import { chooseDevice } from '../../desktop/call-devices.ts';
import { OTHER_MICROPHONE, OTHER_SPEAKER } from '../../desktop/desktop.ts';
import { pressKeys, setGlobalKey } from '../../desktop/keys.ts';
import type { Person } from '../../desktop/person.ts';
import { lastSent, plugIn, says } from '../../desktop/played-headset.ts';
import { untilPublished } from '../../desktop/published.ts';
import type { Pictures } from '../pictures.ts';
import { people, type Seat } from './cast.ts';
import { hears, hearsNothing, notified, PATIENCE_MS, settled } from './measured.ts';
import type { DeskReport } from './report.ts';
import { shareBothWays } from './screens.ts';

const texts = desktopTexts.en;
const KEYS = { answer: 'Control+Alt+A', mute: 'Control+Alt+M' } as const;
const OFF_HOOK = 0b1;
const MUTE_PRESSED = 0b101;
const HOLD_PRESSED = 0b1001;

/** Both seats, and where the pictures go. */
export interface Desk {
  readonly dora: Seat;
  readonly emil: Seat;
  readonly shots: Pictures;
  readonly say: (line: string) => void;
}

async function ended(person: Person): Promise<string> {
  const { phase } = await person.phase('ended', PATIENCE_MS);
  return phase.kind === 'ended' ? phase.reason : '';
}

async function live({ dora, emil }: Desk): Promise<void> {
  for (const { person } of [dora, emil]) await person.phase('live', PATIENCE_MS);
}

async function tidy({ dora, emil }: Desk): Promise<void> {
  for (const { person } of [dora, emil]) if ((await person.view()).call !== undefined) await person.dismiss();
}

/**
 * First run on both sides, and the settings of each. Both have music mode, because the engine would treat steady tones
 * as noise, or one tone as the echo of the other. Emil has global keys and a headset.
 */
async function setUp({ dora, emil, shots }: Desk): Promise<void> {
  await dora.person.setUp(people.dora.address, people.dora.name);
  await emil.person.setUp(people.emil.address, people.emil.name);
  for (const { person } of [dora, emil]) await untilPublished(person);
  await dora.person.addContact(people.emil.address, people.emil.name);
  await emil.person.addContact(people.dora.address, people.dora.name);
  for (const { person } of [dora, emil]) {
    const page = await person.window('main');
    await page.getByRole('tab', { name: en.nav.settings }).click();
    await page.getByText(en.sound.music).click();
    await person.until('music mode', ({ settings }) => !settings.echoCancellation);
  }
  await plugIn(emil.person);
  const page = await emil.person.window('main');
  const section = page.getByRole('region', { name: en.headset.title });
  await section.getByText(en.headset.use).click();
  await section.getByRole('listitem').waitFor();
  await section.scrollIntoViewIfNeeded();
  await shots.take(page, 'headset-found', 'emil');
  await setGlobalKey(emil.person, 'answer', KEYS.answer);
  await setGlobalKey(emil.person, 'mute', KEYS.mute);
  const haveBoth = ({ settings: { globalKeys } }: Awaited<ReturnType<Person['view']>>): boolean =>
    globalKeys.answer !== '' && globalKeys.mute !== '';
  await emil.person.until('both global keys', haveBoth);
  await shots.take(page, 'keys-set', 'emil');
  await emil.person.choose(people.dora.name);
}

async function ringAndAnswer(desk: Desk): Promise<DeskReport['answered']> {
  const { dora, emil, shots } = desk;
  await dora.person.place(people.emil.name, 'audio');
  await emil.person.phase('ringing', PATIENCE_MS);
  const notification = await notified(emil, texts.incomingVoice);
  await shots.screen(emil.desktop.frameBuffer, 'rings', 'emil');
  const ring = await hears(emil, 'first', 523.25);
  const headset = await emil.person.window('headset');
  const lightWhileRinging = await settled(
    () => lastSent(headset),
    (sent) => sent !== undefined,
  );
  await says(headset, OFF_HOOK);
  await live(desk);
  return { notification, ring, lightWhileRinging: lightWhileRinging ?? [] };
}

async function talk({ dora, emil, shots }: Desk): Promise<DeskReport['sound']> {
  const [emilFirst, doraFirst] = await Promise.all([
    hears(emil, 'first', people.dora.toneHz, OTHER_MICROPHONE.toneHz),
    hears(dora, 'first', people.emil.toneHz),
  ]);
  const stage = await dora.person.window('stage');
  await dora.person.press(en.call.devices);
  await shots.take(stage, 'devices', 'dora');
  await stage.keyboard.press('Escape');
  await chooseDevice(dora.person, en.settings.microphone, OTHER_MICROPHONE.label);
  await chooseDevice(dora.person, en.settings.speaker, OTHER_SPEAKER.label);
  const emilThen = await hears(emil, 'first', OTHER_MICROPHONE.toneHz, people.dora.toneHz);
  const doraThen = await hears(dora, 'other', people.emil.toneHz);
  const left = await hearsNothing(dora, 'first');
  await dora.person.press(en.call.devices);
  await shots.take(stage, 'devices-changed', 'dora');
  await stage.keyboard.press('Escape');
  return { before: { emil: emilFirst, dora: doraFirst }, after: { emil: emilThen, dora: doraThen, doraLeft: left } };
}

async function pressHeadset({ dora, emil, shots }: Desk): Promise<DeskReport['headset']> {
  const headset = await emil.person.window('headset');
  const press = async (bits: number): Promise<void> => {
    await says(headset, bits);
    await says(headset, OFF_HOOK);
  };
  await press(MUTE_PRESSED);
  await dora.person.until('that Emil is muted', ({ call }) => call?.remote.mute === true, PATIENCE_MS);
  const muted = await hearsNothing(dora, 'other');
  const lightsMuted = await lastSent(headset);
  await shots.take(await dora.person.window('stage'), 'peer-muted', 'dora');
  await press(MUTE_PRESSED);
  const again = await hears(dora, 'other', people.emil.toneHz);
  await press(HOLD_PRESSED);
  await dora.person.until('that Emil holds', ({ call }) => call?.remote.hold === true, PATIENCE_MS);
  await shots.take(await dora.person.window('stage'), 'held', 'dora');
  await press(HOLD_PRESSED);
  await dora.person.until('that Emil goes on', ({ call }) => call?.remote.hold === false, PATIENCE_MS);
  await says(headset, 0);
  const ends = { emil: await ended(emil.person), dora: await ended(dora.person) };
  await shots.take(await dora.person.window('security'), 'hung-up-by-headset', 'dora');
  return { muted, lightsMuted: lightsMuted ?? [], again, ends };
}

/** Emil misses a call behind a locked screen and calls back from its notification. Dora answers in her notification. */
async function missAndReturn(desk: Desk): Promise<DeskReport['notifications']> {
  const { dora, emil, shots } = desk;
  emil.notifications.lockScreen(true);
  await dora.person.place(people.emil.name, 'audio');
  await emil.person.phase('ringing', PATIENCE_MS);
  const locked = await notified(emil, texts.incomingVoice);
  await dora.person.hangUp();
  await notified(emil, texts.missed(1));
  emil.notifications.lockScreen(false);
  const missed = await settled(
    () => notified(emil, texts.missed(1)),
    ({ body }) => body !== '',
  );
  await dora.person.dismiss().catch(() => undefined);
  await shots.take(await emil.person.window('main'), 'missed', 'emil');
  emil.notifications.press(missed, texts.callBack);
  await dora.person.phase('ringing', PATIENCE_MS);
  const incoming = await notified(dora, texts.incomingVoice);
  await shots.take(await dora.person.window('card'), 'called-back', 'dora');
  dora.notifications.press(incoming, texts.answer);
  await live(desk);
  const returned = (await emil.person.view()).call?.direction ?? '';
  const gone = await settled(
    () => Promise.resolve(dora.notifications.shown().length),
    (count) => count === 0,
  );
  await dora.person.hangUp();
  await ended(emil.person);
  return { locked, missed, incoming, returned, left: gone };
}

/** With another program in front, Emil answers and mutes by global keys. Dora hangs up by a key of the call window. */
async function pressAnyKeys(desk: Desk): Promise<DeskReport['keys']> {
  const { dora, emil, shots } = desk;
  await dora.person.place(people.emil.name, 'audio');
  await emil.person.phase('ringing', PATIENCE_MS);
  emil.document.raise();
  pressKeys(emil.desktop, 'ctrl+alt+a');
  await live(desk);
  const before = await hears(dora, 'other', people.emil.toneHz);
  emil.document.raise();
  await shots.screen(emil.desktop.frameBuffer, 'another-program-in-front', 'emil');
  pressKeys(emil.desktop, 'ctrl+alt+m');
  await dora.person.until('that Emil is muted', ({ call }) => call?.remote.mute === true, PATIENCE_MS);
  const muted = await hearsNothing(dora, 'other');
  pressKeys(emil.desktop, 'ctrl+alt+m');
  await dora.person.until('that Emil is heard', ({ call }) => call?.remote.mute === false, PATIENCE_MS);
  const again = await hears(dora, 'other', people.emil.toneHz);
  await dora.person.bringCallToFront();
  pressKeys(dora.desktop, 'shift+slash');
  const list = (await dora.person.window('stage')).getByRole('complementary', { name: en.keys.title });
  await list.waitFor();
  await shots.take(list.page(), 'all-keys', 'dora');
  pressKeys(dora.desktop, 'Escape');
  await list.waitFor({ state: 'hidden' });
  pressKeys(dora.desktop, 'ctrl+shift+l');
  const ends = { emil: await ended(emil.person), dora: await ended(dora.person) };
  return { before, muted, again, ends };
}

/** Plays the scene. */
export async function playDesk(desk: Desk): Promise<Omit<DeskReport, 'capture'>> {
  const { dora, emil, shots, say } = desk;
  say('Dora and Emil set up, each at a desk of their own; Emil sets keys and plugs a headset in');
  await setUp(desk);
  say('Dora calls; Emil is notified, and answers with his headset');
  const answered = await ringAndAnswer(desk);
  say('both hear each other; Dora changes microphone and loudspeaker in the call');
  const sound = await talk(desk);
  say('Dora shares her screen, then Emil a window');
  const sharing = await shareBothWays(dora, emil, shots);
  say('Emil mutes, holds and hangs up with his headset');
  const headset = await pressHeadset(desk);
  await tidy(desk);
  say('Emil misses a call behind a locked screen and calls back; Dora answers in her notification');
  const notifications = await missAndReturn(desk);
  await tidy(desk);
  say('Emil answers and mutes by keys with another program in front; Dora hangs up by a key');
  const keys = await pressAnyKeys(desk);
  await tidy(desk);
  const { versions, history } = await emil.person.view();
  const main = await emil.person.window('main');
  await main.getByRole('tab', { name: en.nav.calls }).click();
  await main.getByRole('option').first().click();
  await shots.take(main, 'calls', 'emil');
  return {
    app: versions.app,
    at: new Date().toISOString(),
    answered,
    sound,
    sharing,
    headset,
    notifications,
    keys,
    listed: history.map(({ direction, outcome, unseen }) => ({ direction, outcome, isMissed: unseen !== undefined })),
    pictures: shots.taken(),
  };
}
