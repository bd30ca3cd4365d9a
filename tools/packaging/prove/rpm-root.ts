// Proves the rpm without a system that uses rpm. The rpm is read back, then installed, upgraded and removed in a
// scratch root. The scripts of the rpm run there with the programs of busybox alone. Dependencies are not resolved
// there, and the program is not started.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hold, isRootsFolder, say } from './hold.ts';

const rpm = (...args: readonly string[]): string => execFileSync('rpm', args, { encoding: 'utf8', maxBuffer: 1 << 24 });

/** Builds the root: a shell and the small programs that the scripts call. */
function scratchRoot(): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'siegel-rpm-root-'));
  for (const folder of ['bin', 'etc', 'dev', 'proc', 'tmp', 'usr/bin'])
    mkdirSync(path.join(root, folder), { recursive: true });
  copyFileSync('/bin/busybox', path.join(root, 'bin', 'busybox'));
  execFileSync('chroot', [root, '/bin/busybox', '--install', '-s', '/bin']);
  writeFileSync(path.join(root, 'etc', 'passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  writeFileSync(path.join(root, 'etc', 'group'), 'root:x:0:\n');
  rpm('--root', root, '--initdb');
  return root;
}

function proveReadBack(file: string): void {
  const check = spawnSync('rpm', ['-K', file], { encoding: 'utf8' });
  hold(
    check.status === 0 && check.stdout.includes('digests OK'),
    'rpm -K finds the digests right (a trial is not signed)',
  );
  const names = rpm('-qlp', file).trim().split('\n');
  const wanted = ['/opt/Siegel/siegel', '/opt/Siegel/siegel-app', '/opt/Siegel/resources/app.asar'];
  const entries = ['siegel', 'example.siegel.Siegel'].map((name) => `/usr/share/applications/${name}.desktop`);
  const all = [...wanted, ...entries, '/opt/Siegel/resources/policy/siegel.schema.json'];
  hold(
    all.every((name) => names.includes(name)),
    `rpm -qlp lists ${names.length} files, the program’s most important ones among them`,
  );
  const owners = rpm('-qp', '--qf', '[%{FILEUSERNAME}:%{FILEGROUPNAME}\n]', file).trim().split('\n');
  hold(
    owners.every((owner) => owner === 'root:root'),
    'every file in the rpm belongs to root',
  );
  const scripts = rpm('-qp', '--scripts', file);
  const hasBoth = scripts.includes('postinstall scriptlet') && scripts.includes('postuninstall scriptlet');
  hold(hasBoth && !/\$\{\w+\}/.test(scripts), 'rpm -qp --scripts: both scripts, with every placeholder filled in');
  hold(rpm('-qp', '--qf', '%{ARCH}', file) === 'x86_64', 'the rpm is for x86_64');
}

/**
 * Reads `newer` back, then installs `older` in a scratch root, upgrades it to `newer` and removes it. Throws at the
 * first promise that does not hold.
 */
export function proveRpm(older: string, newer: string): void {
  proveReadBack(newer);
  const root = scratchRoot();
  const at = (name: string): string => path.join(root, name);
  const policies = ['etc/siegel/policies/managed', 'etc/siegel/policies/recommended'].map(at);
  const run = (...args: readonly string[]): string => rpm('--root', root, ...args);
  try {
    run('-i', '--nodeps', older);
    const first = run('-q', 'siegel').trim();
    hold(
      policies.every(isRootsFolder),
      `installed into a scratch root: ${first}; its script made the folders for policies`,
    );
    writeFileSync(at('etc/siegel/policies/managed/kept.json'), '{}\n');
    run('-U', '--nodeps', newer);
    const second = run('-q', 'siegel').trim();
    hold(second !== first && second.split('\n').length === 1, `upgraded: ${second}`);
    hold(existsSync(at('etc/siegel/policies/managed/kept.json')), 'a policy is kept over the upgrade');
    hold(lstatSync(at('usr/bin/siegel')).isSymbolicLink(), 'the command is there after the upgrade');
    const isSuid = (lstatSync(at('opt/Siegel/chrome-sandbox')).mode & 0o4000) !== 0;
    hold(isSuid, 'without user namespaces, as in this root, chrome-sandbox is setuid');
    const changed = spawnSync('rpm', ['--root', root, '-V', '--nodeps', '--nomode', '--nocaps', 'siegel'], {
      encoding: 'utf8',
    });
    hold(changed.status === 0, 'every file is as packed (rpm -V without modes and capabilities)');
    run('-e', 'siegel');
    hold(
      !existsSync(at('opt/Siegel')) && spawnSync('test', ['-L', at('usr/bin/siegel')]).status !== 0,
      'removed: /opt/Siegel and the command are gone',
    );
    hold(readFileSync(at('etc/siegel/policies/managed/kept.json'), 'utf8') === '{}\n', 'the policy stays');
    rmSync(at('etc/siegel/policies/managed/kept.json'));
    run('-i', '--nodeps', newer);
    run('-e', 'siegel');
    hold(!existsSync(at('etc/siegel')), 'installed and removed without a policy: no folder is left');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  say('not run: the rpm on Fedora, RHEL or openSUSE itself; its dependencies are names only here');
}
