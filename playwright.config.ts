// Tests that need a browser or a desktop.
// `electron`: the real app on a desktop of its own, as an ordinary user, with the sandbox on.
// `chromium`: the page's media and its worker in Debian's Chromium, the engine of the Electron that is released.
// `screens`: what windows look like and how they are used, without media. These run side by side and reuse the page of
// the test before, which Playwright has reset: a new page in a process of its own took most of a test's time.
// `frames`: tests of page and worker that count frames and packets, and wait until the number no longer changes. They
// run beside tests that measure nothing.
// `waits`: tests of app and browser that mostly wait for a time to pass (45 s of ringing) or listen to sound. They run
// beside tests that measure nothing, too. tools/test.ts lists the specs of the app that measure nothing, and so run two
// at a time.
import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
// Chromium's engine without the windows of its browser, which took a quarter to a third of the processor time of
// screens and frames.
const SHELL = '/usr/bin/chromium-headless-shell';

const SCREENS = ['chromium/ui*.spec.ts', 'chromium/text.spec.ts', 'chromium/two-calls.spec.ts'];
const FRAMES = ['codecs', 'fail-closed', 'hold', 'peer-candidates', 'samples', 'second-encryptor', 'stage'].map(
  (name) => `chromium/${name}.spec.ts`,
);
const WAITS = /@waits/u;
const args = [
  '--no-sandbox',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream', // the page tests have no permission handler of ours
  '--autoplay-policy=no-user-gesture-required',
];
/** The first of these programs that is installed, or else Playwright's own. */
function chromium(programs: readonly string[]) {
  const executablePath = programs.find((file) => existsSync(file));
  return {
    browserName: 'chromium' as const,
    launchOptions: { args, ...(executablePath === undefined ? {} : { executablePath }) },
  };
}
const browser = chromium(CHROMIUM);
const shell = chromium([SHELL, ...CHROMIUM]);

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 240_000, // only ends a test that hangs
  expect: { timeout: 10_000 },
  // A hanging action fails by itself before the time of its test is over. For the app, Playwright itself sets 30 s.
  use: { actionTimeout: 30_000, navigationTimeout: 30_000 },
  reporter: [['list']],
  projects: [
    { name: 'screens', testMatch: SCREENS, fullyParallel: true, use: { ...shell, reuseContext: true } },
    {
      name: 'chromium',
      testMatch: 'chromium/**/*.spec.ts',
      testIgnore: [...SCREENS, ...FRAMES],
      grepInvert: WAITS,
      use: browser,
    },
    { name: 'frames', testMatch: FRAMES, grepInvert: WAITS, use: shell },
    {
      name: 'electron',
      testMatch: '**/*.spec.ts',
      testIgnore: ['chromium/**', 'package/**'],
      grepInvert: WAITS,
      fullyParallel: true,
      use: browser, // for a test that draws a film
    },
    { name: 'waits', testMatch: '**/*.spec.ts', testIgnore: ['package/**', ...SCREENS], grep: WAITS, use: browser },
  ],
});
