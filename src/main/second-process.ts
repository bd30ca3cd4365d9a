// Asks a second process of this program, which has a profile of its own, takes no instance lock, and ends after its
// answer. That process does what this one cannot: Chromium's network is open or closed for a whole process, never for
// one page.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { app } from 'electron';

const run = promisify(execFile);

/**
 * The file in that process's profile with the question, if an option alone cannot carry it. It is a file because every
 * account of the machine can read a process's arguments.
 */
export const QUESTION = 'question.json';

/**
 * Starts the process with the option `word`, and with `question` as JSON in its question file. Resolves with the last
 * line that it prints; rejects if it fails or takes longer than `limitMs`.
 */
export async function askSecondProcess(word: string, limitMs: number, question?: unknown): Promise<string> {
  // Only this account can read this profile. The second process cannot use our own profile, because Chromium holds it.
  const profile = await mkdtemp(join(tmpdir(), 'siegel-beside-'));
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
