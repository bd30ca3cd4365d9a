// A headset with buttons, in the real program. Containers have no USB headset, so the test fakes one
// (tools/desktop/played-headset.ts).
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { lastSent, plugIn, says } from '../../tools/desktop/played-headset.ts';
import { test } from '../support/two-people.ts';

const OFF_HOOK = 0b1;
const MUTE = 0b10;
const RING = 0b100;
const HOLD = 0b1000;
const MICROPHONE = 0b1_0000;

test('a headset answers, mutes, holds and hangs up, and its lights follow the call and the window’s buttons', async ({
  two,
}) => {
  const { caller, callee } = two;
  await plugIn(callee);
  const main = await callee.window('main');
  await main.getByRole('tab', { name: en.nav.settings }).click();
  const section = main.getByRole('region', { name: en.headset.title });
  await section.getByText(en.headset.use).click();
  await expect(section.getByRole('listitem')).toHaveText(/Jabra Engage 50\s*Ready/u);
  const headset = await callee.window('headset');
  expect(await headset.evaluate(() => document.body.innerText.trim())).toBe('');

  await caller.place(people.callee.name, 'audio');
  await callee.phase('ringing');
  await expect.poll(() => lastSent(headset)).toEqual([2, RING, 0]);
  await says(headset, 0b1);
  await callee.phase('live', 30_000);
  await expect.poll(() => lastSent(headset)).toEqual([2, OFF_HOOK, 0]);

  await says(headset, 0b101);
  await says(headset, 0b1);
  await caller.until('the peer is muted', ({ call }) => call?.remote.mute === true);
  await expect.poll(() => lastSent(headset)).toEqual([2, OFF_HOOK | MUTE | MICROPHONE, 0]);
  await callee.press(en.call.unmute); // pressed in the window: the headset follows
  await expect.poll(() => lastSent(headset)).toEqual([2, OFF_HOOK, 0]);

  await says(headset, 0b1001);
  await says(headset, 0b1);
  await caller.until('the peer holds', ({ call }) => call?.remote.hold === true);
  await expect.poll(() => lastSent(headset)).toEqual([2, OFF_HOOK | HOLD, 0]);
  await says(headset, 0b1001);
  await says(headset, 0b1);
  await caller.until('the peer goes on', ({ call }) => call?.remote.hold === false);

  await says(headset, 0);
  await callee.phase('ended');
  await expect.poll(() => lastSent(headset)).toEqual([2, 0, 0]);
  await section.getByText(en.headset.use).click();
  await expect.poll(() => callee.app.windows().includes(headset)).toBe(false);
});
