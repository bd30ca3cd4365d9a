// Microphone, speaker and camera are tried in the real app: what is heard, played and seen, and that a call comes first.
import { expect, type Page } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { clickAndLose } from '../../tools/desktop/person.ts';
import { people } from '../../tools/demo/sides.ts';
import { clearest, loudest, recordSpeaker } from '../../tools/desktop/tone.ts';
import { test } from '../support/two-people.ts';

const TONE_HZ = 425;
const { tryout } = en;

test.use({ toneHz: 440 }); // for the speaker: microphone and camera are Chromium's

/** What the picture shows now: the sum of its colours, drawn small; 0 is black. */
async function seen(page: Page): Promise<number> {
  return page.getByLabel(tryout.picture).evaluate((video) => {
    const context = new OffscreenCanvas(32, 18).getContext('2d');
    context?.drawImage(video as HTMLVideoElement, 0, 0, 32, 18);
    const pixels: readonly number[] = [...(context?.getImageData(0, 0, 32, 18).data ?? [])];
    return pixels.reduce((sum, value, at) => sum + (at % 4 < 3 ? value : 0), 0);
  });
}

test('a person sees the level move, hears the test tone and themselves, sees their picture, and a call comes first @waits', async ({
  two,
  desktop,
}) => {
  test.setTimeout(150_000);
  const { caller, callee } = two;
  const main = await caller.window('main');
  await main.getByRole('tab', { name: en.nav.settings }).click();
  await main.getByRole('button', { name: tryout.open }).click();
  const page = await caller.window('tryout');

  await test.step('the microphone is heard, and the level follows it', async () => {
    const meter = page.getByRole('meter', { name: tryout.level });
    const level = async (): Promise<number> => Number(await meter.getAttribute('aria-valuenow'));
    await expect(page.getByText(/^Siegel hears “.*fake.*”/iu)).toBeVisible();
    await expect.poll(level).toBeGreaterThan(30);
    await expect.poll(level).toBeLessThan(30); // it beeps
  });

  await test.step('the test tone is heard on the speaker that was chosen', async () => {
    await page.getByRole('button', { name: tryout.tone }).click();
    await expect.poll(async () => clearest(await recordSpeaker(desktop, 1000), TONE_HZ)).toBeGreaterThan(0.5);
  });

  await test.step('what was recorded is played back, and nothing is heard before', async () => {
    await expect.poll(async () => loudest((await recordSpeaker(desktop, 500)).samples), { timeout: 20_000 }).toBe(0);
    await page.getByRole('button', { name: /^Record 5 seconds/u }).click();
    await expect(page.getByText(tryout.playing)).toBeVisible({ timeout: 20_000 });
    expect(loudest((await recordSpeaker(desktop, 2500)).samples)).toBeGreaterThan(500);
    await page.getByRole('button', { name: tryout.stop }).click();
    await expect(page.getByRole('button', { name: tryout.play })).toBeVisible();
  });

  await test.step('the picture is seen, and a camera that is chosen here is that of calls', async () => {
    await page.getByRole('button', { name: en.call.cameraOn }).click();
    await expect.poll(() => seen(page).catch(() => 0)).toBeGreaterThan(10_000);
    await page
      .getByRole('button', { name: new RegExp(en.settings.camera) })
      .first()
      .click();
    const option = page.getByRole('option').nth(1);
    const chosen = (await option.textContent()) ?? '';
    await option.click();
    await caller.until('the choice', ({ settings }) => settings.camera === chosen && chosen !== '');
    await expect.poll(() => seen(page).catch(() => 0)).toBeGreaterThan(10_000);
  });

  await test.step('a call that rings has everything, and nothing opens by itself when it is over', async () => {
    await callee.place(people.caller.name, 'audio');
    await caller.phase('ringing');
    await expect(page.getByText(tryout.callTitle)).toBeVisible();
    const opens = () =>
      navigator.mediaDevices.getUserMedia({ audio: true }).then(
        (stream) => stream.getTracks().forEach((track) => track.stop()),
        ({ name }: Error) => name,
      );
    expect(await page.evaluate(opens)).toBe('NotAllowedError');
    await caller.decline();
    await callee.phase('ended');
    const goOn = page.getByRole('button', { name: tryout.goOn });
    await expect(goOn).toBeVisible();
    await expect(page.getByRole('meter')).toHaveCount(0);
    await goOn.click();
    await expect(page.getByRole('meter')).toBeVisible();
    const gone = page.waitForEvent('close');
    await clickAndLose(page.getByRole('button', { name: en.app.close }));
    await gone;
  });
});
