// `npm run package:prove`: installs the deb that `npm run package` made, with apt, and starts it as an ordinary user with the
// sandbox on; then removes it. Wants root (in a container). A package is fused, so it is watched from outside, not driven.
import { execFileSync, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { spawnAs } from './desktop/account.ts';
import { startDesktop, type Desktop } from './desktop/desktop.ts';
import { prepareSystem } from './system.ts';

const project = path.resolve(import.meta.dirname, '..');
const say = (line: string): void => void process.stdout.write(`prove: ${line}\n`);
const WINDOW_TIMEOUT_MS = 30_000;
const REFUSED_EXIT_CODE = 78;

function hold(condition: boolean, promise: string): void {
  if (!condition) throw new Error(`does not hold: ${promise}`);
  say(`holds: ${promise}`);
}

function findDeb(): string {
  for (const folder of ['release', 'trial'].map((name) => path.join(project, 'dist', name))) {
    const deb = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.deb')) : undefined;
    if (deb !== undefined) return path.join(folder, deb);
  }
  throw new Error('no deb in dist/: run npm run package first (-- --trial where the release Electron is out of reach)');
}

function apt(...args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['-y', '-qq', '--no-install-recommends', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}

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

function processesOf(program: string): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((pid) => {
      try {
        const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return args[0]?.startsWith(program) === true ? [{ pid, args }] : [];
      } catch {
        return []; // it has just ended
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

async function prove(desktop: Desktop): Promise<void> {
  const refused = spawnAs(desktop.account, ['/usr/bin/siegel', '--remote-debugging-port=9333'], desktop.env, 'ignore');
  hold((await ended(refused)) === REFUSED_EXIT_CODE, 'a debugger switch refuses the start');
  const child = spawnAs(desktop.account, ['/usr/bin/siegel'], desktop.env, ['ignore', 'inherit', 'inherit']);
  try {
    const window = await until('a visible window', () => visibleWindow(desktop));
    const size = execFileSync('xdotool', ['getwindowgeometry', window], {
      encoding: 'utf8',
      env: { ...process.env, DISPLAY: desktop.display },
    });
    hold(true, `its first window is on the screen (${/Geometry: (\S+)/.exec(size)?.[1] ?? 'size unknown'})`);
    const renderer = await until('a renderer', () =>
      processesOf('/opt/Siegel/siegel').find(({ args }) => args.some((arg) => arg.includes('--type=renderer'))),
    );
    const status = readFileSync(`/proc/${renderer.pid}/status`, 'utf8');
    const uid = Number(/^Uid:\t([0-9]+)/m.exec(status)?.[1]);
    hold(uid === desktop.account.uid && uid !== 0, `it runs as the ordinary user ${desktop.account.name}`);
    hold(/^Seccomp:\t2$/m.test(status), 'the page is behind the seccomp sandbox');
    const unshared = readFileSync(`/proc/${renderer.pid}/uid_map`, 'utf8') !== readFileSync('/proc/1/uid_map', 'utf8');
    hold(unshared, 'the page has a user namespace of its own');
    const open = processesOf('/opt/Siegel/siegel').some(({ args }) => args.some((arg) => arg.includes('no-sandbox')));
    hold(!open, 'no process of it was started without the sandbox');
  } finally {
    child.kill('SIGTERM');
    await ended(child);
  }
}

if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new Error('installing a deb wants Linux and root');
if (!prepareSystem(say)) process.exit(1);
const deb = findDeb();
say(`installing ${path.relative(project, deb)} with apt`);
apt('install', deb);
try {
  hold(existsSync('/usr/bin/siegel'), 'the command siegel is there');
  hold(existsSync('/etc/siegel/policies/managed'), 'the folder for policies is there');
  const desktop = await startDesktop({ keyring: 'unlocked', say });
  try {
    await prove(desktop);
  } finally {
    await desktop.stop();
  }
} finally {
  apt('remove', 'siegel');
}
hold(!existsSync('/usr/bin/siegel') && !existsSync('/opt/Siegel'), 'after removal nothing of the program is left');
hold(!existsSync('/etc/siegel'), 'and no empty folder for policies');
say('all of it holds');
