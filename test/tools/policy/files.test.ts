// The files in the repository are those that the table generates. files-accepted.test.ts checks them with other
// programs.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyNames } from '../../../src/core/policy/table.ts';
import { policyFiles } from '../../../tools/policy/files.ts';

const project = path.resolve(import.meta.dirname, '..', '..', '..');
const files = [...policyFiles()];

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
});
