// Writes what is above U+00FF in the code of a bundle as escapes. The engine keeps the
// text of a file in memory as long as the program runs, with one byte a character, or
// with two where a single one of them needs it. A plugin for electron.vite.config.ts.
import type { Plugin } from 'vite';

/**
 * `code` with escapes: good in strings, templates and regular expressions, and
 * without meaning in comments. Where the source itself escapes such a character, or
 * has one in a raw template, an escape would mean something else: that is an error.
 */
export function inOneByte(code: string): string {
  const found = /\\[\u0100-\uffff]|String\.raw`[^`]*[\u0100-\uffff]/.exec(code)?.[0];
  if (found !== undefined) throw new Error(`cannot be written in one byte a character: ${found}`);
  return code.replaceAll(/[\u0100-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Does so for every file of code of a bundle, once it is complete. */
export function oneByte(): Plugin {
  return {
    name: 'one-byte',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = inOneByte(file.code);
    },
  };
}
