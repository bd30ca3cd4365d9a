// A short part of the page that only one file uses belongs in that file, so that a reader of a screen finds its parts
// there. Two kinds of parts are exempt: one with a test of its own, which is a second importer, and one that would make
// its importer exceed the limit of lines.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const SHORT = 40; // lines: a shorter part belongs in its only importer
const LIMIT = 300; // lines of a file (max-lines of oxlint.config.ts)
const PARTS = /^src\/renderer\/(?:ui|call)\/.+\.tsx?$/u;
const IMPORT = /\b(?:from|import)\s*\(?\s*'(\.[^']+)'/gu;

/** Counts like `wc -l`. */
const linesOf = (text: string): number => text.split('\n').length - 1;

/**
 * The parts in `files` (path → text, of sources and tests) that must move into their only importer: each as `part →
 * importer`.
 */
function misplacedParts(files: ReadonlyMap<string, string>): readonly string[] {
  const importers = new Map<string, Set<string>>();
  for (const [file, text] of files) {
    for (const [, target = ''] of text.matchAll(IMPORT)) {
      const part = path.join(path.dirname(file), target);
      importers.set(part, (importers.get(part) ?? new Set()).add(file));
    }
  }
  return [...files].flatMap(([part, text]) => {
    const [importer, ...others] = importers.get(part) ?? [];
    if (!PARTS.test(part) || importer === undefined || others.length > 0 || linesOf(text) >= SHORT) return [];
    const together = linesOf(text) + linesOf(files.get(importer) ?? '');
    return together > LIMIT ? [] : [`${part} → ${importer}`];
  });
}

test('a part of the page with one importer and fewer than 40 lines is in that importer, unless together they exceed 300 lines', () => {
  const names = globSync(['src/renderer/**/*.{ts,tsx}', 'test/**/*.{ts,tsx}'], { cwd: root });
  const files = new Map(names.map((name) => [name, readFileSync(path.join(root, name), 'utf8')]));
  expect([...files.keys()].filter((name) => PARTS.test(name)).length).toBeGreaterThan(100);
  expect(misplacedParts(files)).toEqual([]);
});

const ui = 'src/renderer/ui/main';
const lines = (count: number, first = ''): string => `${first}${'\n'.repeat(count)}`;
const using = (part: string): string => `import { Part } from '${part}';`;

test.each([
  ['has 39 lines and one importer must move', 39, { [`${ui}/Screen.tsx`]: lines(261, using('./Part.tsx')) }, true],
  [
    'is loaded on demand by one importer must move',
    39,
    { [`${ui}/Screen.tsx`]: lines(9, "await import('./Part.tsx')") },
    true,
  ],
  ['has 40 lines may stay', 40, { [`${ui}/Screen.tsx`]: lines(9, using('./Part.tsx')) }, false],
  [
    'would make its importer longer than 300 lines may stay',
    39,
    { [`${ui}/Screen.tsx`]: lines(262, using('./Part.tsx')) },
    false,
  ],
  [
    'has two importers may stay',
    39,
    { [`${ui}/Screen.tsx`]: using('./Part.tsx'), 'src/renderer/ui/card/Card.tsx': using('../main/Part.tsx') },
    false,
  ],
  [
    'has a test of its own may stay',
    39,
    { [`${ui}/Screen.tsx`]: using('./Part.tsx'), 'test/renderer/ui/part.test.ts': using(`../../../${ui}/Part.tsx`) },
    false,
  ],
])('by the rule on small parts, a part that %s', (_of, length, others, isMisplaced) => {
  const files = new Map<string, string>([[`${ui}/Part.tsx`, lines(length)], ...Object.entries(others)]);
  expect(misplacedParts(files)).toEqual(isMisplaced ? [`${ui}/Part.tsx → ${ui}/Screen.tsx`] : []);
});
