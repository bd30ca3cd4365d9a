// The fingerprint of two persons, compared once and for all: 60 digits or a QR code (protocol §8). It covers person ids
// and addresses only, so a new device does not change it. 5,200 hashes make a look-alike expensive. The program shows
// the digits only: the QR code is part of the protocol and of the test vectors, for other programs.
import { sha512 } from '@noble/hashes/sha2.js';
import { assert } from '../assert.ts';
import { runSteps, type Steps } from '../steps.ts';
import { type Bytes, concat, lengthPrefixed, readUint, toB64u, utf8 } from '../bytes.ts';

const HASHES = 5200;
const HASHES_A_STEP = 400; // 2 to 3 ms
const GROUPS_PER_PERSON = 6;
const KEY_BYTES = 32;

/** One person's half: h[5200] and its 30 digits. */
export interface PersonFingerprint {
  readonly hash: Bytes;
  readonly digits: string;
}

/** `personFingerprint` in steps, for code that has more urgent work in between. */
export function* personFingerprintSteps(person: Uint8Array, address: string): Steps<PersonFingerprint> {
  assert(person.length === KEY_BYTES, 'a person id has 32 bytes');
  let hash = sha512(concat(utf8('Siegel 1 fp'), person, lengthPrefixed(utf8(address)), person));
  for (let i = 2; i <= HASHES; i++) {
    if (i % HASHES_A_STEP === 0) yield;
    hash = sha512(concat(hash, person));
  }
  let digits = '';
  for (let group = 0; group < GROUPS_PER_PERSON; group++) {
    const u40 = (readUint(hash, group * 5, 1) << 32n) | readUint(hash, group * 5 + 1, 4);
    digits += (u40 % 100_000n).toString().padStart(5, '0');
  }
  return { hash, digits };
}

/**
 * The fingerprint of one person (protocol §8): `h[1] = SHA-512("Siegel 1 fp" || person id || lp(address) || person
 * id)`, then 5,199 more hashes. Takes about 30 ms.
 */
export function personFingerprint(person: Uint8Array, address: string): PersonFingerprint {
  return runSteps(personFingerprintSteps(person, address));
}

// Sorted as text, so that both people see the same digits.
function sorted(a: PersonFingerprint, b: PersonFingerprint): readonly [PersonFingerprint, PersonFingerprint] {
  return a.digits <= b.digits ? [a, b] : [b, a];
}

/** 60 digits of two people in 12 groups of five, separated by spaces (protocol §8). */
export function pairFingerprint(a: PersonFingerprint, b: PersonFingerprint): string {
  const [first, second] = sorted(a, b);
  return (first.digits + second.digits).replace(/(\d{5})(?=\d)/g, '$1 ');
}

/** The text of the QR code: b64u of `01 || hash || hash`; a scanner accepts only the same text (protocol §8). */
export function qrText(a: PersonFingerprint, b: PersonFingerprint): string {
  const [first, second] = sorted(a, b);
  return toB64u(concat(Uint8Array.of(1), first.hash, second.hash));
}
