// A person chooses a microphone in the settings before a call, or a camera in the bar of a running call. The stage
// opens both. For the microphone, the engine has a different id in the stage than in the settings.
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { chooseDevice } from '../../tools/desktop/call-devices.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { talk, test } from '../support/two-people.ts';

declare global {
  interface Window {
    openedLabels?: string[];
  }
}

test('a call uses the microphone chosen in the settings', async ({ two }) => {
  const { caller } = two;
  const page = await caller.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await page.getByRole('button', { name: new RegExp(en.settings.microphone) }).click();
  let names: readonly string[] = [];
  await expect
    .poll(async () => (names = await page.getByRole('option').allTextContents()).length, 'the names of the microphones')
    .toBeGreaterThan(2);
  const chosen = names.at(-1) ?? ''; // not the one that the system would choose
  await page.getByRole('option', { name: chosen, exact: true }).click();
  await caller.until('the choice', ({ settings }) => settings.microphone !== '');
  await caller.app.context().addInitScript(() => {
    const labels: string[] = [];
    window.openedLabels = labels;
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      for (const track of stream.getAudioTracks()) labels.push(track.label);
      return stream;
    };
  });
  await talk(two, 'audio');
  expect(await (await caller.window('stage')).evaluate(() => window.openedLabels)).toEqual([chosen]);
  await caller.hangUp();
});

/**
 * How red, of 255, the corners of the other person’s picture are now. Chromium’s third camera has red corners, and its
 * first has none.
 */
async function red(person: Person): Promise<number> {
  const stage = await person.window('stage');
  return stage
    .locator('video')
    .first()
    .evaluate((video) => {
      const context = new OffscreenCanvas(32, 18).getContext('2d');
      context?.drawImage(video as HTMLVideoElement, 0, 0, 32, 18);
      const corners = [33, 62, 513, 542].map((at) => context?.getImageData(at % 32, Math.floor(at / 32), 1, 1).data[0]);
      return Math.max(...corners.map((value) => value ?? 0));
    });
}

test('the peer sees another camera once it is chosen in a running call, and the camera chosen before becomes the second choice', async ({
  two,
}) => {
  const { caller, callee } = two;
  await talk(two, 'video');
  await expect.poll(() => red(callee)).toBeLessThan(20);
  const choose = (label: string): Promise<void> => chooseDevice(caller, en.settings.camera, label);
  await choose('fake_device_0');
  await choose('fake_device_2');
  await expect.poll(() => red(callee), { timeout: 20_000 }).toBeGreaterThan(60);
  await expect.poll(() => red(caller)).toBeLessThan(20); // the callee's camera is unchanged
  const { settings } = await caller.view();
  expect([settings.camera, settings.devicesBefore.camera]).toEqual(['fake_device_2', ['fake_device_0']]);
  await choose('fake_device_0');
  await expect.poll(() => red(callee), { timeout: 20_000 }).toBeLessThan(20);
  await caller.hangUp();
});
