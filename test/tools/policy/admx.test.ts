// Mistakes in ADMX and ADML that other programs have made: Group Policy and Intune refuse a file with any of these
// mistakes, sometimes without a message. The test searches the templates made from the table, which are the shipped
// files (files.test.ts), and those made from a table planted to provoke the mistakes.
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { adml } from '../../../tools/policy/adml.ts';
import { admx, REGISTRY_KEY, RECOMMENDED_KEY } from '../../../tools/policy/admx.ts';
import { policyEntries, type PolicyEntry } from '../../../tools/policy/entry.ts';
import { all, readXml, type Element } from './read-xml.ts';

const languages = ['de', 'en'] as const;
const common = {
  category: 'program',
  scope: 'both',
  since: '10.04',
} as const;
const said = {
  de: { title: 'Titel <plugin> & "Zitat"', help: 'Hilfe </string> & mehr -- <x>' },
  en: { title: 'Title <plugin> & "quote"', help: 'Help </string> & more -- <x>' },
} as const;
const saidOfChoice = (values: Readonly<Record<string, string>>): PolicyEntry['text'] => ({
  de: { ...said.de, values },
  en: { ...said.en, values },
});
/** Texts with markup, a version with dots, choices with dots and dashes. */
const planted: readonly PolicyEntry[] = [
  {
    name: 'Text',
    policy: { ...common, type: 'string', maxLength: 9, form: 'text', default: '', strict: '' },
    text: said,
  },
  {
    name: 'Choice',
    policy: {
      ...common,
      type: 'enum',
      values: ['a.b', 'c-d'],
      default: 'c-d',
      strict: 'c-d',
    } satisfies Policy,
    text: saidOfChoice({ 'a.b': '<A>', 'c-d': 'C' }),
  },
];

const sources: readonly (readonly [string, readonly PolicyEntry[]])[] = [
  ['the table', policyEntries],
  ['a planted table', planted],
];
const ids = (elements: readonly Element[], key = 'id'): readonly string[] =>
  elements.map((one) => one.attributes[key]!);
const duplicates = (names: readonly string[]): readonly string[] =>
  names.filter((name, at) => names.indexOf(name) !== at);
const references = (text: string, kind: string): readonly string[] =>
  [...text.matchAll(new RegExp(String.raw`\$\(${kind}\.([^)]*)\)`, 'g'))].map(([, id]) => id!);

describe.each(sources)('templates from %s', (_source, entries) => {
  const template = admx(entries);
  const root = readXml(template);
  const policies = all(root, 'policy');
  const texts = languages.map((language) => [language, readXml(adml(entries, language))] as const);

  it('every id in the templates consists only of letters, digits and _', () => {
    const names = [...policies, ...all(root, 'category'), ...all(root, 'definition')].map(
      (one) => one.attributes['name']!,
    );
    const elements = all(root, 'elements').flatMap(({ children }) => ids(children));
    const strings = texts.flatMap(([, text]) => [...ids(all(text, 'string')), ...ids(all(text, 'presentation'))]);
    const found = [...names, ...elements, ...strings, ...references(template, 'string')];
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter((id) => !/^[A-Za-z0-9_]+$/.test(id))).toEqual([]);
  });

  it.each(texts)('the templates contain every text and every form they refer to (%s)', (_language, text) => {
    expect(new Set(references(template, 'string'))).toEqual(new Set(ids(all(text, 'string'))));
    expect(new Set(references(template, 'presentation'))).toEqual(new Set(ids(all(text, 'presentation'))));
  });

  it('the templates have the same ids in every language', () => {
    const [first, ...others] = texts.map(([, text]) => ids([...all(text, 'string'), ...all(text, 'presentation')]));
    for (const other of others) expect(other).toEqual(first);
  });

  it.each(texts)('the templates have no string twice (%s)', (_language, text) => {
    expect(duplicates(ids(all(text, 'string')))).toEqual([]);
    expect(duplicates(ids(all(text, 'presentation')))).toEqual([]);
  });

  it('the templates have no category and no policy twice, and each lies in a category that exists', () => {
    const categories = ids(all(root, 'category'), 'name');
    expect(duplicates(categories)).toEqual([]);
    expect(duplicates(ids(policies, 'name'))).toEqual([]);
    const parents = [...policies, ...all(root, 'category')].flatMap((one) => ids(all(one, 'parentCategory'), 'ref'));
    expect(parents.filter((parent) => !categories.includes(parent))).toEqual([]);
    const versions = ids(all(root, 'definition'), 'name');
    expect(
      policies.flatMap((one) => ids(all(one, 'supportedOn'), 'ref')).filter((ref) => !versions.includes(ref)),
    ).toEqual([]);
  });

  it.each(texts)(
    'the templates have a control for every element, and none for anything else (%s)',
    (_language, text) => {
      for (const policy of policies) {
        const wanted = all(policy, 'elements').flatMap(({ children }) => ids(children));
        const form = /^\$\(presentation\.(.+)\)$/.exec(policy.attributes['presentation'] ?? '')?.[1];
        const controls = all(text, 'presentation').find(({ attributes }) => attributes['id'] === form)?.children ?? [];
        const refs = controls.flatMap(({ attributes }) => attributes['refId'] ?? []);
        expect(refs, policy.attributes['name']).toEqual(wanted);
      }
    },
  );

  it('the templates write their revision as Group Policy expects: major.minor, no leading zeros', () => {
    const revisions = [root, ...texts.map(([, text]) => text)].map((one) => one.attributes['revision']!);
    const required = ids(all(root, 'resources'), 'minRequiredRevision');
    for (const revision of [...revisions, ...required]) expect(revision).toMatch(/^(0|[1-9]\d*)\.(0|[1-9]\d*)$/);
    expect(new Set([...revisions, ...required]).size).toBe(1);
  });

  it('the templates put each value under the managed or the recommended key, named like its policy', () => {
    for (const policy of policies) {
      const { name, key } = policy.attributes;
      const isRecommended = name!.endsWith('_Recommended');
      expect(key, name).toBe(isRecommended ? RECOMMENDED_KEY : REGISTRY_KEY);
      const elements = all(policy, 'elements').flatMap(({ children }) => ids(children, 'valueName'));
      expect(elements.length === 0 ? [policy.attributes['valueName']] : elements, name).toEqual([
        name!.replace('_Recommended', ''),
      ]);
    }
  });
});

/** What the template says about a boolean value. `settingOf` reads other values; `wanted` is what the table demands. */
const flagOf = (policy: Element): unknown => all(policy, 'decimal').map(({ attributes }) => attributes['value']);
function settingOf({ name, attributes, ...element }: Element): unknown {
  const { minValue, maxValue, maxLength, maxStrings } = attributes;
  const items = all({ name, attributes, ...element }, 'string').map(({ text }) => text);
  return { name, minValue, maxValue, maxLength, maxStrings, items };
}
function wanted(policy: Policy): unknown {
  switch (policy.type) {
    case 'boolean':
      return ['1', '0'];
    case 'number':
      return { name: 'longDecimal', minValue: String(policy.min), maxValue: String(policy.max), items: [] };
    case 'string':
      return { name: 'text', maxLength: String(policy.maxLength), items: [] };
    case 'enum':
      return { name: 'enum', items: policy.values };
    default: {
      // A certificate or revocation list has many lines, so the number of lines is not limited.
      const isPem = policy.form === 'certificate' || policy.form === 'revocation-list';
      const maxLength = String(policy.maxItems * policy.itemMaxLength);
      return { name: 'multiText', maxLength, maxStrings: isPem ? '0' : String(policy.maxItems), items: [] };
    }
  }
}

describe('the template compared with the table', () => {
  const root = readXml(admx(policyEntries));
  const policyOf = (name: string): Element =>
    all(root, 'policy').find(({ attributes }) => attributes['name'] === name)!;

  it.each(policyEntries)(
    'the template has $name twice, managed and recommended, with the type, bounds and scope of the table',
    ({ name, policy }) => {
      for (const one of [policyOf(name), policyOf(`${name}_Recommended`)]) {
        expect(one.attributes['class']).toBe(policy.scope === 'machine' ? 'Machine' : 'Both');
        const [element] = all(one, 'elements').flatMap(({ children }) => children);
        expect(element === undefined ? flagOf(one) : settingOf(element), one.attributes['name']).toEqual(
          wanted(policy),
        );
      }
    },
  );

  it('the template writes no number as a DWORD, because Siegel reads numbers only from a QWORD', () => {
    expect(all(root, 'elements').flatMap((one) => all(one, 'decimal'))).toEqual([]);
    expect(all(root, 'longDecimal').length).toBeGreaterThan(0);
  });

  it('the template demands a value for an enabled policy, since an empty value would bring the default into force', () => {
    const elements = all(root, 'elements').flatMap(({ children }) => children);
    expect(elements.filter(({ attributes }) => attributes['required'] !== 'true')).toEqual([]);
  });

  it('the help for the TURN password says that Siegel never shows it and that it can still be read in the system’s store', () => {
    for (const language of languages) {
      const strings = all(readXml(adml(policyEntries, language)), 'string');
      const help = strings.find(({ attributes }) => attributes['id'] === 'TurnPassword_Help')!.text;
      expect(help).toMatch(/Siegel never shows this value|Siegel zeigt diesen Wert nie/);
      expect(help).toMatch(/can still read it in the system’s store|kann ihn trotzdem in der Ablage des Systems lesen/);
    }
  });
});

describe('texts with markup in a template', () => {
  it.each(languages)('a text with markup arrives as it was written (%s)', (language) => {
    const text = adml(planted, language);
    expect(text).not.toContain('<plugin>');
    const strings = new Map(all(readXml(text), 'string').map((one) => [one.attributes['id'], one.text]));
    expect(strings.get('Text')).toBe(said[language].title);
    expect(strings.get('Text_Help')).toContain(said[language].help);
  });

  it('two different texts under one id are refused', () => {
    const [choice] = planted.slice(1);
    const policy = { ...choice!.policy, values: ['a.b', 'a_b'] } as Policy;
    const text = saidOfChoice({ 'a.b': 'one', a_b: 'two' });
    expect(() => adml([{ name: 'Choice', policy, text }], 'de')).toThrow('two texts for one id');
  });
});
