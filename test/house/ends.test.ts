// The page of ends is true: each end reason of the closed list has its section, in order, with the exact text that the
// program shows.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { EndReason } from '../../src/contract/failure.ts';
import { deReason } from '../../src/text/page/de-reason.ts';
import { enReason } from '../../src/text/page/en-reason.ts';

const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/ends.md'), 'utf8');
const rows = text
  .split(/^## /mu)
  .slice(1)
  .map((section) => section.replaceAll(/\s+/gu, ' '))
  .map(
    (section) => /^`([\w-]+)` Read by: (.+?) - German: (.+?) - English: (.+?) ?$/u.exec(section)?.slice(1) ?? [section],
  );
const ends = EndReason.options.flatMap((reason) =>
  reason === 'hung-up' ? (['hung-up', 'given-up'] as const) : [reason],
);
const words = ({ title, why, next }: Readonly<Record<'title' | 'why' | 'next', string>>): string =>
  `**${title}.** ${why} _${next}_`;

test('the page of ends names every end, and nothing else', () => {
  expect(rows.map(([end]) => end)).toEqual(ends);
});

test.each(ends)('the page of ends explains “%s” in the German and English texts of the program', (end) => {
  const [, , german, english] = rows.find(([name]) => name === end) ?? [];
  expect(german).toBe(words(deReason[end]));
  expect(english).toBe(words(enReason[end]));
});
