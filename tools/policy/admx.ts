// Administrative template for Windows, Siegel.admx: which registry value holds each policy, and which ids its texts in
// adml.ts have. The template has no parent namespace, so that the file also works alone in Intune. Numbers are QWORDs
// and lists MULTI_SZ, as the reader expects.
import { policyCategories, type Policy } from '../../src/core/policy/policy.ts';
import type { PolicyEntry } from './entry.ts';
import { hasBlocks } from './facts.ts';
import { el, xmlFile, type XmlElement } from './xml.ts';

/** Where managed values are, under HKEY_LOCAL_MACHINE or HKEY_CURRENT_USER. */
export const REGISTRY_KEY = 'Software\\Policies\\Siegel';
/** Where recommended values are. */
export const RECOMMENDED_KEY = `${REGISTRY_KEY}\\Recommended`;
/** Group Policy accepts `major.minor` without leading zeros, and nothing else. */
export const TEMPLATE_REVISION = '1.0';

/** The id of a version's "supported on" text: ids are `[A-Za-z0-9_]+`, so no dots. */
export const sinceId = (version: string): string => `Since_${version.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
/** The id of the text of one choice. */
export const choiceId = (name: string, value: string): string => `${name}_${value.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
/** The id of a category; recommended values have categories of their own. */
export const categoryId = (category: string, recommended: boolean): string =>
  `${recommended ? 'Recommended' : 'Category'}_${category}`;

const string = (id: string): string => `$(string.${id})`;

function elements(name: string, policy: Policy): readonly XmlElement[] {
  const value = { id: name, valueName: name };
  switch (policy.type) {
    case 'boolean':
      return [
        el('enabledValue', {}, el('decimal', { value: '1' })),
        el('disabledValue', {}, el('decimal', { value: '0' })),
      ];
    case 'number': {
      const bounds = { minValue: String(policy.min), maxValue: String(policy.max) };
      return [el('elements', {}, el('longDecimal', { ...value, required: 'true', ...bounds }))];
    }
    case 'string':
      return [el('elements', {}, el('text', { ...value, required: 'true', maxLength: String(policy.maxLength) }))];
    case 'enum': {
      const items = policy.values.map((choice) =>
        el('item', { displayName: string(choiceId(name, choice)) }, el('value', {}, el('string', {}, choice))),
      );
      return [el('elements', {}, el('enum', { ...value, required: 'true' }, ...items))];
    }
    default: {
      // No document says whether maxLength counts one line or all of them. It is set so that no allowed value is
      // refused in either case.
      const bounds = {
        maxLength: String(policy.maxItems * policy.itemMaxLength),
        maxStrings: hasBlocks(policy) ? '0' : String(policy.maxItems), // 0: no limit, because blocks have many lines
      };
      return [el('elements', {}, el('multiText', { ...value, required: 'true', ...bounds }))];
    }
  }
}

function definition({ name, policy }: PolicyEntry, recommended: boolean): XmlElement {
  const attributes = {
    name: recommended ? `${name}_Recommended` : name,
    class: policy.scope === 'machine' ? 'Machine' : 'Both',
    displayName: string(name),
    explainText: string(`${name}_Help`),
    key: recommended ? RECOMMENDED_KEY : REGISTRY_KEY,
    ...(policy.type === 'boolean' ? { valueName: name } : { presentation: `$(presentation.${name})` }),
  };
  return el(
    'policy',
    attributes,
    el('parentCategory', { ref: categoryId(policy.category, recommended) }),
    el('supportedOn', { ref: sinceId(policy.since) }),
    ...elements(name, policy),
  );
}

function categories(entries: readonly PolicyEntry[]): readonly XmlElement[] {
  const used = policyCategories.filter((category) => entries.some(({ policy }) => policy.category === category));
  const under = (parent: string, recommended: boolean): readonly XmlElement[] =>
    used.map((category) =>
      el(
        'category',
        { name: categoryId(category, recommended), displayName: string(`Category_${category}`) },
        el('parentCategory', { ref: parent }),
      ),
    );
  return [
    el('category', { name: 'Siegel', displayName: string('Siegel') }),
    ...under('Siegel', false),
    el(
      'category',
      { name: 'Recommended', displayName: string('Recommended'), explainText: string('Recommended_Help') },
      el('parentCategory', { ref: 'Siegel' }),
    ),
    ...under('Recommended', true),
  ];
}

/** The text of Siegel.admx. */
export function admx(entries: readonly PolicyEntry[]): string {
  const versions = [...new Set(entries.map(({ policy }) => policy.since))].map((version) =>
    el('definition', { name: sinceId(version), displayName: string(sinceId(version)) }),
  );
  return xmlFile(
    el(
      'policyDefinitions',
      {
        'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        xmlns: 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions',
        revision: TEMPLATE_REVISION,
        schemaVersion: '1.0',
      },
      el('policyNamespaces', {}, el('target', { prefix: 'siegel', namespace: 'Siegel.Policies' })),
      el('resources', { minRequiredRevision: TEMPLATE_REVISION }),
      el('supportedOn', {}, el('definitions', {}, ...versions)),
      el('categories', {}, ...categories(entries)),
      el(
        'policies',
        {},
        ...entries.map((entry) => definition(entry, false)),
        ...entries.map((entry) => definition(entry, true)),
      ),
    ),
    { comment: 'Made from the table in src/core/policy by npm run policy:files. Changes here are lost.' },
  );
}
