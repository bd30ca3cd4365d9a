// What the generated files say about a policy besides its title: help, secrecy, bounds, form and default, as text.
import type { Language } from '../../src/contract/view.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { PolicyEntry } from './entry.ts';
import { policyWords } from './words.ts';

/** The value that applies if nobody sets one, in readable form; `''` for an empty text or list. */
export function defaultWord(policy: Policy, language: Language): string {
  const words = policyWords[language];
  if (policy.type === 'boolean') return policy.default ? words.yes : words.no;
  if (policy.type === 'number') return String(policy.default);
  return policy.type === 'list' ? policy.default.join(', ') : policy.default;
}

/** The limits of a value; `''` if the type says it all. */
export function boundsWord(policy: Policy, language: Language): string {
  const words = policyWords[language];
  switch (policy.type) {
    case 'boolean':
      return '';
    case 'number':
      return words.range(policy.min, policy.max, words.units[policy.unit]);
    case 'string':
      return `${words.forms[policy.form]}; ${words.upTo(policy.maxLength)}`;
    case 'enum':
      return policy.values.join(', ');
    default:
      return `${words.forms[policy.form]}; ${words.items(policy.maxItems, policy.itemMaxLength)}`;
  }
}

/** Whether an item of a list spans lines (PEM), so that lines alone do not separate items. */
export function hasBlocks(policy: Policy): boolean {
  return policy.type === 'list' && (policy.form === 'certificate' || policy.form === 'revocation-list');
}

/** Meaning, secrecy, bounds and default of a policy in one text of several lines. */
export function helpText({ policy, text }: PolicyEntry, language: Language): string {
  const words = policyWords[language];
  const bounds = boundsWord(policy, language);
  return [
    text[language].help,
    ...(policy.isSecret === true ? [words.secret] : []),
    [
      ...(bounds === '' ? [] : [`${words.types[policy.type]}: ${bounds}.`]),
      `${words.default}: ${defaultWord(policy, language) || words.empty}.`,
    ].join(' '),
  ].join('\n\n');
}
