// Texts of the administrative template for Windows in one language: Siegel.adml. The ids are those of admx.ts.
import type { Language } from '../../src/contract/view.ts';
import { policyCategories } from '../../src/core/policy/policy.ts';
import { choiceId, sinceId, TEMPLATE_REVISION } from './admx.ts';
import type { PolicyEntry } from './entry.ts';
import { hasBlocks, helpText } from './facts.ts';
import { policyWords } from './words.ts';
import { el, xmlFile, type XmlElement } from './xml.ts';

/** The folders in which Windows looks for a language's texts. */
export const admlFolders: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-US' };

function strings(entries: readonly PolicyEntry[], language: Language): readonly XmlElement[] {
  const words = policyWords[language];
  const table = new Map<string, string>([
    ['Siegel', 'Siegel'],
    ['Recommended', words.recommended],
    ['Recommended_Help', words.recommendedHelp],
  ]);
  const add = (id: string, text: string): void => {
    const earlier = table.get(id);
    if (earlier !== undefined && earlier !== text) throw new Error(`two texts for one id: ${id}`);
    table.set(id, text);
  };
  for (const category of policyCategories) {
    if (entries.some(({ policy }) => policy.category === category))
      add(`Category_${category}`, words.categories[category]);
  }
  for (const entry of entries) {
    const { name, policy } = entry;
    const { title, values } = entry.text[language];
    add(sinceId(policy.since), words.since(policy.since));
    add(name, title);
    add(`${name}_Help`, helpText(entry, language));
    if (policy.type !== 'enum') continue;
    for (const value of policy.values) add(choiceId(name, value), values?.[value] ?? value);
  }
  return [...table].map(([id, text]) => el('string', { id }, text));
}

function control({ name, policy, text }: PolicyEntry, language: Language): readonly XmlElement[] {
  const words = policyWords[language];
  const label = text[language].title;
  switch (policy.type) {
    case 'boolean':
      return [];
    case 'number': {
      const spin = { refId: name, defaultValue: String(policy.default), spin: 'true', spinStep: '1' };
      return [el('longDecimalTextBox', spin, `${label} (${words.units[policy.unit]})`)];
    }
    case 'string':
      return [
        el(
          'textBox',
          { refId: name },
          el('label', {}, label),
          ...(policy.default === '' ? [] : [el('defaultValue', {}, policy.default)]),
        ),
      ];
    case 'enum': {
      const chosen = String(policy.values.indexOf(policy.default));
      return [el('dropdownList', { refId: name, noSort: 'true', defaultItem: chosen }, label)];
    }
    default:
      return [
        el('text', {}, `${label}. ${hasBlocks(policy) ? words.pemLines : words.onePerLine}`),
        el('multiTextBox', { refId: name, defaultHeight: '8' }),
      ];
  }
}

/** The text of Siegel.adml in `language`. */
export function adml(entries: readonly PolicyEntry[], language: Language): string {
  const presentations = entries
    .filter(({ policy }) => policy.type !== 'boolean')
    .map((entry) => el('presentation', { id: entry.name }, ...control(entry, language)));
  return xmlFile(
    el(
      'policyDefinitionResources',
      {
        'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        xmlns: 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions',
        revision: TEMPLATE_REVISION,
        schemaVersion: '1.0',
      },
      el('displayName', {}, 'Siegel'),
      el('description', {}, policyWords[language].about),
      el(
        'resources',
        {},
        el('stringTable', {}, ...strings(entries, language)),
        el('presentationTable', {}, ...presentations),
      ),
    ),
    { comment: 'Made from the table in src/core/policy by npm run policy:files. Changes here are lost.' },
  );
}
