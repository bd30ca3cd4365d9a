// The recovery code (protocol §2): 160 random bits on paper, and the key made from them, which preserves a person's
// identity when all devices are lost.
// The code has to be a string, which cannot be wiped, in two places: the text that is shown once, and the text that a
// person types into a page. This file makes no other string of the whole code: its letters are bytes that are erased,
// and its bits are a Secret.
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { assert } from '../assert.ts';
import { type Bytes, equal, toBase32, utf8 } from '../bytes.ts';
import { typedLetters } from './link-code.ts';
import { Secret } from './secret.ts';

/** Bytes of a code's random bits. */
export const RECOVERY_CODE_BYTES = 20;
const LETTERS = 32;
const CHECK_LETTERS = 2;
const GROUP_LETTERS = 4;
const SEED_BYTES = 32;
const BASE32 = utf8('abcdefghijklmnopqrstuvwxyz234567');
const EMPTY = new Uint8Array(0);

// Bytes outside the engine's heap, as in Secret: the collector moves small arrays and leaves copies that cannot be
// erased.
function erasable(length: number): Bytes {
  return new Uint8Array(new ArrayBuffer(length));
}

function use<T>(code: Secret, fn: (bits: Uint8Array) => T): T {
  return code.use((bits) => {
    assert(bits.length === RECOVERY_CODE_BYTES, 'a recovery code has 20 bytes');
    return fn(bits);
  });
}

// The 32 lower-case base32 letters of the bits and the two check letters, in ASCII. The calling function must erase
// them.
function lettersOf(code: Secret): Bytes {
  const letters = erasable(LETTERS + CHECK_LETTERS);
  use(code, (bits) => {
    for (let i = 0; i < LETTERS; i++) {
      // Five bits, from bit number 5 · i on, out of the two bytes that contain them.
      const two = ((bits[(i * 5) >> 3] ?? 0) << 8) | (bits[((i * 5) >> 3) + 1] ?? 0);
      letters[i] = BASE32[(two >> (11 - ((i * 5) & 7))) & 31] ?? 0;
    }
  });
  letters.set(checkOf(letters.subarray(0, LETTERS)), LETTERS);
  return letters;
}

// The check letters: the first two of base32(SHA-256("Siegel 1 recovery code" || letters)) (protocol §2.12.1).
function checkOf(letters: Uint8Array): Bytes {
  return utf8(toBase32(sha256.create().update(utf8('Siegel 1 recovery code')).update(letters).digest(), CHECK_LETTERS));
}

/**
 * The seed of the Ed25519 key of a code (RFC 8032 §5.1.5): `HKDF-SHA512(ikm = the 20 bytes, salt "", info "Siegel 1
 * recovery seed", 32)`. The code is only borrowed.
 */
export function recoverySeed(code: Secret): Secret {
  const prk = Secret.own(use(code, (bits) => extract(sha512, bits, EMPTY)));
  const seed = prk.use((bytes) => expand(sha512, bytes, utf8('Siegel 1 recovery seed'), SEED_BYTES));
  prk.wipe();
  return Secret.own(seed);
}

/**
 * The code to show and to print: eight upper-case groups of four letters and one of two. Only this function makes a
 * string of the code: show the string once and do not keep it.
 */
export function showRecoveryCode(code: Secret): string {
  const letters = lettersOf(code);
  const shown = erasable(LETTERS + CHECK_LETTERS + LETTERS / GROUP_LETTERS).fill(0x20);
  letters.forEach((letter, index) => {
    shown[index + Math.floor(index / GROUP_LETTERS)] = letter >= 0x61 ? letter - 0x20 : letter;
  });
  const text = String.fromCharCode(...shown);
  letters.fill(0);
  shown.fill(0);
  return text;
}

/**
 * The code in a typed text. `unfinished`: it is too short. `mistyped`: it is too long, has a character outside base32,
 * or its check does not match. It is read like a link code: case, white space and hyphens are ignored; `0`, `1` and `8`
 * count as `o`, `l` and `b`.
 */
export function readRecoveryCode(typed: string): Secret | 'unfinished' | 'mistyped' {
  const { letters, count } = typedBytes(typed, LETTERS + CHECK_LETTERS);
  const bits = erasable(RECOVERY_CODE_BYTES);
  const isCode = count === letters.length && decode(letters.subarray(0, LETTERS), bits);
  const isRight = isCode && equal(letters.subarray(LETTERS), checkOf(letters.subarray(0, LETTERS)));
  letters.fill(0);
  if (isRight) return Secret.own(bits);
  bits.fill(0);
  return count < LETTERS + CHECK_LETTERS ? 'unfinished' : 'mistyped';
}

/**
 * Whether `typed`, read like a code, is the last group of `code`, which is its two check letters. A person is asked for
 * this group after the code was shown.
 */
export function isLastGroup(code: Secret, typed: string): boolean {
  const letters = lettersOf(code);
  const { letters: asked, count } = typedBytes(typed, CHECK_LETTERS);
  const isLast = count === CHECK_LETTERS && equal(letters.subarray(LETTERS), asked);
  letters.fill(0);
  asked.fill(0);
  return isLast;
}

// The first `length` letters of a typed text in ASCII, with 0 for characters outside ASCII, and the number of all its
// letters.
function typedBytes(typed: string, length: number): { readonly letters: Bytes; readonly count: number } {
  const letters = erasable(length);
  let count = 0;
  for (const letter of typedLetters(typed)) {
    const code = letter.charCodeAt(0);
    if (count < length) letters[count] = code < 0x80 ? code : 0;
    count++;
  }
  return { letters, count };
}

function decode(letters: Uint8Array, into: Uint8Array): boolean {
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of letters) {
    const value = BASE32.indexOf(letter);
    if (value < 0) return false;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    into[at++] = (held >> bits) & 0xff;
  }
  return true;
}
