// Takes the pictures of the guides and the README: one for each state of a call in each language, and some whole
// windows. Run it as `node test/support/preview/guide.ts [part of the name of a state, or of a whole window's file]`.
// The windows are the program's own, and the names and addresses in them are invented. Run it again when a window
// changes, and look at the result.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { fixDate } from './fixed-date.ts';
import { fixtures } from './fixtures.ts';
import { NOW } from './people.ts';
import { servePreview } from './serve.ts';

const folder = path.resolve(import.meta.dirname, '../../../docs/pictures/states');
const [part = ''] = process.argv.slice(2);
const states = [
  'call-ringing',
  'card-pinned',
  'card-waiting',
  'call-securing',
  'call-voice',
  'call-type',
  'call-video-verified',
  'call-held',
  'call-held-by-peer',
  'call-second-calling',
  'call-second-held',
  'call-text',
  'call-thin-line',
  'call-picture-paused',
  'call-no-device',
  'move-choose',
  'move-asked',
  'move-offered',
  'move-took-place',
  'call-reconnecting',
  'call-mismatch',
  'ended-connection-lost',
] as const;
const size = {
  card: { width: 420, height: 320 },
  recovery: { width: 640, height: 640 },
  call: { width: 720, height: 480 },
  main: { width: 720, height: 480 },
  picker: { width: 760, height: 600 },
  tryout: { width: 760, height: 640 },
};

/** Whole windows: file, fixture, language, and the heading that is scrolled to the top, if any. */
const windows = [
  { file: '../call.png', state: 'call-video', language: 'en', top: undefined },
  { file: '../policies.png', state: 'policies-good', language: 'en', top: undefined },
  { file: '../policies.de.png', state: 'policies-good', language: 'de', top: undefined },
  { file: '../settings-managed.png', state: 'managed-settings', language: 'en', top: 'Privacy and security' },
  { file: '../settings-managed.de.png', state: 'managed-settings', language: 'de', top: 'Privatsphäre und Sicherheit' },
] as const;

const wholeSize = { ...size, call: { width: 1280, height: 720 }, main: { width: 960, height: 640 } };

mkdirSync(folder, { recursive: true });
const server = await servePreview();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ colorScheme: 'light' });
await fixDate(page, NOW);
const open = async (state: string, language: 'de' | 'en', whole: boolean): Promise<void> => {
  const fixture = fixtures[state];
  if (fixture === undefined) throw new Error(`there is no state ${state}`);
  await page.setViewportSize(whole ? wholeSize[fixture.window] : size[fixture.window]);
  await page.goto(server.url(state, language));
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#root > *')].every((each) => each.childElementCount > 0),
  );
  await fixture.reach?.(page);
  if (state === 'call-type' || state === 'call-video') {
    await page.getByRole('button', { name: /^(Sicherheit|Security)$/u }).click();
    await page.getByRole('heading', { name: /^(Sicherheit|Security)$/u }).waitFor();
  }
};
const shoot = async (file: string): Promise<void> => {
  await page.evaluate(async () =>
    Promise.all([document.fonts.ready, ...document.getAnimations().map((a) => a.finished)]),
  );
  await page.screenshot({ path: path.join(folder, file), animations: 'disabled' });
};
for (const language of ['de', 'en'] as const) {
  for (const state of states.filter((name) => name.includes(part))) {
    await open(state, language, false);
    await shoot(`${state}.${language}.png`);
  }
}
for (const { file, state, language, top } of windows.filter((each) => each.file.includes(part))) {
  await open(state, language, true);
  if (top !== undefined) {
    await page.getByRole('heading', { name: top, exact: true }).evaluate((heading) => heading.scrollIntoView());
  }
  await page.mouse.move(0, 0);
  await shoot(file);
}
await browser.close();
await server.close();
