// The link code that a new device shows and a person types on the existing device (protocol §13). It holds the device
// id, which commits to the new device's keys, and two check characters that reveal a typing mistake before anything is
// sent.
import { sha256 } from '@noble/hashes/sha2.js';
import { assert } from '../assert.ts';
import { concat, toBase32, utf8 } from '../bytes.ts';
import { isId } from '../signal/topics.ts';

const ID_CHARACTERS = 26;
const CHECK_CHARACTERS = 2;
const GROUP = /.{4}/g;
// Digits outside base32, and the letters that they are read as.
const READ_AS: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', '8': 'b' };

function checkOf(device: string): string {
  return toBase32(sha256(concat(utf8('Siegel 1 link code'), utf8(device))), CHECK_CHARACTERS);
}

/** The code of a device id: 28 upper-case characters in seven groups of four. */
export function writeLinkCode(device: string): string {
  assert(isId(device), 'a device id has 26 base32 characters');
  return (device + checkOf(device)).toUpperCase().match(GROUP)?.join(' ') ?? '';
}

/**
 * The letters of a typed code one by one: lower case, no white space or hyphens, `0`, `1` and `8` as `o`, `l` and `b`.
 */
export function* typedLetters(typed: string): Generator<string, void> {
  for (const character of typed) {
    if (/[\s-]/.test(character)) continue;
    for (const letter of character.toLowerCase()) yield READ_AS[letter] ?? letter;
  }
}

/**
 * The device id in a typed code. `unfinished`: the code is too short. `mistyped`: it is too long, has a character
 * outside base32, or its check does not match. Case, white space and hyphens are ignored; `0`, `1` and `8` count as
 * `o`, `l` and `b`.
 */
export function readLinkCode(typed: string): { readonly device: string } | 'unfinished' | 'mistyped' {
  const text = [...typedLetters(typed)].join('');
  const device = text.slice(0, ID_CHARACTERS);
  if (text.length < ID_CHARACTERS + CHECK_CHARACTERS) return 'unfinished';
  return isId(device) && text.slice(ID_CHARACTERS) === checkOf(device) ? { device } : 'mistyped';
}
