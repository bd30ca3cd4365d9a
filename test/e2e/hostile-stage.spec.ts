// A compromised stage in the real program: the attacker's script runs in the page with the peer's pictures and tries
// what it can. The security page of the same window stays correct, and the attack verifies nobody, answers no call and
// opens no microphone before the answer.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { photograph } from '../../tools/desktop/framebuffer.ts';
import { clickAndLose } from '../../tools/desktop/person.ts';
import { talk, test } from '../support/two-people.ts';

declare global {
  interface Window {
    stolen: string[];
  }
}

/** Whether this page gets a microphone: the name of the refusal, or `granted`. */
const microphone = (page: Page): Promise<string> =>
  page.evaluate(() =>
    navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'granted',
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    ),
  );

test('a compromised stage reads no code, verifies nobody and touches no other call', async ({ two }) => {
  const { caller, callee, start } = two;
  await talk(two, 'audio');
  const code = await callee.readCode();
  const third = await start('third');
  await third.setUp('third@demo.example', 'Third Person');
  await third.addContact(people.callee.address, people.callee.name);
  await third.place(people.callee.name, 'audio');
  const ringing = await callee.phase('ringing');
  const stage = await callee.window('stage');
  const text = await stage.evaluate(async () => JSON.stringify(await window.siegel.call('view.read', {})));
  for (const secret of [code, ringing.id, 'third@demo.example', 'contacts', 'history'])
    expect(text).not.toContain(secret);
  const replies = await stage.evaluate(
    async ({ call, typed }) => [
      await window.siegel.call('code.confirm', { code: typed }),
      await window.siegel.call('call.answer', { call, media: 'audio', forOther: 'end' }),
      await window.siegel.call('call.decline', { call }),
      await window.siegel.call('call.hangUp', { call }),
      await window.siegel.call('other.hangUp', {}),
      await window.siegel.call('contact.acceptKey', { address: 'third@demo.example' }),
      await window.siegel.call('history.clear', {}),
      await window.siegel.call('media.fact', { kind: 'failed', call, cause: 'internal' }),
    ],
    { call: ringing.id, typed: code },
  );
  expect(replies).toEqual(replies.map(() => ({ ok: false, code: 'not-allowed' })));
  const view = await callee.view();
  expect(view.contacts.map(({ trust }) => trust.kind)).not.toContain('verified');
  expect(view.call).toMatchObject({ id: ringing.id, phase: { kind: 'ringing', silenced: false } });
  await caller.typeCode(code); // for comparison: the security page does verify with this code
  await caller.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
});

test('a stage gets no microphone while its call rings, and its process ends with the call', async ({ two }) => {
  const { caller, callee } = two;
  await caller.place(people.callee.name, 'audio');
  await callee.phase('ringing');
  const stage = await callee.window('stage');
  expect(await microphone(stage)).toBe('NotAllowedError');
  await callee.answer('audio');
  await callee.phase('live', 30_000);
  expect(await microphone(stage)).toBe('granted'); // for comparison: after the answer
  const pid = await callee.app.evaluate(({ BaseWindow, WebContentsView }) =>
    BaseWindow.getAllWindows().flatMap(({ contentView }) => {
      const [, front] = contentView.children;
      return front instanceof WebContentsView ? [front.webContents.getOSProcessId()] : [];
    }),
  );
  expect(pid).toHaveLength(1);
  await caller.hangUp();
  await callee.phase('ended');
  await expect.poll(() => stage.isClosed()).toBe(true);
  const isRunning = (each: number): boolean => {
    try {
      return !/^State:\tZ/mu.test(readFileSync(`/proc/${each}/status`, 'utf8'));
    } catch {
      return false;
    }
  };
  await expect.poll(() => pid.filter(isRunning)).toEqual([]);
  const security = await callee.window('security');
  await expect(security.getByText(en.reason['peer-hung-up'].title).first()).toBeVisible();
  expect(await microphone(security)).toBe('NotAllowedError');
});

test('digits typed for the security page do not reach a stage that asks for the focus every 5 ms', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  await talk(two, 'audio');
  const code = await callee.readCode();
  const security = await caller.openSecurity();
  const swap = security.getByRole('button', { name: en.code.swapToType });
  if (await swap.isVisible()) await swap.click();
  const stage = await caller.window('stage');
  await stage.evaluate(() => {
    window.stolen = [];
    const trap = document.createElement('input');
    document.body.prepend(trap);
    for (const name of ['keydown', 'keyup', 'input'] as const) {
      window.addEventListener(name, (event) => window.stolen.push(event.type), true);
    }
    setInterval(() => {
      window.focus();
      trap.focus();
    }, 5);
  });
  await caller.bringCallToFront();
  await security.getByLabel(en.code.entry).click();
  execFileSync('xdotool', ['type', '--delay', '60', code], { env: { ...process.env, ...desktop.env } });
  await expect(security.getByLabel(en.code.entry)).toHaveValue(new RegExp(code.split('').join('\\s?'), 'u'));
  expect(await stage.evaluate(() => window.stolen)).toEqual([]);
});

test('a stage that leaves its address or closes itself takes no digit from the person who types the code', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  await talk(two, 'audio');
  const code = await callee.readCode();
  const security = await caller.openSecurity();
  const swap = security.getByRole('button', { name: en.code.swapToType });
  if (await swap.isVisible()) await swap.click();
  await caller.bringCallToFront();
  const entry = security.getByLabel(en.code.entry);
  await entry.click();
  const type = (digits: string): void =>
    void execFileSync('xdotool', ['type', '--delay', '60', digits], { env: { ...process.env, ...desktop.env } });
  const typed = async (): Promise<string> => (await entry.inputValue()).replaceAll(/\D/gu, '');
  type(code.slice(0, 3));
  await expect.poll(typed).toBe(code.slice(0, 3));
  const first = await caller.window('stage');
  // `about:blank` is the only address to which a page can navigate without a refusal by main. Main then loads the
  // page's first address again.
  const isBack = first.waitForEvent('framenavigated', (frame) => frame.url().startsWith('app://'));
  await first.evaluate(() => setTimeout(() => location.assign('about:blank'), 0));
  await isBack;
  type(code.slice(3, 5));
  await expect.poll(typed).toBe(code.slice(0, 5));
  await first.evaluate(() => setTimeout(() => window.close(), 0)).catch(() => undefined);
  await expect.poll(() => first.isClosed()).toBe(true);
  await caller.window('stage'); // another stage has taken its place
  type(code.slice(5));
  await expect.poll(typed).toBe(code);
});

test('a stage opens no window and no picture in picture, and its alert blocks nothing', async ({ two }) => {
  const { caller } = two;
  await talk(two, 'audio');
  const stage = await caller.window('stage');
  // Gives the page a user gesture.
  await stage.getByRole('toolbar', { name: en.call.controls }).click({ position: { x: 2, y: 2 } });
  const found = await stage.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(0, 0, 9, 9);
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = canvas.captureStream(10);
    document.body.append(video);
    void video.play();
    await new Promise((resolve) => video.addEventListener('loadedmetadata', resolve, { once: true }));
    const inPicture = await video.requestPictureInPicture().then(
      () => 'opened',
      () => 'refused',
    );
    window.alert('Verified by your IT department');
    return {
      inPicture,
      enabled: document.pictureInPictureEnabled,
      ofDocuments: 'documentPictureInPicture' in window,
      isBlocked: window.open('about:blank') === null,
    };
  });
  expect(found).toEqual({ inPicture: 'refused', enabled: false, ofDocuments: false, isBlocked: true });
});

test('a stage that paints everything covers neither the head nor the panel with the code', async ({
  two,
  desktop,
}, info) => {
  const { caller } = two;
  await talk(two, 'audio');
  await caller.openSecurity();
  const stage = await caller.window('stage');
  await stage.evaluate(() => {
    const paint = document.createElement('div');
    paint.style.cssText = 'position:fixed;inset:-4000px;z-index:2147483647;background:#ff00ff';
    document.body.append(paint);
  });
  const bounds = await caller.app.evaluate(({ BaseWindow }) =>
    BaseWindow.getAllWindows()
      .filter((each) => each.contentView.children.length === 2)
      .map((each) => ({ window: each.getContentBounds(), stage: each.contentView.children[1]?.getBounds() })),
  );
  const [{ window: inside, stage: free } = { window: undefined, stage: undefined }] = bounds;
  if (inside === undefined || free === undefined) throw new Error('no call window with a stage was found');
  expect(free.y).toBeGreaterThanOrEqual(44);
  expect(free.width).toBe(inside.width - 352);
  const file = info.outputPath('painted.png');
  const painted = async (): Promise<readonly number[]> => {
    await photograph(desktop.frameBuffer, file);
    const { width, height, data } = PNG.sync.read(readFileSync(file));
    let [left, top, right, bottom] = [width, height, -1, -1];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (data.readUIntBE((y * width + x) * 4, 3) !== 0xff00ff) continue;
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
      }
    }
    return [right - left + 1, bottom - top + 1];
  };
  await expect.poll(painted).toEqual([free.width, free.height]);
});

test('after the person chose a window, a stage that captures a screen instead is ended, the peer sees no screen, and the call goes on', async ({
  two,
}) => {
  const { caller, callee } = two;
  await talk(two, 'audio');
  const stage = await caller.window('stage');
  await caller.press(en.sharing.share);
  const picker = await caller.window('picker');
  const screen = picker.getByRole('option', { name: en.sharing.wholeScreen });
  const id = await screen.evaluate((option) => option.dataset['key'] ?? '');
  expect(id).toMatch(/^screen:/u);
  const gone = stage.waitForEvent('crash');
  await stage.evaluate((source) => {
    const desktop = { mandatory: { chromeMediaSource: 'desktop', chromeMediaSourceId: source } };
    // An older interface, in which the page names the source itself. The type definitions do not contain it.
    const steal = () => navigator.mediaDevices.getUserMedia({ video: desktop as MediaTrackConstraints });
    navigator.mediaDevices.getDisplayMedia = steal;
  }, id);
  await picker.getByRole('option').nth(1).click();
  await clickAndLose(picker.getByRole('button', { name: en.sharing.share, exact: true }));
  await gone;
  await caller.until('the end of sharing', ({ call }) => call?.sharing?.kind === 'over' && call.sharing.why === 'page');
  await caller.phase('live', 30_000);
  expect((await callee.view()).call?.remote.screen).toBe(false);
});
