// Trying microphone, speaker and camera, in Chromium over fixtures: how a person opens the tryout before a first call,
// and what it says about a device that cannot be opened.
import { expect, test } from '@playwright/test';
import { en } from '../../../src/text/page/en.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const { tryout } = en;

test('the first run and a main window without contacts offer a button that opens the tryout', async ({ page }) => {
  for (const fixture of ['setup-first-run', 'home-empty']) {
    await open(page, fixture);
    await page.getByRole('button', { name: tryout.open }).first().click();
    expect(await sent(page)).toEqual([{ name: 'tryout.open', input: {} }]);
  }
});

test('a microphone chosen in the tryout is sent to main as the setting, and the camera opens only by a press', async ({
  page,
}) => {
  await open(page, 'tryout');
  await expect(page.getByText(tryout.dark)).toBeVisible();
  await page.getByRole('button', { name: new RegExp(en.settings.microphone) }).click();
  await page.getByRole('option', { name: 'Jabra Evolve2 40' }).click();
  await page.getByRole('button', { name: en.call.cameraOn }).click();
  await expect(page.getByLabel(tryout.picture)).toBeVisible();
  await page.getByRole('button', { name: en.call.cameraOff }).click();
  await expect(page.getByText(tryout.dark)).toBeVisible();
  await page.getByRole('button', { name: en.app.close }).click();
  expect(await sent(page)).toEqual([
    { name: 'tryout.told', input: { device: 'microphone', came: 'opened' } },
    { name: 'devices.set', input: { devices: { microphone: 'm1' } } },
    { name: 'tryout.told', input: { device: 'camera', came: 'opened' } },
    { name: 'tryout.close', input: {} },
  ]);
});

test('the tryout says why nothing is heard or seen: no device, no permission of the system, or policy', async ({
  page,
}) => {
  await open(page, 'tryout-none'); // in this fixture the camera was switched on
  for (const text of [tryout.microphone.noneTitle, tryout.camera.noneTitle, tryout.noSpeaker])
    await expect(page.getByText(text)).toBeVisible();
  await expect(page.getByRole('button', { name: tryout.tone })).toBeDisabled();
  await open(page, 'tryout-refused');
  await expect(page.getByText(tryout.microphone.refused)).toBeVisible();
  await expect(page.getByRole('button', { name: tryout.again })).toHaveCount(2);
  await open(page, 'tryout-no-video');
  await expect(page.getByText(en.managed.noVideo)).toBeVisible();
  await expect(page.getByRole('button', { name: /Headset \(not connected\)/u })).toHaveAccessibleDescription(
    'While this device is missing, Siegel uses “System default”.',
  );
  await expect(page.getByRole('button', { name: en.call.cameraOn })).toHaveCount(0);
});

test('the tryout opens no microphone during a call, and afterwards only by a press', async ({ page }) => {
  await open(page, 'tryout-call');
  await expect(page.getByText(tryout.callTitle)).toBeVisible();
  await expect(page.getByRole('meter')).toHaveCount(0);
  await page.evaluate(() => window.preview.push((now) => ({ ...now, calls: [] })));
  await expect(page.getByRole('meter')).toHaveCount(0);
  await page.getByRole('button', { name: tryout.goOn }).click();
  await expect(page.getByRole('meter')).toBeVisible();
});
