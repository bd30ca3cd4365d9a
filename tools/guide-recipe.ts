// Reads configuration out of the administrator's guide, so that a broker of a test or the demo starts with the very text that administrators
// are told to use, and a wrong one fails here.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The block under the line that names `file` in the guide's page on brokers. */
export function guideRecipe(file: string, language: 'de' | 'en' = 'en'): string {
  const page = readFileSync(resolve(import.meta.dirname, `../docs/admin/${language}/brokers.md`), 'utf8');
  const block = blocks(page).find(({ name }) => name === file);
  if (block === undefined) throw new Error(`the guide (${language}) has no block for ${file}`);
  return block.text;
}

/** All blocks of a page with the file they belong to: a line that ends in its name, then a fence. */
function blocks(page: string): readonly { readonly name: string; readonly text: string }[] {
  const found = page.matchAll(/`([^`\n]+)`:\n\n```[a-z]*\n(.*?)^```$/gms);
  return [...found].map(([, name = '', text = '']) => ({ name, text }));
}
