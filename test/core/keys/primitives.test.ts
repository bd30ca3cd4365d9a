// Checks the library functions that the protocol depends on, called as the protocol calls them, against Wycheproof.
import { gcm } from '@noble/ciphers/aes.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { concat, equal, fromHex, toHex } from '../../../src/core/bytes.ts';
import { outcome, readVectors, type Wycheproof } from './read-vectors.ts';

interface HkdfTest {
  readonly ikm: string;
  readonly salt: string;
  readonly info: string;
  readonly size: number;
  readonly okm: string;
}
interface GcmTest {
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
}

const hkdf256 = readVectors('wycheproof-hkdf_sha256_test.json') as Wycheproof<HkdfTest>;
const hkdf512 = readVectors('wycheproof-hkdf_sha512_test.json') as Wycheproof<HkdfTest>;
const aesGcm = readVectors('wycheproof-aes_gcm_test.json') as Wycheproof<GcmTest, { readonly ivSize: number }>;
const hmac256 = readVectors('wycheproof-hmac_sha256_test.json') as Wycheproof<
  { readonly key: string; readonly msg: string; readonly tag: string },
  { readonly tagSize: number }
>;

describe.each([
  ['SHA-256', sha256, hkdf256],
  ['SHA-512', sha512, hkdf512],
] as const)('HKDF with %s', (_name, hash, file) => {
  test.each(file.testGroups.flatMap((group) => group.tests))(
    'HKDF gives the result of Wycheproof vector $tcId: $result',
    (one) => {
      const derive = () => toHex(hkdf(hash, fromHex(one.ikm), fromHex(one.salt), fromHex(one.info), one.size));
      expect(outcome(derive)).toBe(one.result === 'valid' ? one.okm : 'refused');
    },
  );
});

test.each(hmac256.testGroups.flatMap((group) => group.tests.map((one) => ({ ...one, tagSize: group.tagSize }))))(
  'HMAC-SHA-256 gives the result of Wycheproof vector $tcId: $result',
  ({ key, msg, tag, tagSize, result }) => {
    const made = hmac(sha256, fromHex(key), fromHex(msg)).subarray(0, tagSize / 8);
    expect(equal(made, fromHex(tag))).toBe(result === 'valid');
  },
);

describe('AES-GCM with a nonce of 96 bits, the only length in use', () => {
  const tests = aesGcm.testGroups.filter((group) => group.ivSize === 96).flatMap((group) => group.tests);
  test.each(tests)(
    'AES-GCM gives the result of Wycheproof vector $tcId: $result',
    ({ key, iv, aad, msg, ct, tag, result }) => {
      const cipher = () => gcm(fromHex(key), fromHex(iv), fromHex(aad));
      const opened = outcome(() => toHex(cipher().decrypt(concat(fromHex(ct), fromHex(tag)))));
      expect(opened).toBe(result === 'valid' ? msg : 'refused');
      expect(toHex(cipher().encrypt(fromHex(msg))) === ct + tag).toBe(result === 'valid');
    },
  );
});
