// Reads configuration and commands out of the administrator's guide, so that a test or the demo runs with the very text
// that administrators are told to use. A mistake in the guide makes the test or the demo fail.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A page of the guide that contains configuration files. */
export type RecipePage = 'brokers' | 'network';

/** The block under the line that names `file`, on either page; throws if there is none. */
export function guideRecipe(file: string, language: 'de' | 'en' = 'en'): string {
  const text = { ...guideRecipes('brokers', language), ...guideRecipes('network', language) }[file];
  if (text === undefined) throw new Error(`the guide (${language}) has no block for ${file}`);
  return text;
}

/**
 * Every block of the page that is the content of a file, by the file's name. Such a block follows a line that ends in
 * the name and a colon.
 */
export function guideRecipes(page: RecipePage, language: 'de' | 'en'): Readonly<Record<string, string>> {
  const found = guidePage(page, language).matchAll(/`([^`\n]+)`:\n\n```[a-z]*\n(.*?)^```$/gms);
  return Object.fromEntries([...found].map(([, name = '', text = '']) => [name, text]));
}

/** The first shell block of the page that begins with `start`; throws if there is none. */
export function guideCommand(page: RecipePage, start: string, language: 'de' | 'en' = 'en'): string {
  const found = [...guidePage(page, language).matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text = '']) => text);
  const command = found.find((text) => text.startsWith(start));
  if (command === undefined) throw new Error(`the guide (${language}) has no command ${start}`);
  return command;
}

/** A page of the guide, whole. */
export function guidePage(page: RecipePage, language: 'de' | 'en'): string {
  return readFileSync(resolve(import.meta.dirname, `../docs/admin/${language}/${page}.md`), 'utf8');
}
