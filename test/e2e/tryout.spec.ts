// Microphone, speaker and camera are tried in the real app: what is heard, played and seen, and that a call takes
// precedence.
import { expect, type Page } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { clearest, loudest, recordSpeaker } from '../../tools/desktop/tone.ts';
import { test } from '../support/two-people.ts';

const TONE_HZ = 425;
const { tryout } = en;

// Any tone gives the desktop a sound card, whose speaker is recorded. Microphone and camera are Chromium's fake ones.
test.use({ toneHz: 440 });

/** The sum of the colours that the picture shows now, drawn small; 0 is black. */
async function seen(page: Page): Promise<number> {
  return page.getByLabel(tryout.picture).evaluate((video) => {
    const context = new OffscreenCanvas(32, 18).getContext('2d');
    context?.drawImage(video as HTMLVideoElement, 0, 0, 32, 18);
    const pixels: readonly number[] = [...(context?.getImageData(0, 0, 32, 18).data ?? [])];
    return pixels.reduce((sum, value, at) => sum + (at % 4 < 3 ? value : 0), 0);
  });
}

test('the tryout shows the level and the picture, plays the test tone and the recording, and yields to a call @waits', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  const main = await caller.window('main');
  await main.getByRole('tab', { name: en.nav.settings }).click();
  await main.getByRole('button', { name: tryout.open }).click();
  const page = await caller.window('tryout');

  await test.step('the tryout hears the microphone, and the meter follows its level', async () => {
    const meter = page.getByRole('meter', { name: tryout.level });
    await expect(page.getByText(/^Siegel hears “.*fake.*”/iu)).toBeVisible();
    // The fake microphone beeps: each level lasts a tenth of a second.
    await meter.evaluate(async (element) => {
      let isLoud = false;
      await new Promise<void>((resolve) => {
        new MutationObserver(() => {
          const level = Number(element.getAttribute('aria-valuenow'));
          isLoud ||= level > 30;
          if (isLoud && level < 30) resolve();
        }).observe(element, { attributes: true });
      });
    });
  });

  await test.step('the tryout plays the test tone', async () => {
    await page.getByRole('button', { name: tryout.tone }).click();
    await expect.poll(async () => clearest(await recordSpeaker(desktop, 1000), TONE_HZ)).toBeGreaterThan(0.5);
  });

  await test.step('the tryout is silent before a recording, and afterwards plays the recording', async () => {
    const heard = async (forMs: number): Promise<number> => loudest((await recordSpeaker(desktop, forMs)).samples);
    await expect.poll(() => heard(500), { timeout: 20_000 }).toBe(0);
    await page.getByRole('button', { name: /^Record 5 seconds/u }).click();
    await expect(page.getByText(tryout.playing)).toBeVisible({ timeout: 20_000 });
    expect(await heard(2500)).toBeGreaterThan(500);
    // Once the recording has been played, it can be played again, and stopped before its five seconds are over.
    await page.getByRole('button', { name: tryout.play }).click({ timeout: 20_000 });
    await page.getByRole('button', { name: tryout.stop }).click();
    await expect(page.getByRole('button', { name: tryout.play })).toBeVisible({ timeout: 3000 });
  });

  await test.step('the tryout shows the picture, and stores a camera that is chosen in it', async () => {
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

  await test.step('a ringing call takes the devices from a tryout page that blocks its thread, and nothing opens by itself afterwards', async () => {
    const contents = await caller.contents(page);
    const processOf = () => contents.evaluate((web) => web.getOSProcessId());
    const run = <T>(code: string): Promise<T> => contents.evaluate((web, text) => web.executeJavaScript(text), code);
    const shows = (text: string): Promise<boolean> =>
      run<boolean>(`document.body.innerText.includes(${JSON.stringify(text)})`).catch(() => false);
    const press = (name: string): Promise<void> =>
      run(
        `[...document.querySelectorAll('button')].find((each) => each.textContent === ${JSON.stringify(name)}).click()`,
      );
    const before = await processOf();
    const id = await contents.evaluate((web) => web.id);
    // The tryout page holds a microphone, refuses a reload (the engine allows that after a press) and blocks its own
    // thread.
    await page.getByRole('heading', { level: 1 }).click();
    await page.evaluate(async () => {
      const held = await navigator.mediaDevices.getUserMedia({ audio: true });
      Object.assign(window, { held });
      window.addEventListener('beforeunload', (event) => event.preventDefault());
      setTimeout(() => {
        for (;;);
      });
    });
    await callee.place(people.caller.name, 'audio');
    await caller.phase('ringing');
    await expect.poll(() => shows(tryout.callTitle), { timeout: 20_000 }).toBe(true);
    expect(await processOf()).not.toBe(before);
    expect(await run('typeof held')).toBe('undefined');
    const opens = "navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'open', ({ name }) => name)";
    expect(await run(opens)).toBe('NotAllowedError');
    expect(await run("siegel.call('devices.set', { devices: { camera: 'x' } })")).toEqual({
      ok: false,
      code: 'call-first',
    });
    await main.getByRole('button', { name: tryout.open }).click();
    await expect(main.getByText(en.refusal['call-first'])).toBeVisible();
    await caller.decline();
    await callee.phase('ended');
    await expect.poll(() => shows(tryout.goOn)).toBe(true);
    const meters = "document.querySelectorAll('[role=meter]').length";
    expect(await run(meters)).toBe(0);
    await press(tryout.goOn);
    await expect.poll(() => run(meters)).toBe(1);
    void press(en.app.close).catch(() => undefined); // the page closes before it can reply
    const isGone = () => caller.app.evaluate(({ webContents }, gone) => webContents.fromId(gone) === undefined, id);
    await expect.poll(isGone).toBe(true);
  });
});
