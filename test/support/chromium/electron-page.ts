// The test page in the Electron that runs here, on a display of its own where there is none.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Page, _electron as electron } from '@playwright/test';
import { resolveRuntime } from '../../../tools/runtime.ts';

const folder = path.join(import.meta.dirname, 'electron-page');

/** One window of Electron; `page` is to be navigated by each test. */
export interface ElectronPage {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** Starts Electron with the page at `url`. */
export async function openElectronPage(url: string): Promise<ElectronPage> {
  const runtime = await resolveRuntime(() => undefined);
  const screen = process.env['DISPLAY'] === undefined ? await startScreen() : undefined;
  const app = await electron.launch({
    executablePath: runtime.executable,
    args: [
      '--no-sandbox', // the media is looked at here; the sandbox is proven with the whole app
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      folder,
      url,
    ],
    env: {
      ...(process.env as Record<string, string>),
      SIEGEL_DRIVEN: '1',
      ...(screen === undefined ? {} : { DISPLAY: screen.display }),
    },
    timeout: 30_000,
  });
  return {
    page: await app.firstWindow(),
    close: async () => {
      await app.close();
      screen?.child.kill();
    },
  };
}

async function startScreen(): Promise<{ readonly child: ChildProcess; readonly display: string }> {
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb ended')));
    createInterface(child.stdio[3] as Readable).once('line', resolve);
  });
  return { child, display: `:${number}` };
}
