// Measures a call of one page with itself, from the making of both peers, as after accepting, to the first picture. It
// does so with sealing and without, in the system's Chromium and in the Electron of this machine. Prints medians and
// their ratio. It is a bench, not a test, and fails only if something breaks.
//   node test/bench/first-frame.ts
import { existsSync } from 'node:fs';
import { type Page, chromium } from '@playwright/test';
import { servePage } from '../support/chromium/built-page.ts';
import { openElectronPage } from '../support/chromium/electron-page.ts';
import { runIn } from '../support/chromium/page-fixture.ts';

const ROUNDS = 15;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function measure(engine: string, page: Page, url: string): Promise<void> {
  const times: Record<'sealed' | 'bare', number[]> = { sealed: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const way of round % 2 === 0 ? (['sealed', 'bare'] as const) : (['bare', 'sealed'] as const)) {
      await page.goto(url);
      const { pictureMs: tookMs } = await runIn(page)('firstFrame', way);
      if (round > 0) times[way].push(tookMs); // the first round warms up
    }
  }
  const [sealed, bare] = [median(times.sealed), median(times.bare)];
  say(
    `${engine}: accept to first picture, median of ${ROUNDS}: sealed ${sealed.toFixed(0)} ms, bare ${bare.toFixed(0)} ms, ratio ${(sealed / bare).toFixed(2)}`,
  );
}

const served = await servePage();
const browser = await chromium.launch({
  ...(executable === undefined ? {} : { executablePath: executable }),
  args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});
const electron = await openElectronPage(served.url);
try {
  await measure(`Chromium ${browser.version()}`, await browser.newPage(), served.url);
  await measure('Electron', electron.page, served.url);
} finally {
  await browser.close();
  await electron.close();
  await served.close();
}
