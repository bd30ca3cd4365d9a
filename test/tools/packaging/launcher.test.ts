// The launcher of the binary: it prevents core files, and adds the headless platform to a command for support that has
// no display. Otherwise it changes nothing about the start of the binary.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binaryName } from '../../../tools/packaging/after-pack.ts';

const source = path.resolve(import.meta.dirname, '../../../tools/packaging/launcher.sh');
const ownLimits = `sed -n 's/^Max core file size  *\\([^ ]*\\)  *\\([^ ]*\\) .*/\\1 \\2/p' /proc/self/limits`; // soft and hard, in bytes
let folder = '';
let command = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'siegel launcher-')); // with a space, as folders may have
  const launcher = path.join(folder, 'app', 'siegel');
  mkdirSync(path.dirname(launcher));
  copyFileSync(source, launcher);
  writeFileSync(binaryName(launcher), `#!/bin/sh\n${ownLimits}; printf "<%s>" "$@"; cat; exit 78\n`);
  for (const file of [launcher, binaryName(launcher)]) chmodSync(file, 0o755);
  command = path.join(folder, 'command');
  symlinkSync(launcher, command);
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): { readonly status: number | null; readonly out: string } => {
  const ran = spawnSync(command, args, { encoding: 'utf8', input: 'in', env: { PATH: '/usr/bin:/bin', ...env } });
  expect(ran.stderr).toBe('');
  return { status: ran.status, out: ran.stdout };
};

describe.skipIf(process.platform !== 'linux')('the launcher of the binary', () => {
  it('the launcher limits core files to one byte, soft and hard, and passes arguments, input and exit code through', () => {
    const args = ['--verify-record=/a b/c', '', "it's", 'siegel:x@y.example'];
    const out = "1 1\n<--verify-record=/a b/c><><it's><siegel:x@y.example>in";
    expect(start(args, { DISPLAY: ':0' })).toEqual({ status: 78, out });
    expect(start(args, { WAYLAND_DISPLAY: 'wayland-0' })).toEqual({ status: 78, out });
  });

  it('the launcher limits core files to 0 bytes if one byte cannot be set: without prlimit, or under a hard limit of 0', () => {
    const without = path.join(folder, 'without');
    mkdirSync(without);
    for (const name of ['dirname', 'readlink', 'sed', 'cat']) symlinkSync(`/usr/bin/${name}`, path.join(without, name));
    expect(start(['x'], { DISPLAY: ':0', PATH: without }).out).toBe('0 0\n<x>in');
    const ran = spawnSync('sh', ['-c', `ulimit -c 0; exec '${command}' x`], { encoding: 'utf8', input: 'in' });
    expect([ran.stdout, ran.stderr, ran.status]).toEqual(['0 0\n<x>in', '', 78]);
  });

  it.each([
    '--doctor',
    '--doctor=json',
    '--check-network',
    '--check-network=json',
    '--print-policy',
    '--verify-record=/x',
  ])('the launcher adds the headless platform for %s if there is no display', (argument) => {
    expect(start(['--language=de', argument], {}).out).toBe(
      `1 1\n<--ozone-platform=headless><--language=de><${argument}>in`,
    );
  });

  it('the launcher adds nothing for a start with a window, so that a missing display is a visible fault', () => {
    expect(start(['--hidden', '--doctored'], {}).out).toBe('1 1\n<--hidden><--doctored>in');
  });
});
