// The list of complaints is true: the tests it names exist, by file and beginning of title, and it omits no tested
// complaint.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const sections = read('docs/complaints.md')
  .split(/^## /mu)
  .slice(1)
  .map((section) => [section.slice(0, section.indexOf('\n')), section] as const);
const complaints = sections.map(([complaint]) => complaint);

/** The titles of a file’s tests and groups, each without a variable part like `${name}: ` at its beginning. */
const titlesOf = (file: string): readonly string[] =>
  [...read(file).matchAll(/(?:\b(?:test|it|describe)[\w.]*|\))\(\s*(['"`])((?:\\.|(?!\1).)+)\1/gsu)].map(
    ([, , title = '']) => title.replace(/^\$\{\w+\}: /u, ''),
  );

describe('the list of complaints', () => {
  test.each(sections)('the complaint “%s” names existing tests', (_of, section) => {
    const codes = [...section.matchAll(/^ *- `([^`]+)`$/gmu)].map(([, code = '']) => code);
    const named = codes.filter((code) => !code.startsWith('test/'));
    const gone = named.filter((code) => {
      const file = codes.slice(0, codes.indexOf(code)).findLast((each) => each.startsWith('test/'));
      return file === undefined || !titlesOf(file).some((title) => title.startsWith(code));
    });
    expect(gone).toEqual([]);
    expect(named).not.toEqual([]);
  });
});

test('every complaint that is tested is on the list', () => {
  const tried = globSync('test/flows/complaints*.test.ts', { cwd: root })
    .map(read)
    .flatMap((text) => [...text.matchAll(/^describe\('(.+)', /gmu)].map(([, title = '']) => title));
  expect(tried.length).toBeGreaterThan(5);
  expect(complaints).toEqual(expect.arrayContaining(tried));
});
