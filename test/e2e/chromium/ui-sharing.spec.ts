// Sharing a screen, in Chromium over fixtures: choosing by keyboard, what the person sharing sees, and how the other
// person views it.
import { expect, type Page, test } from '@playwright/test';
import { en } from '../../../src/text/page/en.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const { sharing } = en;

test('a screen or window is chosen by keyboard, none is chosen beforehand, and Escape shares nothing', async ({
  page,
}) => {
  await page.setViewportSize({ width: 760, height: 600 });
  await open(page, 'share-pick');
  const share = page.getByRole('button', { name: sharing.share, exact: true });
  await expect(page.getByRole('option', { name: sharing.wholeScreen })).toBeFocused();
  await expect(page.getByRole('option', { selected: true })).toHaveCount(0);
  await expect(share).toBeDisabled();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: /Arztbrief/u })).toHaveAttribute('aria-selected', 'true');
  await share.press('Enter');
  await page.keyboard.press('Escape');
  expect(await sent(page)).toEqual([
    { name: 'share.choose', input: { source: 'window:7:0', sound: false } },
    { name: 'share.close', input: {} },
  ]);
});

test('each screen and window offered for sharing shows its picture, and one without a picture shows a symbol', async ({
  page,
}) => {
  await open(page, 'share-pick');
  const seen = (): Promise<readonly boolean[]> =>
    page.getByRole('option').evaluateAll((all) =>
      all.map((option) => {
        const picture = option.querySelector('img');
        return picture === null ? option.querySelectorAll('svg').length > 0 : picture.naturalWidth > 0;
      }),
    );
  await expect.poll(seen).toEqual([true, true, true, true]);
  await expect(page.getByRole('option').locator('img')).toHaveCount(3);
});

test('the share dialog says that sharing replaces the other person’s screen, and that the computer’s sound is not shared', async ({
  page,
}) => {
  await open(page, 'share-pick-replaces');
  await expect(page.getByText(sharing.replaces.replace('{{name}}', 'Dr. Anna Berg'))).toBeVisible();
  await expect(page.getByText(/sound of this computer is not shared/u)).toBeVisible();
  await page.getByRole('option', { name: 'Dienstplan KW 49' }).click();
  await page.getByRole('button', { name: sharing.replaceAndShare }).click();
  expect(await sent(page)).toEqual([{ name: 'share.choose', input: { source: 'window:8:0', sound: false } }]);
});

test('the computer’s sound is off at first, and can be shared with a whole screen but not with a window', async ({
  page,
}) => {
  await open(page, 'share-pick-sound');
  const sound = page.getByRole('switch', { name: sharing.withSound });
  const share = page.getByRole('button', { name: sharing.share, exact: true });
  await expect(sound).not.toBeChecked();
  await expect(page.getByText(sharing.withSoundHint)).toBeVisible();
  await expect(page.getByText(/sound of this computer is not shared/u)).toHaveCount(0);
  await page.getByRole('option', { name: sharing.wholeScreen }).press('Enter');
  await share.press('Enter');
  await sound.press('Space');
  await expect(sound).toBeChecked();
  await share.press('Enter');
  await page.getByRole('option', { name: 'Dienstplan KW 49' }).click();
  await expect(sound).toBeDisabled();
  await expect(sound).not.toBeChecked();
  await share.press('Enter');
  expect(await sent(page)).toEqual([
    { name: 'share.choose', input: { source: 'screen:1:0', sound: false } },
    { name: 'share.choose', input: { source: 'screen:1:0', sound: true } },
    { name: 'share.choose', input: { source: 'window:8:0', sound: false } },
  ]);
});

test('the bar says that the computer’s sound is shared and that Mute does not stop it, or why it is not shared', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 220 });
  await open(page, 'share-sound');
  const bar = page.getByRole('region', { name: sharing.bar });
  await expect(bar.getByRole('status')).toContainText(sharing.sound.on);
  await expect(bar.getByRole('button', { name: sharing.stop })).toBeInViewport({ ratio: 1 });
  await open(page, 'share-sound-own');
  await expect(bar.getByRole('status')).toContainText(sharing.sound['own-sound'].replace('{{name}}', 'Dr. Anna Berg'));
});

test('the share dialog explains the system’s question beforehand, and says what to do if the system refuses', async ({
  page,
}) => {
  await open(page, 'share-permission');
  await expect(page.getByRole('heading', { name: sharing.permissionTitle })).toBeVisible();
  await page.getByRole('button', { name: sharing.goOn }).click();
  expect(await sent(page)).toEqual([{ name: 'share.goOn', input: {} }]);
  await open(page, 'share-denied');
  await expect(page.getByText(/Screen & System Audio Recording/u)).toBeVisible();
  await expect(page.getByRole('button', { name: sharing.goOn })).toHaveCount(0);
});

test('the stop button for sharing is visible in the smallest window with a long title, and the bar says what is shared', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 220 });
  await open(page, 'share-window');
  const bar = page.getByRole('region', { name: sharing.bar });
  await expect(bar).toContainText('Arztbrief_Musterfrau.odt');
  const stop = bar.getByRole('button', { name: sharing.stop });
  await expect(stop).toBeInViewport({ ratio: 1 });
  await stop.click();
  expect(await sent(page)).toEqual([{ name: 'own.stopShare', input: {} }]);
});

test('the reason why sharing ended is shown and can be dismissed', async ({ page }) => {
  await open(page, 'share-over');
  const bar = page.getByRole('region', { name: sharing.bar });
  await expect(bar.getByRole('alert')).toHaveText(sharing.over.closed);
  await bar.getByRole('button', { name: en.app.dismiss }).click();
  expect(await sent(page)).toEqual([{ name: 'own.stopShare', input: {} }]);
});

test('no sharing is offered if policy forbids it', async ({ page }) => {
  await open(page, 'share-none');
  await expect(page.getByRole('toolbar', { name: en.call.controls })).toBeVisible();
  await expect(page.getByRole('button', { name: sharing.share, exact: true })).toHaveCount(0);
});

test('the other person’s screen can be fitted, shown pixel by pixel, zoomed and moved, and its full screen ends with the sharing', async ({
  page,
}) => {
  const width = (of: Page): Promise<number> =>
    of
      .locator('video')
      .first()
      .evaluate((video) => Math.round(video.getBoundingClientRect().width));
  await open(page, 'share-seen');
  const view = page.getByRole('group', { name: sharing.theirs.replace('{{name}}', 'Dr. Anna Berg') });
  const box = (await view.boundingBox()) ?? { width: 0 };
  expect(await width(page)).toBe(box.width);
  const camera = page.getByRole('button', { name: en.call.remotePicture.replace('{{name}}', 'Dr. Anna Berg') });
  const cameraWidth = (await camera.boundingBox())?.width ?? 0;
  expect(cameraWidth).toBeGreaterThan(0);
  expect(cameraWidth).toBeLessThan(box.width / 3);

  await page.getByRole('button', { name: `1:1, ${sharing.actual}` }).click();
  await expect.poll(() => width(page)).toBe(1600);
  await view.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => view.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0);
  await page.keyboard.press('+');
  await expect.poll(() => width(page)).toBe(2000);
  await page.keyboard.press('-');
  await page.getByRole('button', { name: sharing.smaller }).click();
  await expect.poll(() => width(page)).toBe(1280);
  await page.keyboard.press('0');
  await view.focus();
  await page.keyboard.press('0');
  await expect.poll(() => width(page)).toBe(box.width);
  await page.getByRole('button', { name: sharing.full, exact: true }).click();
  await page.keyboard.press('Escape');
  const asked = await page.evaluate(() => window.preview.windowed.filter(({ name }) => name === 'window.full'));
  expect([asked[0]?.input, asked.at(-1)?.input]).toEqual([{ to: 'other' }, { to: 'normal' }]);
  // The shared screen that was in full screen is no longer shared, so full screen ends.
  await page.getByRole('button', { name: sharing.full, exact: true }).click();
  await page.evaluate(() => {
    window.preview.windowed.length = 0;
    window.preview.push((now) => ({
      ...now,
      calls: now.calls.map((call) => ({ ...call, remote: { ...call.remote, screen: false } })),
    }));
  });
  await expect(view).toHaveCount(0);
  expect(await page.evaluate(() => window.preview.windowed.at(-1))).toEqual({
    name: 'window.full',
    input: { to: 'normal' },
  });
});
