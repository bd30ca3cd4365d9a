// The packaged program while it runs. Its fuses prevent a test from driving it, so this file starts it as an ordinary
// user and watches it from outside.
import { execFileSync, spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { commandAs, spawnAs } from '../../desktop/account.ts';
import type { Desktop } from '../../desktop/desktop.ts';
import { hold } from './hold.ts';

const WINDOW_TIMEOUT_MS = 60_000;
const REFUSED_EXIT_CODE = 78;

async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  const deadline = Date.now() + WINDOW_TIMEOUT_MS;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`not seen in ${WINDOW_TIMEOUT_MS} ms: ${what}`);
    await wait(200);
  }
}

interface Process {
  readonly pid: string;
  readonly args: readonly string[];
}

function processesOf(binary: string, uid: number): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((pid) => {
      try {
        const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/);
        const isOurs = new RegExp(`^Uid:\t${uid}\t`, 'm').test(readFileSync(`/proc/${pid}/status`, 'utf8'));
        return args[0] === binary && isOurs ? [{ pid, args }] : [];
      } catch {
        return []; // the process has just ended
      }
    });
}

function visibleWindow(desktop: Desktop): string | undefined {
  const search = spawnSync('xdotool', ['search', '--onlyvisible', '--name', '^Siegel'], {
    encoding: 'utf8',
    env: { ...process.env, DISPLAY: desktop.display },
  });
  const [id] = search.stdout.trim().split('\n');
  return search.status === 0 && id !== undefined && id !== '' ? id : undefined;
}

async function ended(child: ChildProcess): Promise<number | undefined> {
  if (child.exitCode !== null) return child.exitCode;
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? undefined)));
}

/** Starts `command` (a path) with `args` as the desktop's user; resolves to its exit code, undefined after a signal. */
export async function exitCodeOf(
  desktop: Desktop,
  command: string,
  ...args: readonly string[]
): Promise<number | undefined> {
  return ended(spawnAs(desktop.account, [command, ...args], desktop.env, 'ignore'));
}

/** Runs `command` as the desktop's user; returns its exit code, or -1 if it had none, and its output. */
function ask(
  desktop: Desktop,
  command: string,
  ...args: readonly string[]
): { readonly code: number; readonly out: string } {
  const [program, ...rest] = commandAs(desktop.account, [command, ...args]);
  const { account, env } = desktop;
  const ran = spawnSync(program ?? '', rest, { env, cwd: account.home, encoding: 'utf8', timeout: WINDOW_TIMEOUT_MS });
  return { code: ran.status ?? -1, out: ran.stdout };
}

/** Proves that the commands for support print through the launcher and end with their exit codes. */
export function proveCommands(
  desktop: Desktop,
  command: string,
  policy: { readonly name: string; readonly value: string },
): void {
  const printed = ask(desktop, command, '--print-policy');
  const report = JSON.stringify(JSON.parse(printed.out));
  const isThere = report.includes(JSON.stringify(policy.name)) && report.includes(JSON.stringify(policy.value));
  hold(
    printed.code === 0 && isThere,
    `--print-policy prints JSON with the policy in force (${policy.name}), and ends with 0`,
  );
  const doctor = ask(desktop, command, '--doctor=json');
  hold(
    (doctor.code === 0 || doctor.code === 1) && doctor.out.includes('"checks"'),
    `--doctor=json prints its checks (${doctor.code})`,
  );
  JSON.parse(doctor.out);
  const { DISPLAY: _display, ...overSsh } = desktop.env;
  const blind = ask({ ...desktop, env: overSsh }, command, '--doctor=json');
  hold(
    blind.code === doctor.code && JSON.parse(blind.out) !== null,
    '--doctor=json without a display, as over ssh, prints JSON and ends with the same code',
  );
  const verified = ask(desktop, command, '--verify-record=/nowhere');
  hold(verified.code === 2, '--verify-record of a file that is not there ends with 2');
}

/** Proves that a start with a debugger is refused, with the exit code that the launcher passes on. */
export async function proveRefusal(desktop: Desktop, command: string): Promise<void> {
  const code = await exitCodeOf(desktop, command, '--remote-debugging-port=9333');
  hold(code === REFUSED_EXIT_CODE, `${command} with a debugger switch ends with ${REFUSED_EXIT_CODE}`);
}

/** Starts `command`, whose binary is `binary`, checks its processes, runs `during`, and ends the program. */
export async function proveRunning(
  desktop: Desktop,
  command: string,
  binary: string,
  during: () => Promise<void> = async () => {},
): Promise<void> {
  const child = spawnAs(desktop.account, [command], desktop.env, ['ignore', 'inherit', 'inherit']);
  try {
    const window = await until('a visible window', () => visibleWindow(desktop));
    const size = execFileSync('xdotool', ['getwindowgeometry', window], {
      encoding: 'utf8',
      env: { ...process.env, DISPLAY: desktop.display },
    });
    hold(true, `the program’s first window is on the screen (${/Geometry: (\S+)/.exec(size)?.[1] ?? 'size unknown'})`);
    const { uid, name } = desktop.account;
    const renderer = await until('a renderer', () =>
      processesOf(binary, uid).find(({ args }) => args.includes('--type=renderer')),
    );
    hold(uid !== 0, `the program runs as the ordinary user ${name}`);
    hold(
      /^Seccomp:\t2$/m.test(readFileSync(`/proc/${renderer.pid}/status`, 'utf8')),
      'a page’s process is behind seccomp',
    );
    const unshared = readFileSync(`/proc/${renderer.pid}/uid_map`, 'utf8') !== readFileSync('/proc/1/uid_map', 'utf8');
    hold(unshared, 'a page’s process has a user namespace of its own');
    const all = processesOf(binary, uid);
    hold(
      !all.some(({ args }) => args.includes('--no-sandbox')),
      `none of its ${all.length} processes has the switch --no-sandbox`,
    );
    const limits = all.map(({ pid }) =>
      /^Max core file size +(\S+) +(\S+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8')),
    );
    const isShort = limits.every((limit) => limit?.[1] === '1' && limit[2] === '1'); // one byte: see launcher.sh
    hold(limits.length > 0 && isShort, 'no process of the program can write a core file: its hard limit is one byte');
    await during();
  } finally {
    child.kill('SIGTERM');
    await ended(child);
  }
}
