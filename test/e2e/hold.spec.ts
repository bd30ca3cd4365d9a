// Holding and resuming a call between two whole programs on one desktop: what its speaker plays, and what the windows
// and tray icons of both say.
import { expect } from '@playwright/test';
import { people } from '../../tools/demo/sides.ts';
import { recordSpeaker } from '../../tools/desktop/tone.ts';
import type { Desktop } from '../../tools/desktop/desktop.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { desktopTexts } from '../../src/text/desktop.ts';
import { en } from '../../src/text/page/en.ts';
import { endOf, opened, talk, test } from '../support/two-people.ts';

test.use({ toneHz: 440 });

const LOUD = 300; // of 32,767; a silent speaker gives zeros
const texts = desktopTexts.en;

// The loudest sample that the speaker, which both people share, plays in a second and a half. Chromium's fake
// microphones beep once a second, so this is long enough for one beep.
async function loudness(desktop: Desktop): Promise<number> {
  const { samples } = await recordSpeaker(desktop, 1500);
  return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
}

async function framesOf(...sides: readonly Person[]): Promise<readonly number[]> {
  return Promise.all(sides.map(async (side) => opened(await side.view(), 0)));
}

test('a held call is silent, both sides are told, and the call is heard again after resuming', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  await talk(two, 'audio');
  await expect.poll(() => loudness(desktop), { timeout: 30_000 }).toBeGreaterThan(LOUD);

  await caller.press(en.call.hold);
  await callee.until('the hold', ({ call }) => call?.remote.hold === true);
  await desktop.tray.waitFor(caller.pid, ({ tooltip }) => tooltip.includes('You are holding the call'), 10_000);
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => tooltip.includes('is holding the call'), 10_000);
  for (const [side, line] of [
    [caller, en.line.held],
    [callee, en.line.heldByPeer.replace('{{name}}', people.caller.name)],
  ] as const) {
    const page = await side.window('security');
    await expect(page.getByRole('group', { name: en.line.label }).getByRole('status')).toHaveText(line);
  }
  await expect.poll(() => loudness(desktop), { timeout: 20_000 }).toBe(0);
  const before = await framesOf(caller, callee);
  expect(await loudness(desktop)).toBe(0);
  expect(await framesOf(caller, callee)).toEqual(before);

  await desktop.tray.click(caller.pid, texts.hold);
  await callee.until('no hold', ({ call }) => call?.remote.hold === false);
  await expect.poll(() => loudness(desktop), { timeout: 20_000 }).toBeGreaterThan(LOUD);
  for (const [i, side] of [caller, callee].entries()) {
    await side.until('newly opened sound frames', (view) => opened(view, 0) > (before[i] ?? 0) + 20);
  }

  await callee.press(en.call.hold);
  await caller.until('the hold', ({ call }) => call?.remote.hold === true);
  await caller.hangUp();
  expect(await endOf(callee)).toBe('peer-hung-up');
  expect((await caller.view()).history[0]?.outcome).toBe('hung-up');
});
