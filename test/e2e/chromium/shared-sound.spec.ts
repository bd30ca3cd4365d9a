// The computer's sound that goes with a shared screen, between two real stages and workers: two tones, one as
// microphone and one as computer's sound, are sealed and opened, and each ends without the other. The engine's capture
// is faked, because no test system can capture sound without what the page plays.
import { expect } from '@playwright/test';
import type { MediaCommand, MediaFact } from '../../../src/contract/media.ts';
import { type RunScenario, runIn, test } from '../../support/chromium/page-fixture.ts';

const call = 'ab'.repeat(16);
const [VOICE, COMPUTER] = [500, 1900];
const TONES = [VOICE, COMPUTER];

const share = (step: 'full' | 'off', sound: boolean): MediaCommand => ({ kind: 'screen', call, step, sound });
const speaks = (microphone: boolean): MediaCommand => ({ kind: 'send', call, microphone, camera: false });

/**
 * A call of two pages in which the caller's microphone is heard. The capture of the computer's sound reports
 * `settings`.
 */
async function talking(pages: readonly [RunScenario, RunScenario], room: string, settings: object): Promise<void> {
  const [caller, callee] = pages;
  await caller('tonesInstead', VOICE, COMPUTER, settings);
  await caller('stageOpen', 'caller', room);
  await callee('stageOpen', 'callee', room);
  await callee('stageCommand', { kind: 'offer', call, iceRestart: false });
  await caller('stageCommand', speaks(true));
  await callee('stageCommand', { kind: 'play', call, sound: true, camera: true });
  await callee('stageHears', TONES, [VOICE]);
}

test.describe.configure({ timeout: 300_000 });

const screenFacts = async (run: RunScenario): Promise<readonly MediaFact[]> =>
  (await run('stageFacts')).filter(({ kind }) => kind === 'screen');

test('the peer hears voice and computer’s sound; a mute removes only the voice, and the end of sharing only the computer’s sound', async ({
  page,
  context,
  served,
}) => {
  const other = await context.newPage();
  for (const each of [page, other]) await each.goto(served.url);
  const [caller, callee] = [runIn(page), runIn(other)];
  await talking([caller, callee], 'sound', { restrictOwnAudio: true, deviceId: 'loopbackWithoutChrome' });

  await caller('stageCommand', share('full', true));
  await callee('stageHears', TONES, [VOICE, COMPUTER]);
  expect(await screenFacts(caller)).toEqual([{ kind: 'screen', call, state: 'captured', sound: 'on' }]);
  await caller('stageCommand', speaks(false));
  await callee('stageHears', TONES, [COMPUTER]);
  await caller('stageCommand', speaks(true));
  await callee('stageHears', TONES, [VOICE, COMPUTER]);
  await caller('stageCommand', share('off', false));
  await callee('stageHears', TONES, [VOICE]);
  expect(await caller('capturedSound')).toBe('ended');

  await caller('stageCommand', speaks(false));
  await caller('stageCommand', share('full', true));
  await callee('stageHears', TONES, [COMPUTER]); // the microphone stays off when sharing begins
  await caller('stageCommand', share('off', false));
  await callee('stageHears', TONES, []);
  await other.close();
});

test('the computer’s sound is not sent if its capture would include the peer’s voice', async ({
  page,
  context,
  served,
}) => {
  const other = await context.newPage();
  for (const each of [page, other]) await each.goto(served.url);
  const [caller, callee] = [runIn(page), runIn(other)];
  await talking([caller, callee], 'own sound', { restrictOwnAudio: true, deviceId: 'loopback' });
  await caller('stageCommand', share('full', true));
  await expect
    .poll(() => screenFacts(caller))
    .toEqual([{ kind: 'screen', call, state: 'captured', sound: 'own-sound' }]);
  expect(await caller('capturedSound')).toBe('ended');
  await callee('stageHears', TONES, [VOICE]);
  await other.close();
});
