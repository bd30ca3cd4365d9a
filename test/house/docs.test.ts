// Compares the documents with the tree: the files, scripts, switches, policies and links that they name exist. German
// documents and texts of the program avoid some wrong words for a verified person, for who confirms a person, and for
// the security record. The administrators' guide has a command about a person who has left the organisation; it
// computes the right tag of that person's address (protocol §3.2).
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { userTag } from '../../src/core/keys/address.ts';
import { policyNames } from '../../src/core/policy/table.ts';
import { de } from '../../src/text/page/de.ts';
import { policyTexts } from '../../src/text/policy/policies.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const documents = globSync(['*.md', '.github/**/*.md', 'docs/**/*.md'], { cwd: root }).toSorted();
const sources = globSync('{src,test,tools}/**/*.{ts,tsx,sh}', { cwd: root });
const all = documents.map((file) => [file, read(file)] as const);
const codeIn = (text: string): readonly string[] => [...text.matchAll(/`([^`\n]+)`/gu)].map(([, code = '']) => code);

/** Everything that `named` finds missing, each with the document that names it. */
function missing(named: (text: string, file: string) => readonly string[]): readonly string[] {
  return all.flatMap(([file, text]) => named(text, file).map((name) => `${file}: ${name}`));
}

describe('names in the documents', () => {
  test('no document names a file or folder that does not exist', () => {
    const isThere = (name: string): boolean => globSync([name, `${name}*`], { cwd: root }).length > 0;
    const gone = missing((text) =>
      codeIn(text)
        .filter((code) => /^(?:src|test|tools|docs|resources)\/[\w./*-]+$/u.test(code))
        // These two exist only next to an installed program.
        .filter((code) => !/^resources\/(?:guide\/admin|legal)$/u.test(code) && !isThere(code)),
    );
    expect(gone).toEqual([]);
  });

  test('no document names a source or test that does not exist', () => {
    const names = new Set(sources.map((file) => path.basename(file)));
    const gone = missing((text, file) =>
      // The checklist names files in full and quotes texts, and has a test of its own.
      file.endsWith('security-checklist.md')
        ? []
        : codeIn(text).filter((code) => /^[\w.-]+\.tsx?$/u.test(code) && !names.has(code)),
    );
    expect(gone).toEqual([]);
  });

  test('no link in a document is dead', () => {
    const dead = missing((text, file) =>
      [...text.matchAll(/\]\((?!https:)([^)#]+)/gu)]
        .map(([, link = '']) => link)
        .filter((link) => !existsSync(path.join(root, path.dirname(file), link))),
    );
    expect(dead).toEqual([]);
  });

  test('no document names an npm script that does not exist', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
    const gone = missing((text) =>
      [...text.matchAll(/npm run (?:-s )?([\w:-]+)/gu)]
        .map(([, name = '']) => name)
        .filter((name) => !scripts.includes(name)),
    );
    expect(gone).toEqual([]);
  });

  test('no document names an unknown switch of Siegel', () => {
    const code = sources
      .filter((file) => file.startsWith('src/main'))
      .map(read)
      .join('\n');
    const isKnown = (name: string): boolean => new RegExp(`['"](?:--)?${name}[='"]`, 'u').test(code);
    const none = missing((text, file) => {
      const inWords = [...text.matchAll(/siegel --([\w-]+)/gu)].map(([, name = '']) => name);
      const inTable = codeIn(text).flatMap((each) => /^--([a-z-]+)/u.exec(each)?.[1] ?? []);
      return [...inWords, ...(file.endsWith('command-line.md') ? inTable : [])].filter((name) => !isKnown(name));
    });
    expect(none).toEqual([]);
  });

  test('the administrator’s guide names no unknown policy', () => {
    const known = new Set<string>(policyNames);
    const notPolicies = /^(?:DEVICE|PASSWORD|SECRET|DISPLAY|ALLUSERS|ENOTFOUND)$/u;
    const none = missing((text, file) =>
      file.startsWith('docs/admin')
        ? codeIn(text).filter(
            (name) => /^[A-Z][a-z]+[A-Z]\w+$/u.test(name) && !known.has(name) && !notPolicies.test(name),
          )
        : [],
    );
    expect(none).toEqual([]);
  });
});

test.each(['de', 'en'])(
  'the guide (%s) computes the tag of a person who has left, and publishes without content to the topic of that tag',
  (language) => {
    const page = read(`docs/admin/${language}/backup-and-offboarding.md`);
    const [, command = ''] = /^ *(TAG=.*)$/mu.exec(page) ?? [];
    const tag = execFileSync('/bin/sh', ['-c', `${command}; printf %s "$TAG"`], { encoding: 'utf8' });
    expect(tag).toBe(userTag('alice@klinik.example'));
    expect(page).toMatch(/-t "sgl\/1\/dir\/\$TAG" -r -n$/mu);
  },
);

describe('German words that must not be mixed up', () => {
  const leaves = (tree: object): readonly string[] =>
    Object.values(tree).flatMap((value: unknown) => (typeof value === 'string' ? [value] : leaves(value as object)));
  const german = [
    ...leaves(de),
    ...Object.values(policyTexts).flatMap(({ de: { title, help } }) => [title, help]),
    ...all.filter(([file]) => /\/de(?:\/|\.md)/u.test(file)).map(([, text]) => text),
  ];
  const sentences = german.flatMap((text) => text.split(/(?<=[.:;|])\s/u)).map((each) => each.replaceAll(/\s+/gu, ' '));

  test('no German text calls a person “geprüft”', () => {
    const ofPeople =
      /(?:Person|Gegenstelle\w*|Identität|Anrufende\w*)[^.]*\b\w*geprüft\w*|[Gg]eprüfte\w* (?:Person|Gegenstelle)/u;
    expect(sentences.filter((each) => ofPeople.test(each))).toEqual([]);
  });

  test('no German text says that a server confirms a person, since only the organisation does', () => {
    expect(sentences.filter((each) => /Server\b[^.]*bestätig/u.test(each))).toEqual([]);
  });

  test('no German text calls the security record “Nachweis”', () => {
    expect(sentences.filter((each) => /nachweis(?!e brauchen)/iu.test(each))).toEqual([]);
  });
});
