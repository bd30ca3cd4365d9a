// `npm run demo`: with a display, two Siegels to call each other by hand; without one, or with `-- --auto`, the call is made,
// judged and reported by itself. Exits 0 only if everything holds.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { auto } from './demo/auto.ts';
import { byHand } from './demo/by-hand.ts';
import { startDesktop } from './desktop/desktop.ts';
import { prepareSystem } from './system.ts';

const project = path.resolve(import.meta.dirname, '..');
const say = (line: string): void => void process.stdout.write(`demo: ${line}\n`);
const hasDisplay =
  process.platform !== 'linux' ||
  (process.env['DISPLAY'] ?? '') !== '' ||
  (process.env['WAYLAND_DISPLAY'] ?? '') !== '';

async function byItself(): Promise<boolean> {
  if (process.platform !== 'linux') throw new Error('the demo by itself needs Linux: it brings a desktop of its own');
  if (!prepareSystem(say)) return false;
  const folder = path.join(project, 'out', 'demo');
  mkdirSync(folder, { recursive: true });
  const desktop = await startDesktop({ keyring: 'unlocked', say });
  try {
    return await auto(desktop, folder, say);
  } finally {
    await desktop.stop();
  }
}

try {
  if (hasDisplay && !process.argv.includes('--auto')) await byHand(say);
  else if (!(await byItself())) process.exitCode = 1;
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
