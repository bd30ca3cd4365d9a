// The ordinary user who runs the app. Root cannot have Chromium's sandbox, so root borrows an account that is made for
// tests; any other user runs the app under their own account. This file also starts programs as that user, so that
// they end with the process that started them.
import { execFileSync, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

const TEST_USER = 'siegel-test';

/** The user who runs the app: ids, home, and whether it is another user than ours. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly borrowed: boolean;
}

/** The account `name` of this machine, if there is one. */
export function knownAccount(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid, , home] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined || home === undefined) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), home, borrowed: true };
}

/** The account for the app; as root it is made on first use. */
export function ordinaryAccount(): Account {
  const { username, uid, gid, homedir } = os.userInfo();
  if (uid !== 0) return { name: username, uid, gid, home: homedir, borrowed: false };
  return borrowedAccount(TEST_USER);
}

/** The account `name` for root to borrow, made on first use; throws if it cannot be made. */
export function borrowedAccount(name: string): Account {
  const known = knownAccount(name);
  if (known !== undefined) return known;
  try {
    execFileSync('useradd', ['--create-home', '--shell', '/usr/sbin/nologin', name], { stdio: 'ignore' });
  } catch {
    // Two runs at once may both try to make the account; it only matters that the account exists.
  }
  const made = knownAccount(name);
  if (made === undefined) throw new Error(`could not make the user ${name}`);
  return made;
}

/** The command line that runs a program as `account` and ends it when the program that started it ends (Linux). */
export function commandAs(account: Account, command: readonly string[]): readonly string[] {
  const ids = account.borrowed ? [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--init-groups'] : [];
  return ['/usr/bin/setpriv', ...ids, '--pdeathsig', 'KILL', '--', ...command];
}

/** Starts `command` as `account` with exactly the environment `env`. */
export function spawnAs(
  account: Account,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  stdio: StdioOptions,
): ChildProcess {
  const [program, ...args] = commandAs(account, command);
  return spawn(program ?? '', args, { env, stdio, cwd: account.home });
}
