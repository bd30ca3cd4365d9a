// The deb as an administrator uses it: installed with apt, upgraded from an older version, removed, purged. Needs root,
// and a machine without Siegel, which it leaves in that state.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { borrowedAccount, commandAs, type Account } from '../../desktop/account.ts';
import { startDesktop, type Desktop } from '../../desktop/desktop.ts';
import { readFuses } from '../fuses.ts';
import { proveArchive } from './archive.ts';
import { hold, isRootsFolder, say } from './hold.ts';
import { exitCodeOf, proveCommands, proveRefusal, proveRunning } from './running.ts';

const DESKTOP_FILES = ['siegel', 'example.siegel.Siegel'].map((name) => `/usr/share/applications/${name}.desktop`);
const APP = '/opt/Siegel';
const BINARY = `${APP}/siegel-app`;
const COMMAND = '/usr/bin/siegel';
const PROFILE = '/etc/apparmor.d/siegel';
const FOLDERS = [
  '/etc/siegel',
  '/etc/siegel/policies',
  '/etc/siegel/policies/managed',
  '/etc/siegel/policies/recommended',
];
const POLICY = '/etc/siegel/policies/managed/kept.json';
const SUPPORT = { name: 'SupportContact', value: 'IT-Hilfe, Telefon 4711' };
const POLICY_TEXT = `${JSON.stringify({ [SUPPORT.name]: SUPPORT.value })}\n`;

function apt(...args: readonly string[]): void {
  execFileSync('apt-get', ['-y', '-qq', '--no-install-recommends', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function installedVersion(): string | undefined {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Version}', 'siegel'], { encoding: 'utf8' });
  const [status, version] = query.stdout.split(' ');
  return query.status === 0 && status === 'installed' ? version : undefined;
}

const policyFiles = (): readonly string[] =>
  existsSync('/etc/siegel')
    ? readdirSync('/etc/siegel', { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'))
    : [];

const versionOf = (deb: string): string =>
  execFileSync('dpkg-deb', ['--field', deb, 'Version'], { encoding: 'utf8' }).trim();

/** Puts a file into the person's profile; returns a function that checks whether it is unchanged. */
function plantUserData(account: Account): () => boolean {
  const folder = path.join(account.home, '.config', 'Siegel');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'kept-over-an-upgrade');
  writeFileSync(file, 'sealed\n', { mode: 0o600 });
  execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, path.join(account.home, '.config')]);
  const state = (): string => {
    const { uid, mode, mtimeMs } = lstatSync(file);
    return createHash('sha256')
      .update(`${uid} ${mode} ${mtimeMs} ${readFileSync(file, 'utf8')}`)
      .digest('hex');
  };
  const before = state();
  return () => existsSync(file) && state() === before;
}

function proveFiles(): void {
  hold(readlinkSync(COMMAND) === `${APP}/siegel`, `${COMMAND} is the launcher`);
  hold(FOLDERS.every(isRootsFolder), 'the folders for policies belong to root and have mode 0755');
  for (const name of [
    'policy/windows/Siegel.admx',
    'policy/siegel.schema.json',
    'guide/admin/en/policies.md',
    'guide/protocol.md',
    'legal/licences.txt',
  ]) {
    hold(existsSync(path.join(APP, 'resources', name)), `resources/${name} lies beside the program`);
  }
  const changed = execFileSync('dpkg', ['--verify', 'siegel'], { encoding: 'utf8' });
  hold(changed === '', 'every file is as packed (dpkg --verify)');
  const writable = execFileSync('find', [APP, '-perm', '/022', '!', '-type', 'l'], { encoding: 'utf8' });
  hold(writable === '', 'neither the group nor others may write into the program');
  execFileSync('desktop-file-validate', DESKTOP_FILES, { stdio: 'inherit' });
  hold(true, 'both desktop files are valid (desktop-file-validate)');
}

async function proveFuses(): Promise<void> {
  const readings = await readFuses(BINARY);
  for (const { name, wanted, found } of readings) say(`  fuse ${name.padEnd(40)} wanted ${wanted}, found ${found}`);
  const areAsWanted = readings.length > 0 && readings.every(({ isAsWanted }) => isAsWanted);
  hold(areAsWanted, 'every fuse of the installed binary is as the table wants it');
}

function proveDeepLink(desktop: Desktop): void {
  const query = ['/usr/bin/xdg-mime', 'query', 'default', 'x-scheme-handler/siegel'];
  const [program, ...args] = commandAs(desktop.account, query);
  const handler = execFileSync(program ?? '', args, { env: desktop.env, encoding: 'utf8' }).trim();
  hold(handler === 'siegel.desktop', 'for the desktop’s user, siegel.desktop opens siegel: links (xdg-mime)');
}

function proveAppArmor(): void {
  hold(existsSync(PROFILE), 'where AppArmor is installed, so is the profile of Siegel');
  execFileSync('apparmor_parser', ['--skip-kernel-load', '--skip-cache', PROFILE], { stdio: 'inherit' });
  const allows = readFileSync(PROFILE, 'utf8').includes(`"${BINARY}" flags=(unconfined)`);
  hold(allows, 'the profile is valid (apparmor_parser) and names the binary');
}

/**
 * Installs `older`, upgrades to `newer`, checks the running program, then removes and purges it. On the same desktop
 * `archive` is unpacked and run. Throws at the first promise that does not hold.
 */
export async function proveDebian(older: string, newer: string, archive: string): Promise<void> {
  if (installedVersion() !== undefined || existsSync(APP))
    throw new Error('Siegel is installed here already: remove it first');
  if (policyFiles().length > 0) throw new Error('there are policies in /etc/siegel: move them away first');
  const hadAppArmor = existsSync('/usr/sbin/apparmor_parser');
  const isKept = plantUserData(borrowedAccount('siegel-test'));
  try {
    apt('install', older);
    hold(installedVersion() === versionOf(older), `installed with apt: ${versionOf(older)}`);
    hold(FOLDERS.every(isRootsFolder), 'the folders for policies are made');
    if (!hadAppArmor) {
      hold(!existsSync(PROFILE), 'without AppArmor no profile is installed');
      apt('install', 'apparmor');
    }
    writeFileSync(POLICY, POLICY_TEXT, { mode: 0o644 });
    apt('install', newer);
    hold(installedVersion() === versionOf(newer), `upgraded with apt: ${versionOf(newer)}`);
    hold(readFileSync(POLICY, 'utf8') === POLICY_TEXT, 'a policy is kept over the upgrade');
    hold(isKept(), 'a file in the person’s profile is unchanged after the upgrade');
    proveFiles();
    proveAppArmor();
    await proveFuses();
    const desktop = await startDesktop({ keyring: 'unlocked', withoutApp: true, say });
    try {
      proveDeepLink(desktop);
      await proveRefusal(desktop, COMMAND);
      proveCommands(desktop, COMMAND, SUPPORT);
      await proveRunning(desktop, COMMAND, BINARY, async () => {
        const code = await exitCodeOf(desktop, COMMAND, 'siegel:erika@klinik.example');
        hold(code === 0, 'a second start with a siegel: link, while the program runs, ends with 0');
      });
      await proveArchive(desktop, archive);
    } finally {
      await desktop.stop();
    }
    apt('remove', 'siegel');
    hold(!existsSync(COMMAND) && !existsSync(APP), 'removed with apt: the command and /opt/Siegel are gone');
    hold(!existsSync(PROFILE), 'removed with apt: the AppArmor profile is gone');
    hold(!DESKTOP_FILES.some((file) => existsSync(file)), 'removed with apt: the desktop files are gone');
    hold(readFileSync(POLICY, 'utf8') === POLICY_TEXT, 'removed with apt: a policy stays in its folder');
    rmSync(POLICY);
    apt('purge', 'siegel');
    hold(!existsSync('/etc/siegel'), 'purged: the empty folder for policies is gone');
    apt('install', newer);
    apt('remove', 'siegel');
    hold(!existsSync('/etc/siegel'), 'installed and removed without a policy: no folder is left');
    hold(isKept(), 'a file in the person’s profile is unchanged after removal and purge');
  } finally {
    apt('purge', 'siegel');
    rmSync(POLICY, { force: true });
    if (!hadAppArmor) apt('purge', 'apparmor');
  }
}
