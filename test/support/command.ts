// Runs the program from a command line, as the desktop's user.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { commandAs } from '../../tools/desktop/account.ts';
import type { Desktop } from '../../tools/desktop/desktop.ts';

/** What the program has written to standard output, and its exit code (-1 if a signal ended it). */
export interface Printed {
  readonly code: number;
  readonly text: string;
}

/** Runs the program with these arguments, in English, until it ends. */
export async function command(
  desktop: Desktop,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Printed> {
  const { executable, folder } = desktop.app;
  const [program = '', ...rest] = commandAs(desktop.account, [executable, folder, '--language=en', ...words]);
  try {
    const all = { ...desktop.env, ...env };
    const { stdout } = await promisify(execFile)(program, rest, { env: all, cwd: desktop.session });
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stdout } = error as { code?: number; stdout?: string };
    return { code: code ?? -1, text: stdout ?? '' };
  }
}
