// The launcher before the binary: no core file, and nothing else is different from starting the binary itself.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binaryName } from '../../../tools/packaging/after-pack.ts';

const source = path.resolve(import.meta.dirname, '../../../tools/packaging/launcher.sh');
let folder = '';
let command = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'siegel launcher-')); // with a space, as folders may have
  const launcher = path.join(folder, 'app', 'siegel');
  mkdirSync(path.dirname(launcher));
  copyFileSync(source, launcher);
  writeFileSync(binaryName(launcher), '#!/bin/sh\nulimit -S -c; ulimit -H -c; printf "<%s>" "$@"; cat; exit 78\n');
  for (const file of [launcher, binaryName(launcher)]) chmodSync(file, 0o755);
  command = path.join(folder, 'command');
  symlinkSync(launcher, command);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(process.platform === 'win32')('the launcher', () => {
  it('allows no core file, soft or hard, and hands arguments, input and the exit code through', () => {
    const args = ['--verify-record=/a b/c', '', "it's", 'siegel:x@y.example'];
    const ran = spawnSync(command, args, { encoding: 'utf8', input: 'in' });
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toBe("0\n0\n<--verify-record=/a b/c><><it's><siegel:x@y.example>in");
    expect(ran.status).toBe(78);
  });
});
