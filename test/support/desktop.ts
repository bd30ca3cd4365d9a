// Playwright's `test` for whole desktops: `desktop` lives as long as Playwright's worker process, and `siegel` starts
// apps that end with their test. There are no checks here. If a test fails, a screenshot of every open window is
// stored.
import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test as base, type ElectronApplication } from '@playwright/test';
import { startDesktop, type Desktop } from '../../tools/desktop/desktop.ts';
import { endAtOnce, launchSiegel, type LaunchOptions } from '../../tools/desktop/launch.ts';

/** How to start one Siegel in a test. */
export interface StartOptions extends LaunchOptions {
  /** The folder of a profile to copy into the new profile. The Siegel that made the copied profile must have ended. */
  readonly copyOf?: string;
}

/** Starts one Siegel on the test's desktop; a profile is given by a name, and is new in every test. */
export type StartSiegel = (options: StartOptions) => Promise<ElectronApplication>;

/** Fixtures of a test. */
export interface TestFixtures {
  /** Whether apps use the desktop's own sound card (`toneHz`), not Chromium's fake one. */
  readonly ownSound: boolean;
  readonly siegel: StartSiegel;
}
/** Fixtures of a worker process of Playwright. */
export interface WorkerFixtures {
  /** The tone that the microphone of the desktop's sound card hears; 0 if it has no sound card. */
  readonly toneHz: number;
  readonly desktop: Desktop;
}

/** Playwright's `test` with a desktop and apps on it. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  toneHz: [0, { scope: 'worker', option: true }],
  desktop: [
    async ({ toneHz }, use) => {
      const sound = toneHz === 0 ? {} : { toneHz };
      const desktop = await startDesktop({ keyring: 'unlocked', say: () => undefined, ...sound });
      await use(desktop);
      await desktop.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  ownSound: [false, { option: true }],
  siegel: async ({ desktop, ownSound }, use, info) => {
    const apps: ElectronApplication[] = [];
    const processes: ChildProcess[] = []; // an app that has quit no longer returns its process
    await use(async ({ copyOf, ...options }) => {
      const profile = `${info.testId}-${info.retry}-${options.profile}`;
      if (copyOf !== undefined && !existsSync(path.join(desktop.session, profile)))
        execFileSync('cp', ['--archive', `${copyOf}/.`, desktop.folder(profile)]);
      const app = await launchSiegel(desktop, { ownSound, ...options, profile });
      apps.push(app);
      processes.push(app.process());
      return app;
    });
    if (info.status !== info.expectedStatus) {
      const windows = apps.flatMap((app) => app.windows());
      for (const [at, window] of windows.entries()) {
        if (window.isClosed()) continue;
        const file = path.join(info.outputDir, `window-${at}.png`);
        await window.screenshot({ path: file, timeout: 3000 }).catch(() => undefined);
      }
    }
    await Promise.all(processes.map(endAtOnce));
  },
});
