// A second process of this program, which is asked something: it has a profile of its own
// that goes with it, no instance lock, and ends with its answer. For what this process
// cannot do, since pages are narrowed for all of a process and not for one of them.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { app } from 'electron';

const run = promisify(execFile);

/**
 * The file in its profile that says what it is asked, where
 * that is more than a word: arguments can be seen by everybody.
 */
export const QUESTION = 'question.json';

/**
 * The last line that it writes when it is started with this
 * word; rejects where it fails or takes longer than `limitMs`.
 */
export async function askProcessBeside(word: string, limitMs: number, question?: unknown): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'siegel-beside-')); // nobody else's, and what Chromium writes: ours is in use
  const start = [
    ...(process.defaultApp ? [app.getAppPath()] : []),
    ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
    `--profile=${profile}`,
    word,
  ];
  try {
    if (question !== undefined) await writeFile(join(profile, QUESTION), JSON.stringify(question), { mode: 0o600 });
    const { stdout } = await run(process.execPath, start, { timeout: limitMs, windowsHide: true });
    return stdout.trim().split('\n').at(-1) ?? '';
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}
