// Prepares the system for the tests: installs missing packages if it runs as root, otherwise prints the command that
// would. On a Linux without apt it only prints what is needed; on other systems the desktop exists already and nothing
// is done. It installs nothing for the product.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { type SystemPackages, systemPackages } from './desktop/system-packages.ts';

function isInstalled(name: string): boolean {
  const query = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], { encoding: 'utf8' });
  return query.status === 0 && query.stdout === 'installed';
}

function isKnown(name: string): boolean {
  return spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;
}

const SERVICE_POLICY = '/usr/sbin/policy-rc.d'; // with this file Debian decides whether a package may start its service

// Brokers and relays are installed as services. The tests start their own, so no service may be started while this
// process lives. Afterwards services may start again, even if the process was killed.
function withoutServices(work: () => boolean): boolean {
  if (existsSync(SERVICE_POLICY)) return work();
  writeFileSync(SERVICE_POLICY, `#!/bin/sh\nkill -0 ${process.pid} 2>/dev/null && exit 101\nexit 0\n`, { mode: 0o755 });
  try {
    return work();
  } finally {
    rmSync(SERVICE_POLICY, { force: true });
  }
}

function apt(args: readonly string[]): boolean {
  return (
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  );
}

/**
 * Installs what is missing of `packages`, by default those for the desktop tests. False if that failed, or if only root
 * may do it; then `say` gets the command. Without apt, and on other systems, it installs nothing and returns true.
 */
export function prepareSystem(say: (line: string) => void, packages: SystemPackages = systemPackages): boolean {
  if (process.platform !== 'linux') return true;
  if (!existsSync('/usr/bin/apt-get')) {
    say(`no apt here: see that these are installed: ${packages.map((names) => names[0]).join(' ')}`);
    return true;
  }
  const missing = packages.filter((names) => !names.some(isInstalled));
  if (missing.length === 0) return true;
  const asRoot = process.getuid?.() === 0;
  if (asRoot) apt(['update', '-qq']);
  const wanted = missing.map((names) => names.find(isKnown) ?? names[0] ?? '');
  if (!asRoot) {
    say(`the system lacks ${wanted.join(' ')}. Install them and run this again:`);
    say(`  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${wanted.join(' ')}`);
    return false;
  }
  say(`installing ${wanted.join(' ')}`);
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...wanted];
  if (withoutServices(() => apt(install))) return true;
  say('apt-get could not install them');
  return false;
}

if (import.meta.main && !prepareSystem((line) => process.stdout.write(`system: ${line}\n`))) process.exit(1);
