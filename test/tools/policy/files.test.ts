// The files in the repository are those of the table, and the programs that read such files accept them.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyNames } from '../../../src/core/policy/table.ts';
import { policyFiles } from '../../../tools/policy/files.ts';

const project = path.resolve(import.meta.dirname, '..', '..', '..');
const files = [...policyFiles()];

/**
 * A checker's complaint about a file, `''` if there is none. Throws if the checker is not installed, and names its
 * package.
 */
function complaint(program: string, debianPackage: string, args: readonly string[]): string {
  const checked = spawnSync(program, args, { encoding: 'utf8' });
  if (checked.error !== undefined)
    throw new Error(`${program} does not run: ${debianPackage} has it (node tools/system.ts)`);
  return checked.status === 0 ? '' : `${program} ends with ${String(checked.status)}: ${checked.stderr}`;
}

describe('files made from the table of policies', () => {
  it.each(files)('%s in the repository equals what the table generates', (name, text) => {
    const file = path.join(project, name);
    expect(existsSync(file), `${name}: run npm run policy:files`).toBe(true);
    expect(readFileSync(file, 'utf8'), `${name}: run npm run policy:files`).toBe(text);
  });

  it('resources/policy has no file that the table no longer generates', () => {
    const lying = readdirSync(path.join(project, 'resources/policy'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(project, path.join(entry.parentPath, entry.name)));
    const made = files.map(([name]) => name).filter((name) => name.startsWith('resources/'));
    expect(lying.toSorted()).toEqual(made.toSorted());
  });

  it.each(files.filter(([name]) => !name.includes('/linux/')))('%s names every policy', (_name, text) => {
    expect(policyNames.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
  });

  it.each(files.filter(([name]) => /\.adm[xl]$/.test(name)))('xmllint accepts %s', (name) => {
    expect(complaint('xmllint', 'libxml2-utils', ['--noout', '--nonet', path.join(project, name)])).toBe('');
  });

  it.each(files.filter(([name]) => name.includes('/macos/')))('plistutil accepts %s', (name) => {
    const args = ['-i', path.join(project, name), '-f', 'bin', '-o', '/dev/null'];
    expect(complaint('plistutil', 'libplist-utils', args)).toBe('');
  });
});
