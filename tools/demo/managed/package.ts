// The installed package of the managed scene: built, installed with apt as an administrator would, and removed again.
// An existing installation is never touched: `installPackage` throws. Needs root.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

const project = path.resolve(import.meta.dirname, '..', '..', '..');
const output = path.join(project, 'dist', 'trial');

/** An installed package. */
export interface Installed {
  readonly file: string;
  readonly version: string;
  /** Removes it with apt, if it is still installed; returns the package's files that remain. */
  readonly remove: () => readonly string[];
}

function apt(...args: readonly string[]): void {
  execFileSync('apt-get', ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

function installedVersion(): string | undefined {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Version}', 'siegel'], { encoding: 'utf8' });
  const [status, version] = query.stdout.split(' ');
  return status === 'installed' ? version : undefined;
}

function build(): string {
  const made = spawnSync(process.execPath, [path.join(project, 'tools', 'package.ts'), '--trial', '--only=deb'], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
  });
  if (made.status !== 0) throw new Error(`the package could not be built:\n${made.stderr}`);
  const deb = readdirSync(output).find((name) => name.endsWith('.deb'));
  if (deb === undefined) throw new Error('the build made no deb');
  return path.join(output, deb);
}

function filesOfPackage(): readonly string[] {
  const list = execFileSync('dpkg-query', ['-L', 'siegel'], { encoding: 'utf8' }).split('\n');
  return list.filter((file) => file.startsWith('/') && existsSync(file) && !lstatSync(file).isDirectory());
}

/**
 * Builds the deb of this working tree and installs it. Throws if a Siegel is installed already, since it may be in use,
 * and if building or installing fails.
 */
export function installPackage(say: (line: string) => void): Installed {
  const present = installedVersion();
  if (present !== undefined) {
    throw new Error(
      `Siegel ${present} is installed here and would be replaced; remove it first: apt-get remove siegel`,
    );
  }
  say('building the deb');
  const file = build();
  say(`installing ${path.basename(file)} with apt`);
  apt('install', file);
  const version = installedVersion();
  if (version === undefined) throw new Error('apt installed the package, but dpkg does not know it');
  const files = filesOfPackage();
  return {
    file: path.basename(file),
    version,
    remove: () => {
      if (installedVersion() !== undefined) apt('purge', 'siegel');
      return files.filter((each) => existsSync(each));
    },
  };
}
