// The documents are also read as source, in terminals and in diffs: prose is wrapped, and no table is padded to its
// longest cell. The formatter does not touch Markdown, since no setting of it both wraps prose and leaves tables
// unpadded.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const COLUMNS = 120;
const PHRASE = 100;
const documents = globSync('{*.md,docs/**/*.md,test/vectors/*.md}', { cwd: root });

/** The lines of a document outside its code blocks, each with its location. */
function linesOf(file: string): readonly { readonly place: string; readonly line: string }[] {
  let isCode = false;
  return readFileSync(path.join(root, file), 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      const isFence = line.trimStart().startsWith('```');
      if (isFence) isCode = !isCode;
      return isCode || isFence ? [] : [{ place: `${file}:${String(index + 1)}`, line }];
    });
}

const lines = documents.flatMap(linesOf);
const isTable = (line: string): boolean => line.trimStart().startsWith('|');
const isPadded = (line: string): boolean => /[^|\s] {2,}\||\| {2,}[^|\s]|-{4,}/u.test(line.trimEnd());
// A link, a picture or a name in code cannot be wrapped.
const isOneWord = (line: string): boolean => /^\s*(?:\S+|!?\[[^\]]*\]\(\S+\)\S*|`[^`]*`\S*)$/u.test(line);

describe('the source of the documents', () => {
  test('the prose of the documents has at most 120 columns', () => {
    const long = lines.filter(({ line }) => line.length > COLUMNS && !isTable(line) && !isOneWord(line));
    expect(long.map(({ place }) => place)).toEqual([]);
  });

  test('no table outside docs/decisions has a paragraph in a cell', () => {
    // Decisions are records, so their tables of measurements are left unchanged.
    const tables = lines.filter(
      ({ place, line }) => isTable(line) && !place.startsWith(path.join('docs', 'decisions')),
    );
    const wide = tables.filter(({ line }) => line.split(/(?<!\\)\|/u).some((cell) => cell.trim().length > PHRASE));
    expect(
      wide.map(({ place }) => place),
      'Make it a list, or a section per row.',
    ).toEqual([]);
  });

  test('no table of the documents is padded', () => {
    const padded = lines.filter(({ line }) => isTable(line) && isPadded(line));
    expect(padded.map(({ place }) => place)).toEqual([]);
  });
});
