// The texts that people read are in src/text (docs/decisions/0072). This test finds a German text elsewhere if it has
// an umlaut or ß, or is marked as the German one of several. It cannot find a German text with neither.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

const isText = (node: ts.Node): node is ts.LiteralLikeNode =>
  ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node);
const isGerman = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node.parent) && node.parent.name.getText() === 'de' && node.parent.initializer === node;

const mayBeIn = (source: string): boolean => /[äöüß]|\\[ux]/iu.test(source) || /\bde\b/u.test(source);

/** The German texts of a source, without comments and regular expressions. */
function germanIn(source: string, name = 'a.tsx'): readonly string[] {
  if (!mayBeIn(source)) return []; // like most sources, and parsing one takes time
  const read = (node: ts.Node, inGerman: boolean): readonly string[] => {
    const isIn = inGerman || isGerman(node);
    if (isText(node) && (isIn || /[äöüß]/iu.test(node.text))) return [node.text];
    const parts: ts.Node[] = [];
    node.forEachChild((part) => void parts.push(part));
    return parts.flatMap((part) => read(part, isIn));
  };
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.ESNext, true);
  return file.statements.flatMap((statement) => read(statement, false));
}

test.each([
  ["const a = 'Gerät';", ['Gerät']],
  ['const a = `${b} übergeben`;', [' übergeben']],
  ["const a = { 'Schlüssel': 1 };", ['Schlüssel']],
  ['const A = () => <p>Schließen</p>;', ['Schließen']],
  ["const a = { de: 'Ja', en: 'Yes' };", ['Ja']],
  ["const a = { de: { title: () => 'Ja' }, en: { title: () => 'Yes' } };", ['Ja']],
])('the rule on German texts reports a German text in: %s', (source, german) => {
  expect(germanIn(source)).toEqual(german);
});

test.each([
  '// ein Gerät',
  'const a = /[ß]/u;',
  'const a = { de: v.string(), en: v.string() };',
  "const a = ['de', 'en'];",
])('the rule on German texts reports no text in: %s', (source) => {
  expect(germanIn(source)).toEqual([]);
});

test('no text with an umlaut or ß, or marked as German, is outside src/text', () => {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !file.startsWith(path.join('src', 'text')),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) =>
    germanIn(readFileSync(path.join(root, file), 'utf8'), file).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});
