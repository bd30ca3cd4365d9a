// `node tools/look-alikes.ts`: writes src/core/keys/look-alikes.ts, the letters of scripts other than Latin that look
// like one ASCII character. It uses the data file of Unicode UTS 39 (confusables.txt, section 4) from the npm package
// `unhomoglyph`. A test generates the file again and compares, so that it notices if a newer package or engine differs.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import prototypes from 'unhomoglyph/data.json' with { type: 'json' };
import { isAddressLetter } from '../src/core/keys/address-letters.ts';

/** The path of the file from the project's folder. */
export const LOOK_ALIKES_FILE = 'src/core/keys/look-alikes.ts';
const UNICODE = '13.0.0'; // of unhomoglyph 1.0.6, by its change log
const PER_LINE = 12;
/**
 * The data file lists г for r and б for 6, but in upright type they do not look alike. If they counted, Егор could not
 * be a name.
 */
const DISTINCT = new Set(['г', 'б']);
/**
 * Drawn like -, + and l. The data file gives these three no ASCII prototype, but between digits, which occur with every
 * script, people read them as ASCII.
 */
const ADDED = ['一', '十', '丨'];

function lookAlikes(): readonly string[] {
  return Object.entries(prototypes)
    .filter(([from, to]) => /^.$/su.test(from) && /^[!-~]$/.test(to) && isAddressLetter(from))
    .filter(([from]) => !/[\0-\x7f\p{Script=Latin}]/u.test(from) && from.toLowerCase() === from && !DISTINCT.has(from))
    .map(([from]) => from)
    .concat(ADDED)
    .toSorted((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
}

const escaped = (letter: string): string => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`;

/** The text of the file. */
export function lookAlikesText(): string {
  const letters = lookAlikes();
  const lines = Array.from({ length: Math.ceil(letters.length / PER_LINE) }, (_, line) => {
    const part = letters.slice(line * PER_LINE, (line + 1) * PER_LINE);
    return `    '${part.map(escaped).join('')}', // ${part.join(' ')}`;
  });
  return `// Made by tools/look-alikes.ts from confusables.txt of Unicode ${UNICODE} (UTS 39 §4); not to be changed by hand.
// Copyright © Unicode, Inc., under the Unicode licence (unicode.org/license.txt).

/**
 * Letters of scripts other than Latin that an address may have and that look like one ASCII character. These are the
 * letters whose prototype in confusables.txt is one ASCII character, without г and б, and with ${ADDED.join(' ')}.
 */
export const LOOK_ALIKES: ReadonlySet<string> = new Set(
  [
${lines.join('\n')}
  ].flatMap((line) => Array.from(line)),
);
`;
}

if (import.meta.main) writeFileSync(path.join(import.meta.dirname, '..', LOOK_ALIKES_FILE), lookAlikesText());
