// Compares the glossary with the program: the German words that it gives are in the program's texts, and its terms are
// in alphabetical order. docs.test.ts checks that the files it names exist.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { desktopTexts } from '../../src/text/desktop.ts';
import { de } from '../../src/text/page/de.ts';
import { policyTexts } from '../../src/text/policy/policies.ts';

const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/glossary.md'), 'utf8');
const [, terms = ''] = /^## Terms$(.*?)^## /msu.exec(text) ?? [];
const entries = terms
  .split(/^- (?=\*\*)/mu)
  .slice(1)
  .map(
    (entry) => /^\*\*([^*]+)\*\* \((not on the screen|_[^)]+_)\): \S/u.exec(entry.replaceAll(/\s+/gu, ' ')) ?? [entry],
  );

test('each term of the glossary has a German word or a note that it is not on the screen', () => {
  expect(entries.length).toBeGreaterThan(60);
  expect(entries.filter(([, term]) => term === undefined).map(([entry]) => entry)).toEqual([]);
});

test('the terms of the glossary are in alphabetical order', () => {
  const names = entries.map(([, term = '']) => term.toLowerCase());
  expect(names).toEqual(names.toSorted());
});

test('the German words of the glossary are those that the program shows', () => {
  const shown = JSON.stringify([de, desktopTexts.de, Object.values(policyTexts).map((each) => each.de)]).toLowerCase();
  const words = entries.flatMap(([, , german = '']) =>
    [...german.matchAll(/_([^_]+)_/gu)].map(([, word = '']) => word),
  );
  expect(words.filter((word) => !shown.includes(word.toLowerCase()))).toEqual([]);
});
