// The test page in the Electron of this machine, on a display of its own if the machine has no display.
import path from 'node:path';
import { type Page, _electron as electron } from '@playwright/test';
import { openScreen } from '../../../tools/desktop/screen.ts';
import { resolveRuntime } from '../../../tools/runtime.ts';

const folder = path.join(import.meta.dirname, 'electron-page');

/** One window of Electron; each test navigates `page`. */
export interface ElectronPage {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** Starts Electron with the page at `url`. */
export async function openElectronPage(url: string): Promise<ElectronPage> {
  const runtime = await resolveRuntime(() => undefined);
  const screen = await openScreen();
  const app = await electron.launch({
    executablePath: runtime.executable,
    args: [
      '--no-sandbox', // this page tests media; tests of the whole app prove the sandbox
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      folder,
      url,
    ],
    env: {
      ...(process.env as Record<string, string>),
      SIEGEL_DRIVEN: '1',
      ...screen.env,
    },
    timeout: 30_000,
  });
  return {
    page: await app.firstWindow(),
    close: async () => {
      await app.close();
      screen.close();
    },
  };
}
