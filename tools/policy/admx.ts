// Administrative template for Windows: Siegel.admx, which registry value a policy is,
// and the ids its texts have (adml.ts). No parent namespace, so that the file stands
// alone in Intune too. Numbers are QWORDs and lists MULTI_SZ: what the reader takes.
import { policyCategories, type Policy } from '../../src/core/policy/policy.ts';
import type { PolicyEntry } from './entry.ts';
import { hasBlocks } from './facts.ts';
import { el, xmlFile, type XmlElement } from './xml.ts';

/** Where managed values lie, under HKEY_LOCAL_MACHINE or HKEY_CURRENT_USER. */
export const REGISTRY_KEY = 'Software\\Policies\\Siegel';
/** Where recommended values lie. */
export const RECOMMENDED_KEY = `${REGISTRY_KEY}\\Recommended`;
/** Group Policy takes `major.minor` with no leading zeros, and nothing else. */
export const TEMPLATE_REVISION = '1.0';

/** The id of a version's "supported on" text: ids are `[A-Za-z0-9_]+`, so no dots. */
export const sinceId = (version: string): string => `Since_${version.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
/** The id of the text of one choice. */
export const choiceId = (name: string, value: string): string => `${name}_${value.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
/** The id of a category; those of recommended values are apart. */
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
      // Whether maxLength means a line or all of them is written
      // nowhere: it is set so that neither refuses an allowed value.
      const bounds = {
        maxLength: String(policy.maxItems * policy.itemMaxLength),
        maxStrings: hasBlocks(policy) ? '0' : String(policy.maxItems), // 0: as many lines as the blocks have
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
