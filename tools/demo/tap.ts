// The tap: a receiver without the keys. It gets the video frames that the answering side opened, as they had arrived,
// and must decode none of them. It is a plain Chromium page in another process. A control run shows that the same
// receiver decodes unsealed frames.
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type Page, type Worker } from '@playwright/test';
import { copySealed, counts, feed, openReceiver, takeSealed, type TapCounts, type TappedFrame } from './tap-page.ts';

const PROGRAMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ROUND_MS = 100;
const CONTROL_TIMEOUT_MS = 15_000;

/** The result of the tap. `control` is the same receiver with unsealed frames. */
export interface TapReport extends TapCounts {
  readonly engine: string;
  readonly codec: string;
  readonly framesTapped: number;
  readonly keyFramesTapped: number;
  readonly control: TapCounts;
}

/** A tap at the receiving side of a call. */
export interface Tap {
  /** For `durationMs`, feeds the receiver with the frames that the call has opened since `openTap`. */
  readonly run: (codec: string, durationMs: number) => Promise<TapReport>;
  readonly close: () => Promise<void>;
}

async function blankPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  // A page with an invented origin, which is never fetched.
  await page.route('https://tap.invalid/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
  );
  await page.goto('https://tap.invalid/');
  return page;
}

async function controlRun(browser: Browser, codec: string): Promise<TapCounts> {
  const page = await blankPage(browser);
  await page.evaluate(openReceiver, { codec, control: true });
  const deadline = Date.now() + CONTROL_TIMEOUT_MS;
  let now = await page.evaluate(counts);
  while (now.framesDecoded < 30 && Date.now() < deadline) {
    await wait(ROUND_MS);
    now = await page.evaluate(counts);
  }
  await page.close();
  return now;
}

/** The worker of the call window, once it runs. */
async function workerOf(page: Page): Promise<Worker> {
  const [running] = page.workers();
  return running ?? page.waitForEvent('worker', { timeout: 20_000 });
}

/** Attaches to the call window `page` of the answering side; rejects if no Chromium is installed. */
export async function openTap(page: Page): Promise<Tap> {
  const executablePath = PROGRAMS.find((file) => existsSync(file));
  if (executablePath === undefined) throw new Error('the tap needs a Chromium: install the package chromium');
  const worker = await workerOf(page);
  await worker.evaluate(copySealed);
  const args = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'];
  const browser = await chromium.launch({ executablePath, args });
  return {
    run: async (codec, durationMs) => {
      const control = await controlRun(browser, codec);
      const receiver = await blankPage(browser);
      await receiver.evaluate(openReceiver, { codec, control: false });
      let framesTapped = 0;
      let keyFramesTapped = 0;
      const end = Date.now() + durationMs;
      while (Date.now() < end) {
        const frames: readonly TappedFrame[] = await worker.evaluate(takeSealed);
        framesTapped += frames.length;
        keyFramesTapped += frames.filter(({ key }) => key).length;
        await receiver.evaluate(feed, frames);
        await wait(ROUND_MS);
      }
      const seen = await receiver.evaluate(counts);
      return { engine: `Chromium ${browser.version()}`, codec, framesTapped, keyFramesTapped, ...seen, control };
    },
    close: () => browser.close(),
  };
}
