// The script that runs after a package is unpacked, as far as it can run outside a package: which mode the sandbox
// helper gets on which kernel.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const script = readFileSync(path.resolve(import.meta.dirname, '../../../tools/packaging/after-install.sh'), 'utf8');
const sandboxPart = /^# User namespaces [^]*?^fi$/m.exec(script)?.[0] ?? '';
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-after-install-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * The mode of the sandbox helper after the script ran with these commands in place of `unshare` and of `cat` for the
 * kernel's setting.
 */
function modeOn(cat: string, unshare: string): string {
  const helper = path.join(folder, 'chrome-sandbox');
  writeFileSync(helper, '');
  const kernel = `cat() { [ "$1" = /proc/sys/kernel/unprivileged_userns_clone ] && ${cat}; }; unshare() { ${unshare}; }`;
  const ran = spawnSync('sh', ['-c', `set -e; app='${folder}'; ${kernel}\n${sandboxPart}`], { encoding: 'utf8' });
  expect([ran.status, ran.stdout, ran.stderr]).toEqual([0, '', '']);
  return (statSync(helper).mode & 0o7777).toString(8);
}

describe.skipIf(process.platform === 'win32')('the helper of the sandbox', () => {
  it('the sandbox helper is not setuid root if every user may create user namespaces, even on a kernel without a setting for them', () => {
    expect(modeOn('echo 1', 'true')).toBe('755');
    expect(modeOn('return 1', 'true')).toBe('755');
  });

  it('the sandbox helper is setuid root if nobody may create user namespaces', () => {
    expect(modeOn('return 1', 'return 1')).toBe('4755');
  });

  it('the sandbox helper is setuid root if only root may create user namespaces, since otherwise nobody else could start the program', () => {
    expect(modeOn('echo 0', 'true')).toBe('4755');
  });
});
