// A virtual display for a program of ours, if there is none (Linux). A whole desktop is in desktop.ts.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A display; `env` is what a program needs to find it. */
export interface Screen {
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => void;
}

/** The present display, or a new one, which `close` ends. Rejects if Xvfb is needed and missing. */
export async function openScreen(): Promise<Screen> {
  const isThere = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined;
  if (isThere) return { env: {}, close: () => undefined };
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('Xvfb ended')));
    createInterface(child.stdio[3] as Readable).once('line', resolve);
  });
  return { env: { DISPLAY: `:${number}` }, close: () => void child.kill() };
}
