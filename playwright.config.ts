// What needs a browser or a desktop. `electron`: the real app on a desktop of its own, as an ordinary user, sandbox on.
// `chromium`: the page's media and its worker in Debian's Chromium, the engine of the Electron that is released.
// `screens`: what its windows look like and how they are used, without media: these may run beside each other, and take
// over the page of the test before, which Playwright has set back. A new one in a process of its own was most of what a
// test took. `frames`: of page and worker, what counts frames and packets, and waits until their number stands: beside
// all that measures nothing. `waits`: of app and browser, what mostly waits for a time to pass (45 s of ringing), or
// listens: beside the same. Which specs of the app measure nothing, and so run two at a time, is said in tools/test.ts.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const systemChromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) => existsSync(file));

const SCREENS = ['chromium/ui*.spec.ts', 'chromium/text.spec.ts', 'chromium/two-calls.spec.ts'];
const FRAMES = ['codecs', 'fail-closed', 'hold', 'peer-candidates', 'second-encryptor', 'stage'].map(
  (name) => `chromium/${name}.spec.ts`,
);
const WAITS = /@waits/u;
const browser = {
  browserName: 'chromium' as const,
  launchOptions: {
    ...(systemChromium === undefined ? {} : { executablePath: systemChromium }),
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream', // the page tests have no permission handler of ours
      '--autoplay-policy=no-user-gesture-required',
    ],
  },
};

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  // What hangs fails as the click or the page that hung, before the
  // test's own time is over. In the app it is Playwright's own 30 s.
  use: { actionTimeout: 30_000, navigationTimeout: 30_000 },
  reporter: [['list']],
  projects: [
    { name: 'screens', testMatch: SCREENS, fullyParallel: true, use: { ...browser, reuseContext: true } },
    {
      name: 'chromium',
      testMatch: 'chromium/**/*.spec.ts',
      testIgnore: [...SCREENS, ...FRAMES],
      grepInvert: WAITS,
      use: browser,
    },
    { name: 'frames', testMatch: FRAMES, grepInvert: WAITS, use: browser },
    {
      name: 'electron',
      testMatch: '**/*.spec.ts',
      testIgnore: ['chromium/**', 'package/**'],
      grepInvert: WAITS,
      fullyParallel: true,
    },
    { name: 'waits', testMatch: '**/*.spec.ts', testIgnore: ['package/**', ...SCREENS], grep: WAITS, use: browser },
  ],
});
