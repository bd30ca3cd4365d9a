// Sharing a screen in a call between two real programs: the screen is chosen in the page of the picker, captured once,
// sealed and shown large to the other person. The call window, the tray and a border around the screen remind the
// person who shares. The sharing ends by one press, by the tray, with the shared window, and by a later share.
import { execFileSync } from 'node:child_process';
import { expect, type Locator } from '@playwright/test';
import { people } from '../../tools/demo/sides.ts';
import { clickAndLose } from '../../tools/desktop/person.ts';
import { edgesOf, pickShared, SHARED_FRAME, sharedBy, sizeOf } from '../../tools/desktop/shared-screen.ts';
import { desktopTexts } from '../../src/text/desktop.ts';
import { en } from '../../src/text/page/en.ts';
import { talk, test } from '../support/two-people.ts';

const texts = desktopTexts.en;

/** Expects that nothing is chosen beforehand. */
const isUnchosen = (button: Locator): Promise<void> => expect(button).toBeDisabled();

test('the peer sees a shared screen or window at full size with the pointer, and one press, a closed window or a later share ends the sharing', async ({
  two,
  desktop,
}, testInfo) => {
  const { caller, callee } = two;
  await talk(two, 'audio');
  const [stage, head] = await Promise.all([caller.window('stage'), caller.window('security')]);

  // The page cannot decide: its own request is refused.
  const asks = (): Promise<string> =>
    stage.evaluate(async () => {
      try {
        return (await navigator.mediaDevices.getDisplayMedia({ video: true })).id;
      } catch (error) {
        return error instanceof Error ? error.name : '';
      }
    });
  expect(await asks()).toBe('NotAllowedError');

  await pickShared(caller, en.sharing.wholeScreen, isUnchosen);
  await caller.until('a shared screen', ({ call }) => call?.sharing?.kind === 'on');
  await callee.until('their screen', ({ call }) => call?.remote.screen === true);
  const seen = sharedBy(await callee.window('stage'), people.caller.name);
  await expect.poll(() => sizeOf(seen), { timeout: 20_000 }).toEqual([1600, 1000]);
  const opened = async (): Promise<number> =>
    (await callee.view()).call?.numbers.streams.find(({ stream }) => stream === 2)?.opened ?? 0;
  await expect.poll(opened).toBeGreaterThan(3);
  expect(await asks()).toBe('NotAllowedError'); // the one permitted request was answered

  await expect(head.getByRole('region', { name: en.sharing.bar })).toContainText(en.sharing.screen);
  await desktop.tray.waitFor(caller.pid, ({ tooltip }) => tooltip.includes(texts.sharesScreen), 10_000);
  const photo = testInfo.outputPath('screen.png');
  await expect
    .poll(() => edgesOf(desktop.frameBuffer, photo))
    .toEqual([SHARED_FRAME, SHARED_FRAME, SHARED_FRAME, SHARED_FRAME]);
  await head.getByRole('button', { name: en.sharing.stop }).click();
  await callee.until('no screen', ({ call }) => call?.remote.screen === false);
  await expect(seen).toBeHidden();
  await expect.poll(() => edgesOf(desktop.frameBuffer, photo)).not.toContainEqual(SHARED_FRAME);
  await desktop.tray.waitFor(caller.pid, ({ tooltip }) => !tooltip.includes(texts.sharesScreen), 10_000);

  // A window of another program. The sharing ends when that window is closed.
  const report = await callee.app.evaluateHandle(async ({ BrowserWindow }) => {
    const before = BrowserWindow.getAllWindows().find((each) => each.getTitle() === 'Report');
    if (before !== undefined) return before; // the driver asked again
    const window = new BrowserWindow({ width: 500, height: 300, title: 'Report' });
    await window.loadURL('data:text/html,<title>Report</title><body style="background:teal">');
    return window;
  });
  await pickShared(caller, 'Report');
  await expect
    .poll(() => sizeOf(seen), { timeout: 20_000 })
    .toEqual(await report.evaluate((window) => window.getSize()));
  // The pointer of the person who shares is part of the picture.
  const point = (x: number, y: number): void =>
    void execFileSync('xdotool', ['mousemove', String(x), String(y)], { env: { ...process.env, ...desktop.env } });
  /** How far the middle of the picture is from the colour of the window, at most 255. */
  const unlikeTeal = (): Promise<number> =>
    seen.evaluate((element) => {
      const video = element as HTMLVideoElement;
      const context = new OffscreenCanvas(40, 40).getContext('2d');
      context?.drawImage(video, video.videoWidth / 2 - 20, video.videoHeight / 2 - 20, 40, 40, 0, 0, 40, 40);
      const colours = Array.from(context?.getImageData(0, 0, 40, 40).data ?? []);
      return Math.max(...colours.map((value, at) => Math.abs(value - ([0, 128, 128, 255][at % 4] ?? 0))));
    });
  point(0, 0);
  await expect.poll(unlikeTeal).toBeLessThan(40);
  const { x, y, width, height } = await report.evaluate((window) => window.getContentBounds());
  point(x + width / 2, y + height / 2);
  await expect.poll(unlikeTeal).toBeGreaterThan(100);
  point(0, 0);
  await expect.poll(unlikeTeal).toBeLessThan(40);
  await expect(head.getByRole('region', { name: en.sharing.bar })).toContainText('“Report”');
  await desktop.tray.waitFor(caller.pid, ({ tooltip }) => tooltip.includes(texts.sharesWindow), 10_000);
  await report.evaluate((window) => window.destroy());
  await expect(head.getByRole('alert')).toHaveText(en.sharing.over.closed);
  await callee.until('no screen', ({ call }) => call?.remote.screen === false);

  // The later share replaces the earlier one, after a question.
  await pickShared(caller, en.sharing.wholeScreen, async () => {
    // A person who takes long can still share, although the engine has forgotten the last press in the stage by then.
    // The waiting is one evaluation, because each evaluation counts as a press for the engine.
    await stage.evaluate(async () => {
      while (navigator.userActivation.isActive) await new Promise((resolve) => setTimeout(resolve, 100));
    });
  });
  await callee.until('their screen', ({ call }) => call?.remote.screen === true);
  await expect
    .poll(() => edgesOf(desktop.frameBuffer, photo))
    .toEqual([SHARED_FRAME, SHARED_FRAME, SHARED_FRAME, SHARED_FRAME]);
  await callee.press(en.sharing.share);
  const page = await callee.window('picker');
  await expect(page.getByText(en.sharing.replaces.replace('{{name}}', people.caller.name))).toBeVisible();
  // The windows of the other Siegel on this desktop are listed, once the system has reported them.
  await expect.poll(() => page.getByRole('option').count()).toBeGreaterThan(1);
  const offered = await page.getByRole('option').evaluateAll((all) => all.map((each) => each.dataset['key']));
  const own = await callee.app.evaluate(({ BaseWindow }) =>
    BaseWindow.getAllWindows().map((each) => each.getMediaSourceId()),
  );
  expect(own.length).toBeGreaterThan(1);
  expect(offered.filter((id) => own.includes(id ?? ''))).toEqual([]);
  await page.getByRole('option', { name: en.sharing.wholeScreen }).click();
  await clickAndLose(page.getByRole('button', { name: en.sharing.replaceAndShare }));
  await caller.until('the screen of the other', ({ call }) => call?.remote.screen === true);
  await caller.until('no screen of ours', ({ call }) => call?.sharing?.kind === 'over' && call.sharing.why === 'peer');

  await desktop.tray.click(callee.pid, texts.stopShare);
  await caller.until('no screen', ({ call }) => call?.remote.screen === false);
  await caller.hangUp();
});
