// The sounds before and after a call: the ring on its own loudspeaker or on all, the tones on the loudspeaker that
// plays voices. The test records two loudspeakers.
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { OTHER_SPEAKER } from '../../tools/desktop/desktop.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { clearest, loudest, recordSpeaker } from '../../tools/desktop/tone.ts';
import { endOf, talk, test } from '../support/two-people.ts';

test.use({ toneHz: 440, ownSound: true });

const RINGBACK_HZ = 425;
const BELL_HZ = 523.25;
const CLEARLY = 0.5;

async function openSettings(person: Person): Promise<Awaited<ReturnType<Person['window']>>> {
  const page = await person.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  return page;
}

test('the ring and the tones of a call are audible on the chosen loudspeakers at the chosen volume @waits', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  const speaker = (forMs = 1500): ReturnType<typeof recordSpeaker> => recordSpeaker(desktop, forMs);
  const desk = (forMs = 1500): ReturnType<typeof recordSpeaker> => recordSpeaker(desktop, forMs, OTHER_SPEAKER.sink);
  const settings = await openSettings(callee);
  await settings.getByRole('button', { name: new RegExp(en.ring.place) }).click();
  await settings.getByRole('option', { name: OTHER_SPEAKER.label }).click();
  await callee.until(
    'the choice',
    ({ settings: { ringPlace } }) => ringPlace.kind === 'one' && ringPlace.speaker !== '',
  );

  await test.step('the caller hears the ringback and the callee the ring, each on its own loudspeaker', async () => {
    await caller.place(people.callee.name, 'audio');
    await callee.phase('ringing');
    const [atCaller, atCallee] = await Promise.all([speaker(5500), desk(5500)]);
    expect(clearest(atCaller, RINGBACK_HZ)).toBeGreaterThan(CLEARLY);
    expect(clearest(atCaller, BELL_HZ)).toBeLessThan(0.1);
    expect(clearest(atCallee, BELL_HZ)).toBeGreaterThan(CLEARLY / 2);
    expect(clearest(atCallee, RINGBACK_HZ)).toBeLessThan(0.1);
  });

  await test.step('the same call rings on both loudspeakers once the ring is set to all', async () => {
    await settings.getByRole('button', { name: new RegExp(en.ring.place) }).click();
    await settings.getByRole('option', { name: en.ring.everywhere }).click();
    await callee.until('the choice', ({ settings: { ringPlace } }) => ringPlace.kind === 'all');
    for (const heard of await Promise.all([speaker(5500), desk(5500)]))
      expect(clearest(heard, BELL_HZ)).toBeGreaterThan(CLEARLY / 2);
  });

  await test.step('a declined call gives a tone at the caller until the call is dismissed, and nothing rings any more', async () => {
    await callee.decline();
    await caller.phase('ended');
    const [atCaller, atCallee] = await Promise.all([speaker(3000), desk(3000)]);
    expect(clearest(atCaller, RINGBACK_HZ)).toBeGreaterThan(CLEARLY);
    expect(loudest(atCallee.samples.subarray(atCallee.rateHz))).toBe(0);
    await caller.dismiss();
    await expect.poll(async () => loudest((await speaker()).samples)).toBe(0);
  });

  await test.step('a higher volume is louder, and a call that is only shown does not ring', async () => {
    await settings.getByText(en.ring.loud).click();
    await callee.until('no ring', ({ settings: { ringMode } }) => ringMode === 'visual');
    const slider = (await openSettings(caller)).getByRole('slider', { name: en.ring.toneVolume });
    await slider.press('End');
    await caller.until('the volume', ({ settings: { toneVolume } }) => toneVolume === 100);
    await caller.place(people.callee.name, 'audio');
    await callee.phase('ringing');
    const [atCaller, atCallee] = await Promise.all([speaker(5500), desk(5500)]);
    expect(loudest(atCaller.samples)).toBeGreaterThan(9000); // 2,400 at half the volume
    expect(loudest(atCallee.samples)).toBe(0);
    await callee.decline();
    await caller.phase('ended');
    await caller.dismiss();
  });

  await test.step('the tone for an ended call is audible when the other person hangs up', async () => {
    await talk(two, 'audio');
    await callee.press(en.call.mute); // or the voice is heard into the tone
    await caller.until('the mute', ({ call }) => call?.remote.mute === true);
    const [heard] = await Promise.all([speaker(5500), callee.hangUp()]);
    expect(await endOf(caller)).toBe('peer-hung-up');
    expect(clearest(heard, 349.23)).toBeGreaterThan(CLEARLY);
    await caller.dismiss();
  });

  await test.step('the unreachable tone is audible after a call to an unknown address', async () => {
    await caller.addContact('nobody@clinic.example', 'Nobody');
    const [heard] = await Promise.all([speaker(8000), caller.place('Nobody', 'audio')]);
    expect(await endOf(caller)).toBe('unknown-address');
    for (const hz of [950, 1400, 1800]) expect(clearest(heard, hz), String(hz)).toBeGreaterThan(CLEARLY);
  });
});
