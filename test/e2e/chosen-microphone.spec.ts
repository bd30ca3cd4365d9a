// A microphone is chosen in one window and opened by the page of a call, whose engine knows it under another id.
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { talk, test } from '../support/two-people.ts';

declare global {
  interface Window {
    openedLabels?: string[];
  }
}

test('the microphone that was chosen in the settings is the one a call uses', async ({ two }) => {
  const { caller } = two;
  const page = await caller.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await page.getByRole('button', { name: new RegExp(en.settings.microphone) }).click();
  const names = await page.getByRole('option').allTextContents();
  const chosen = names.at(-1) ?? ''; // not the one that the system would take
  expect(names.length).toBeGreaterThan(2);
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
