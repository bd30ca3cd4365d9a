// Strong noise suppression in the real program: speech in noise enters at one end and is recorded at the other.
import { execFile } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { commandAs, spawnAs } from '../../tools/desktop/account.ts';
import { SPEAKER, type Desktop } from '../../tools/desktop/desktop.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { recordSpeaker } from '../../tools/desktop/tone.ts';
import { compareSpeech, type Heard, noisySpeech } from '../support/speech.ts';
import { talk, test } from '../support/two-people.ts';

declare global {
  interface Window {
    noiseWorkers?: Worker[];
  }
}

const VOICE = 'Voice_in_noise';
const RECORDED_MS = 14_000; // longer than one run of the speech
const run = promisify(execFile);

test.use({ toneHz: 440, ownSound: true });

/** Plays the speech to a microphone again and again; returns a function that ends it. */
async function playSpeech(desktop: Desktop, wav: Buffer): Promise<() => void> {
  const as = async (...command: readonly string[]): Promise<void> => {
    const [program = '', ...args] = commandAs(desktop.account, command);
    await run(program, args, { env: desktop.env });
  };
  await as('pactl', 'load-module', 'module-null-sink', 'sink_name=voice');
  const of = ['master=voice.monitor', 'source_name=voice', `source_properties=device.description=${VOICE}`];
  await as('pactl', 'load-module', 'module-remap-source', ...of);
  await as('pactl', 'set-default-sink', SPEAKER);
  const file = path.join(desktop.session, 'speech.wav');
  writeFileSync(file, wav);
  chmodSync(file, 0o644);
  const player = spawnAs(desktop.account, ['paplay', '--device=voice', file], desktop.env, 'ignore');
  return () => player.kill('SIGKILL');
}

async function choose(person: Person, label: string, option: string): Promise<void> {
  const page = await person.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await page.getByRole('button', { name: new RegExp(label) }).click();
  await page.getByRole('option', { name: option }).click();
}

// This test runs alone: on a machine that is too slow, the program is meant to go back to the unfiltered sound.
test('strong suppression removes the noise between the words, its worker alone compiles WebAssembly, and the sound outlives that worker', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  const { clean, wav } = noisySpeech();
  const stopSpeech = await playSpeech(desktop, wav(40));
  const hear = async (): Promise<Heard> => {
    const { samples, rateHz } = await recordSpeaker(desktop, RECORDED_MS);
    return compareSpeech(
      Float32Array.from(samples, (sample) => sample / 32_768),
      rateHz,
      clean,
    );
  };
  try {
    await caller.app.context().addInitScript(() => {
      const started: Worker[] = [];
      window.noiseWorkers = started;
      window.Worker = class extends Worker {
        constructor(address: string | URL, options?: WorkerOptions) {
          super(address, options);
          if (options?.name === 'noise') started.push(this);
        }
      };
    });
    await choose(caller, en.settings.microphone, VOICE);
    await choose(caller, en.sound.noiseSuppression, en.sound.noiseSuppressions.off);
    await talk(two, 'audio');
    await callee.press(en.call.mute); // only the caller's sound is played
    await callee.until('the mute', ({ call }) => call?.local.mute === true);
    const plain = await hear();
    await choose(caller, en.sound.noiseSuppression, en.sound.noiseSuppressions.strong);
    const stage = await caller.window('stage');
    const lost = stage.getByText(en.sound.noiseLost.failed);
    let clear = plain;
    const isClear = async (): Promise<boolean> => {
      clear = await hear();
      return clear.pausesDb < plain.pausesDb - 15 && clear.likeness > 0.7;
    };
    await expect.poll(isClear, { timeout: 90_000, intervals: [0] }).toBe(true);
    expect(clear.speechDb).toBeGreaterThan(plain.speechDb - 12);
    await expect(lost).toBeHidden();
    // Only the filter can compile WebAssembly. Neither the stage nor the worker with the call's keys can.
    const compiles = () =>
      WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(
        () => true,
        () => false,
      );
    const worker = (name: string) => stage.workers().find((each) => each.url().includes(`/${name}.worker-`));
    expect(await stage.evaluate(compiles)).toBe(false);
    expect(await worker('seal')?.evaluate(compiles)).toBe(false);
    expect(await worker('noise')?.evaluate(compiles)).toBe(true);
    await stage.evaluate(() => window.noiseWorkers?.at(-1)?.terminate());
    await expect(lost).toBeVisible({ timeout: 30_000 });
    const after = await hear();
    expect(after.speechDb).toBeGreaterThan(plain.speechDb - 12);
    expect(after.pausesDb).toBeGreaterThan(clear.pausesDb + 10); // the strong filter is off
    await stage.getByRole('button', { name: en.app.dismiss }).click();
    await expect(lost).toBeHidden();
  } finally {
    stopSpeech();
  }
  await caller.hangUp();
});
