// Takes pictures of the fixtures in several looks, for people to examine:
// `node test/support/preview/shoot.ts [folder] [pattern of fixture names] [part of a look's name]`.
import { mkdir } from 'node:fs/promises';
import { type Page, chromium } from '@playwright/test';
import { fixDate } from './fixed-date.ts';
import { fixtures } from './fixtures.ts';
import { NOW } from './people.ts';
import { servePreview } from './serve.ts';

const [folder = 'out/preview', part = '', wantedLook = ''] = process.argv.slice(2);
const sizes = {
  main: { width: 960, height: 640 },
  call: { width: 960, height: 640 },
  card: { width: 420, height: 320 },
  recovery: { width: 640, height: 640 },
  picker: { width: 760, height: 600 },
  tryout: { width: 760, height: 640 },
};
interface Look {
  readonly name: string;
  readonly language: 'de' | 'en';
  readonly scheme: 'light' | 'dark';
  readonly zoom: number;
  readonly width?: number; // of every window but the card, in px
  readonly size?: { readonly width: number; readonly height: number }; // of the main and the call window alone, in px
  readonly forcedColors?: 'active';
}
/** The smallest main window that main allows. */
const least = { width: 720, height: 480 };
const looks: readonly Look[] = [
  ...(['de', 'en'] as const).flatMap((language): Look[] => [
    { name: `${language}-light`, language, scheme: 'light', zoom: 1 },
    { name: `${language}-dark`, language, scheme: 'dark', zoom: 1 },
    { name: `${language}-720`, language, scheme: 'light', zoom: 1, size: least },
    { name: `${language}-zoom`, language, scheme: 'light', zoom: 2 },
  ]),
  { name: 'en-small', language: 'en', scheme: 'light', zoom: 1, width: 360 },
  { name: 'de-contrast', language: 'de', scheme: 'dark', zoom: 1, forcedColors: 'active' },
];

await mkdir(folder, { recursive: true });
const server = await servePreview();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
});
for (const look of looks) {
  const { name, scheme, zoom, width: narrow, size, forcedColors = 'none' } = look;
  if (!name.includes(wantedLook)) continue;
  const context = await browser.newContext({ colorScheme: scheme, deviceScaleFactor: zoom, forcedColors });
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(name, message.text());
  });
  page.on('pageerror', (error) => console.error(name, error.message));
  await fixDate(page, NOW);
  for (const [fixture, { window }] of Object.entries(fixtures)) {
    if (!new RegExp(part, 'u').test(fixture)) continue;
    if (size !== undefined && window !== 'main' && window !== 'call') continue;
    const { width, height } = size ?? sizes[window];
    const wide = window === 'card' ? width : (narrow ?? width);
    const by = window === 'card' ? 1 : zoom; // main lets a card grow with the zoom
    await page.setViewportSize({ width: Math.floor(wide / by), height: Math.floor(height / by) });
    try {
      await open(page, fixture, look);
    } catch (error) {
      console.error(`${fixture}, ${name}: not reached:`, error);
      process.exitCode = 1;
    }
    await page.screenshot({ path: `${folder}/${fixture}.${name}.png` });
  }
  await context.close();
}
await browser.close();
await server.close();

/** Brings `page` to the screen of the fixture. In some fixtures it also opens a contact or the security page. */
async function open(page: Page, fixture: string, look: Look): Promise<void> {
  await page.goto(server.url(fixture, look.language));
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#root > *')].every((each) => each.childElementCount > 0),
  );
  await fixtures[fixture]?.reach?.(page);
  if (fixture === 'home-contacts') await page.getByRole('option').first().click();
  if (/^call-(video|type|confirmed|unconfirmed)/u.test(fixture) && !fixture.endsWith('-verified')) {
    await page.getByRole('button', { name: /^(Sicherheit|Security)$/u }).click();
    await page.getByRole('heading', { name: /^(Sicherheit|Security)$/u }).waitFor();
  }
  await page.waitForTimeout(fixture === 'loading' ? 1200 : 250);
}
