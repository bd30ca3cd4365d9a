// Writes characters above U+00FF in the code of a bundle as escapes. The engine keeps the text of a file in memory as
// long as the program runs, with one byte a character, or with two if a single character needs it. A plugin for
// electron.vite.config.ts.
import type { Plugin } from 'vite';

/**
 * `code` with escapes, which are valid in strings, templates and regular expressions, and meaningless in comments. If
 * the source itself escapes such a character, or has one in a raw template, an escape would mean something else, so
 * that is an error.
 */
export function inOneByte(code: string): string {
  const found = /\\[\u0100-\uffff]|String\.raw`[^`]*[\u0100-\uffff]/.exec(code)?.[0];
  if (found !== undefined) throw new Error(`cannot be written in one byte a character: ${found}`);
  return code.replaceAll(/[\u0100-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Writes these escapes in every code file of a bundle, once the bundle is complete. */
export function oneByte(): Plugin {
  return {
    name: 'one-byte',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = inOneByte(file.code);
    },
  };
}
