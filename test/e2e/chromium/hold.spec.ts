// A held call in Chromium: what two real stages and workers let through, and what the call window says and sends.
import { expect } from '@playwright/test';
import type { MediaCommand } from '../../../src/contract/media.ts';
import { fixDate } from '../../support/preview/fixed-date.ts';
import { NOW } from '../../support/preview/people.ts';
import { type PreviewServer, servePreview } from '../../support/preview/serve.ts';
import { type RunScenario, runIn, test } from '../../support/chromium/page-fixture.ts';

const call = 'ab'.repeat(16);
const LOUD = 0.02;
const command = (run: RunScenario, order: MediaCommand): Promise<void> => run('stageCommand', order);
const hears = (run: RunScenario): Promise<number> => run('stageLoudness');

async function decoded(run: RunScenario): Promise<number> {
  const stats = (await run('stageFacts')).findLast((fact) => fact.kind === 'stats');
  return stats?.kind === 'stats' ? stats.decodedFrames : 0;
}

// Statistics from after this moment. The first report that arrives may still describe the time before, so this waits
// for two.
async function laterStats(run: RunScenario): Promise<{ readonly sent: readonly number[]; readonly frames: number }> {
  const count = async (): Promise<number> => (await run('stageFacts')).filter(({ kind }) => kind === 'stats').length;
  const before = await count();
  await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(before + 1);
  const last = (await run('stageFacts')).findLast((fact) => fact.kind === 'stats');
  return last?.kind === 'stats' ? { sent: last.packetsSent, frames: last.decodedFrames } : { sent: [], frames: 0 };
}

test.describe('a hold between two stages that hear and see each other', () => {
  let caller: RunScenario;
  let callee: RunScenario;

  test.beforeEach(async ({ page, context, served }) => {
    const other = await context.newPage();
    for (const each of [page, other]) await each.goto(served.url);
    [caller, callee] = [runIn(page), runIn(other)];
    await caller('stageOpen', 'caller', 'held');
    await callee('stageOpen', 'callee', 'held');
    await command(callee, { kind: 'offer', call, iceRestart: false });
    for (const run of [caller, callee]) {
      await command(run, { kind: 'send', call, microphone: true, camera: true });
      await command(run, { kind: 'play', call, sound: true, camera: true });
    }
    await both(async (run) => {
      await expect.poll(() => hears(run), { timeout: 30_000 }).toBeGreaterThan(LOUD);
      await expect.poll(() => decoded(run), { timeout: 20_000 }).toBeGreaterThan(5);
    });
  });

  // Checks both sides at the same time.
  const both = (look: (run: RunScenario) => Promise<void>): Promise<unknown> => Promise.all([caller, callee].map(look));
  const goesOn = (): Promise<unknown> =>
    both(async (run) => {
      await expect.poll(() => hears(run), { timeout: 20_000 }).toBeGreaterThan(LOUD);
      const before = await decoded(run);
      await expect.poll(() => decoded(run), { timeout: 20_000 }).toBeGreaterThan(before + 5);
    });

  test('a worker told to hold lets no frame in or out, even if its page goes on sending and playing', async () => {
    await caller('stageHold', true);
    await both(async (run) => {
      await expect.poll(() => hears(run), { timeout: 20_000 }).toBeLessThan(0.001);
      const before = await laterStats(run);
      expect((await laterStats(run)).frames).toBe(before.frames);
      expect(await hears(run)).toBeLessThan(0.001);
    });
    await caller('stageHold', false);
    await goesOn();
  });

  test('a page told by main to stop sending and playing sends no packet and closes the camera, and later continues as before', async () => {
    await command(caller, { kind: 'send', call, microphone: false, camera: false });
    await command(caller, { kind: 'play', call, sound: false, camera: false });
    expect(await hears(caller)).toBe(0); // immediately, although frames were opened just before
    await expect.poll(() => caller('stageStreams'), { timeout: 10_000 }).toEqual({ remote: ['audio'], local: [] });
    await expect.poll(() => hears(callee), { timeout: 20_000 }).toBeLessThan(0.001);
    const before = await laterStats(caller);
    expect((await laterStats(caller)).sent).toEqual(before.sent);
    await command(caller, { kind: 'send', call, microphone: true, camera: true });
    await command(caller, { kind: 'play', call, sound: true, camera: true });
    await goesOn();
    expect((await caller('stageStreams')).local).toEqual(['video']);
  });
});

test.describe('the call window', () => {
  let server: PreviewServer;
  test.beforeAll(async () => {
    server = await servePreview();
  });
  test.afterAll(() => server.close());
  test.beforeEach(({ page }) => fixDate(page, NOW));

  for (const [fixture, line, says] of [
    ['call-held', 'sealed · you are holding the call: nothing is sent or heard', 'Press “Resume” to continue.'],
    [
      'call-held-by-peer',
      'sealed · Dr. Anna Berg is holding the call: nothing is sent or heard',
      'As soon as Dr. Anna Berg resumes',
    ],
    [
      'call-held-by-both',
      'sealed · you are both holding the call: nothing is sent or heard',
      'as soon as you both resume',
    ],
  ] as const) {
    test(`${fixture}: the call window says once who holds, and shows no picture`, async ({ page }) => {
      await page.goto(server.url(fixture, 'en'));
      await expect(page.getByRole('group', { name: 'State of the call' }).getByRole('status')).toHaveText(line);
      await expect(page.getByText('The call is on hold')).toBeVisible();
      await expect(page.getByText(says)).toBeVisible();
      await expect(page.locator('video')).toHaveCount(0);
      await expect(page.getByRole('status').filter({ hasText: /hold/u })).toHaveCount(1);
      await expect(page.getByRole('button', { name: 'Compare' })).toHaveCount(0); // there is nobody to hear a code from
    });
  }

  test('the hold button and its key hold and resume the call, and the button’s tip names the key', async ({ page }) => {
    await page.goto(server.url('call-voice', 'en'));
    const bar = page.getByRole('toolbar');
    await bar.getByRole('button', { name: 'Hold' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('tooltip')).toHaveText('Hold (Ctrl+Shift+H)');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Shift+H');
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map((call) => ({ ...call, local: { ...call.local, hold: true } })),
      })),
    );
    await bar.getByRole('button', { name: 'Resume' }).click();
    await page.keyboard.press('Control+Shift+H');
    const sent = (hold: boolean) => ({ name: 'own.hold', input: { hold } });
    expect(await page.evaluate(() => window.preview.recorded)).toEqual([
      sent(true),
      sent(true),
      sent(false),
      sent(false),
    ]);
  });

  test('a call that is not live cannot be held by a button or a key', async ({ page }) => {
    await page.goto(server.url('call-connecting', 'en'));
    await expect(page.getByRole('button', { name: 'Hang up' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Hold' })).toHaveCount(0);
    await page.keyboard.press('Control+Shift+H');
    expect(await page.evaluate(() => window.preview.recorded)).toEqual([]);
  });
});
