// The guide's chapter on policies in Markdown: chapter-text.ts around one section per policy of the table.
import type { Language } from '../../src/contract/view.ts';
import { policyCategories, type Policy, type PolicyValue } from '../../src/core/policy/policy.ts';
import { chapterText, type ChapterText } from './chapter-text.ts';
import type { PolicyEntry } from './entry.ts';
import { boundsWord, defaultWord } from './facts.ts';
import { policyWords } from './words.ts';

/** How several layers are merged into one value, as a key of the chapter's texts. */
export function mergeRule(policy: Policy): keyof ChapterText['merge'] {
  switch (policy.type) {
    case 'boolean':
      return policy.tighter === undefined ? 'higher' : policy.tighter ? 'true' : 'false';
    case 'number':
    case 'list':
      return policy.tighter ?? 'higher';
    case 'enum':
      return policy.isOrdered === true ? 'ordered' : 'higher';
    default:
      return 'higher';
  }
}

const code = (text: string): string => `\`${text}\``;
/** Escapes the characters that mean something in Markdown. */
const plain = (text: string): string => text.replaceAll(/[\\`*_<>|]/g, String.raw`\$&`);

/** Prose in lines of at most 120 columns; code is not broken. */
function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.match(/(?:`[^`]*`|\S)+/gu) ?? []) {
    const line = lines.at(-1) ?? '';
    if (line === '' || line.length + 1 + word.length > 120) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.slice(1).join('\n');
}

function valueWord(policy: Policy, value: PolicyValue, language: Language): string {
  const words = policyWords[language];
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return String(value);
  const texts = typeof value === 'string' ? [value] : value;
  if (texts.length === 0 || texts[0] === '') return words.empty;
  if (policy.type === 'list' && policy.form === 'peers' && texts[0] === '*') return `${code('*')} (${words.everyOne})`;
  if (texts[0]?.startsWith('-----BEGIN') === true) return words.emptyBlock;
  return texts.map(code).join(', ');
}

function section({ name, policy, text: said }: PolicyEntry, language: Language): string {
  const [words, text, { title, help, values }] = [policyWords[language], chapterText[language], said[language]];
  const bounds = boundsWord(policy, language);
  const row = [
    words.types[policy.type],
    defaultWord(policy, language) === '' ? words.empty : valueWord(policy, policy.default, language),
    words.scope[policy.scope],
    policy.since,
    text.merge[mergeRule(policy)],
  ];
  const choices =
    policy.type === 'enum' ? policy.values.map((value) => `${code(value)} ${plain(values?.[value] ?? '')}`) : [];
  return [
    `#### ${name}`,
    wrapped(`**${plain(title)}.** ${plain(help)}${policy.isSecret === true ? ` ${words.secret}` : ''}`),
    [text.head, text.head.map(() => '---'), row].map((cells) => `| ${cells.join(' | ')} |`).join('\n'),
    wrapped(
      [
        ...(choices.length > 0
          ? [`${text.choices}: ${choices.join('; ')}.`]
          : bounds === ''
            ? []
            : [`${text.bounds}: ${plain(bounds)}.`]),
        `${text.strict}: ${valueWord(policy, policy.strict, language)}.`,
      ].join(' '),
    ),
  ].join('\n\n');
}

/** The text of docs/admin/<language>/policies.md. */
export function chapter(entries: readonly PolicyEntry[], language: Language): string {
  const text = chapterText[language];
  const groups = policyCategories
    .map((category) => entries.filter(({ policy }) => policy.category === category))
    .filter((group) => group.length > 0)
    .map((group) => {
      const [first] = group;
      const title = first === undefined ? '' : policyWords[language].categories[first.policy.category];
      return [`### ${title}`, ...group.map((entry) => section(entry, language))].join('\n\n');
    });
  return `${[
    '<!-- Made by npm run policy:files; changes here are lost. -->',
    `# ${text.title}`,
    text.before,
    `## ${text.list}`,
    wrapped(text.listNote),
    ...groups,
  ].join('\n\n')}\n`;
}
