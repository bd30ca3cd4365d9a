// xmllint and plistutil accept the XML files made from the table of policies, and the entitlements for macOS.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyFiles } from '../../../tools/policy/files.ts';

const project = path.resolve(import.meta.dirname, '..', '..', '..');
const files = [...policyFiles()];

/**
 * A checker's complaint about a file, `''` if there is none. If the checker is not installed, throws an error with the
 * name of the Debian package that contains the checker.
 */
function complaint(program: string, debianPackage: string, args: readonly string[]): string {
  const checked = spawnSync(program, args, { encoding: 'utf8' });
  if (checked.error !== undefined)
    throw new Error(`${program} does not run: ${debianPackage} has it (node tools/system.ts)`);
  return checked.status === 0 ? '' : `${program} ends with ${String(checked.status)}: ${checked.stderr}`;
}

describe('files made from the table of policies, and the entitlements for macOS', () => {
  it.each(files.filter(([name]) => /\.adm[xl]$/.test(name)))('xmllint accepts %s', (name) => {
    expect(complaint('xmllint', 'libxml2-utils', ['--noout', '--nonet', path.join(project, name)])).toBe('');
  });

  const plists = files.map(([name]) => name).filter((name) => name.includes('/macos/'));
  it.each([...plists, 'tools/packaging/entitlements.plist'])('plistutil accepts %s', (name) => {
    const args = ['-i', path.join(project, name), '-f', 'bin', '-o', '/dev/null'];
    expect(complaint('plistutil', 'libplist-utils', args)).toBe('');
  });
});
