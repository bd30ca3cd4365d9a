// The network quality in the call window: bars with a description for people who cannot see them, and a visible text
// when the quality is poor. Also the texts on a missing picture and on devices that failed.
import { expect, test } from '@playwright/test';
import { openedPreview } from '../../support/preview/opened.ts';

const { open } = openedPreview();

test('a good network quality is shown as four bars with a name for screen readers, and no text', async ({ page }) => {
  await open(page, 'call-voice');
  await expect(page.getByRole('img', { name: 'Connection quality: 4 of 4, good connection' })).toBeVisible();
  await expect(page.getByText('good connection', { exact: true })).toHaveCount(0);
});

test('a poor network quality is explained in text, and the details give the numbers', async ({ page }) => {
  await open(page, 'call-thin-line');
  await expect(page.getByRole('img', { name: /^Connection quality: 1 of 4/u })).toBeVisible();
  await expect(page.getByText('packets to you are being lost', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Security' }).click();
  await page.getByText('Details for experts').click();
  await expect(page.getByText('410 ms, jitter 62 ms')).toBeVisible();
  await expect(page.getByText('18% to you, 4% from you')).toBeVisible();
});

test('the network quality is not shown before it has been measured', async ({ page }) => {
  await open(page, 'call-connecting');
  await expect(page.getByRole('img', { name: /^Connection quality/u })).toHaveCount(0);
});

test('without a picture, the window says that the peer sends none, and does not claim that the camera is off', async ({
  page,
}) => {
  await open(page, 'call-held');
  await page.evaluate(() =>
    window.preview.push((view) => ({
      ...view,
      calls: view.calls.map((call) => ({
        ...call,
        local: { ...call.local, hold: false },
        remote: { ...call.remote, camera: false },
      })),
    })),
  );
  await expect(page.getByText('Dr. Anna Berg is not sending a picture')).toBeVisible();
  await expect(page.getByText(/camera is off/iu)).toHaveCount(0);
});

test('a microphone and a camera that failed to start are distinguished, each with its cause and a way to try again', async ({
  page,
}) => {
  await open(page, 'call-no-device');
  const says = (text: string): Promise<void> =>
    expect(page.getByRole('status').filter({ hasText: text })).toBeVisible();
  await says('Your camera could not be started: another program may be using it.');
  await says('Your microphone could not be started: it was unplugged, or there is none. You are muted.');
  await expect(page.getByText('You are muted', { exact: true })).toHaveCount(0); // said only once
  for (const name of ['Unmute', 'Turn camera on']) await expect(page.getByRole('button', { name })).toBeVisible();
});
