// The index of decisions is complete: each page has its line, and a number without a page has its reason. No number is
// used twice.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../docs/decisions');
const pages = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/u.test(name));
const index = readFileSync(path.join(folder, 'README.md'), 'utf8');
const entries = index
  .split(/^- /mu)
  .slice(1)
  .map((entry) => entry.replaceAll(/\s+/gu, ' '));
const numberOf = (name: string): string => name.slice(0, 4);

test('every decision has a line in the index that ends with its status', () => {
  const isListed = (page: string): boolean =>
    entries.some(
      (entry) => entry.startsWith(`[${numberOf(page)}](${page}) `) && /\. (?:In force|Replaced by)\b/u.test(entry),
    );
  expect(
    pages.filter((page) => !isListed(page)),
    'Add to docs/decisions/README.md, in order: - [NNNN](NNNN-name.md) Its title. In force.',
  ).toEqual([]);
});

test('the index lists decisions in order, and none twice', () => {
  const numbers = entries.flatMap((entry) => /^\[(\d{4})\]/u.exec(entry)?.[1] ?? []);
  expect(numbers).toEqual([...new Set(numbers)].toSorted());
});

test('a number belongs to one decision, or the index says why it is free', () => {
  const used = pages.map(numberOf);
  const free = entries.flatMap((entry) => /^(\d{4}): \S/u.exec(entry)?.[1] ?? []);
  const last = Math.max(...used.map(Number));
  const all = Array.from({ length: last }, (_, at) => String(at + 1).padStart(4, '0'));
  expect(
    [...used, ...free].toSorted(),
    'Two pages have one number, or a number is missing: take the next free one, or say under “Free numbers” in ' +
      'docs/decisions/README.md why it has no page; remove the line once it gets one.',
  ).toEqual(all);
});
