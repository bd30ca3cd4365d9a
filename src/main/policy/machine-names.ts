// Which values of a registry key are the machine's. The watcher reads the machine's key and then the user's without
// saying which value came from which key. A user's value must not count where only the machine may decide. Windows
// only.
import { execFile } from 'node:child_process';

// The path does not come from `SystemRoot`, because the person who starts the program can set that. If Windows is
// installed elsewhere, nothing can be determined, and everything counts as the machine's.
const PROGRAM = String.raw`C:\Windows\System32\reg.exe`;
const LIMIT_MS = 5000;
const VALUE_LINE = /^ {4}(\S.*?) {4}REG_[A-Z_]+( {4}|$)/;

/** The names in the output of `reg.exe query <key>`, in lower case, as the registry ignores case. */
export function namesOf(output: string): ReadonlySet<string> {
  const lines = output.split(/\r?\n/).map((line) => VALUE_LINE.exec(line)?.[1]?.toLowerCase());
  return new Set(lines.filter((name) => name !== undefined));
}

/** The names under this key of HKEY_LOCAL_MACHINE. Undefined if it cannot be read or does not exist. */
export async function machineNames(key: string): Promise<ReadonlySet<string> | undefined> {
  return new Promise((resolve) => {
    execFile(
      PROGRAM,
      ['query', `HKLM\\${key}`],
      { timeout: LIMIT_MS, windowsHide: true, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout) => resolve(error === null ? namesOf(stdout) : undefined),
    );
  });
}
