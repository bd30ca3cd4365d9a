import { readFileSync } from 'node:fs';
import { gcm } from '@noble/ciphers/aes.js';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/core/bytes.ts';
import { encodeHeader, parseHeader } from '../../../src/core/frame/header.ts';
import { kidOf } from '../../../src/core/frame/kid.ts';
import { additionalData, nonce } from '../../../src/core/frame/nonce.ts';
import { frameKey } from '../../../src/core/keys/ratchet.ts';
import { Secret } from '../../../src/core/keys/secret.ts';

interface Vectors {
  readonly header: readonly { readonly kid: string; readonly ctr: string; readonly encoded: string }[];
  readonly sframe: readonly Readonly<Record<string, string>>[];
}

// KID and CTR go up to 2^64 − 1. JSON.parse would round such numbers, so they are put in quotes first.
const text = readFileSync(new URL('../../vectors/sframe-test-vectors.json', import.meta.url), 'utf8');
const vectors = JSON.parse(text.replaceAll(/"(kid|ctr|cipher_suite)": (\d+)/g, '"$1": "$2"')) as Vectors;

describe('SFrame headers', () => {
  test('all 289 header vectors of RFC 9605 are written and read exactly', () => {
    expect(vectors.header).toHaveLength(289);
    for (const { kid, ctr, encoded } of vectors.header) {
      expect(toHex(encodeHeader(BigInt(kid), BigInt(ctr)))).toBe(encoded);
      expect(parseHeader(concat(fromHex(encoded), fromHex('ff00')))).toEqual({
        kid: BigInt(kid),
        ctr: BigInt(ctr),
        length: encoded.length / 2,
      });
    }
  });

  test('a truncated header is refused at every length', () => {
    for (const { encoded } of vectors.header) {
      for (let cut = 0; cut < encoded.length; cut += 2) {
        expect(parseHeader(fromHex(encoded.slice(0, cut)))).toBeUndefined();
      }
    }
  });

  test.each([
    ['8000', 'a KID of 0 in a byte of its own'],
    ['8007', 'a KID of 7 in a byte of its own'],
    ['0800', 'a CTR of 0 in a byte of its own'],
    ['0807', 'a CTR of 7 in a byte of its own'],
    ['900008', 'a KID with a leading zero'],
    ['0900ff', 'a CTR with a leading zero'],
    ['0f0000000000000001', 'a CTR with seven leading zeros'],
    ['880807', 'a KID of 8 and a CTR of 7 in a byte of its own'],
  ])('the header %s is refused: %s', (hex) => {
    expect(parseHeader(fromHex(hex))).toBeUndefined();
  });

  test('any two bytes are either refused or read as a header in its shortest form', () => {
    let read = 0;
    for (let value = 0; value < 0x1_0000; value++) {
      const bytes = Uint8Array.of(value >> 8, value & 0xff);
      const header = parseHeader(bytes);
      if (header === undefined) continue;
      read++;
      expect(toHex(encodeHeader(header.kid, header.ctr))).toBe(toHex(bytes.subarray(0, header.length)));
    }
    expect(read).toBe(64 * 256 + 2 * 8 * 248); // one-byte headers with any second byte, and both two-byte forms
  });

  test('a KID beyond 64 bits or a negative counter throws', () => {
    expect(() => encodeHeader(1n << 64n, 0n)).toThrow('64 bits');
    expect(() => encodeHeader(0n, -1n)).toThrow('64 bits');
  });
});

describe('SFrame suites 4 and 5', () => {
  test.each(['4', '5'])('key, additional data, nonce and ciphertext of suite %s match the vector', (suite) => {
    const vector = vectors.sframe.find((candidate) => candidate['cipher_suite'] === suite);
    if (vector === undefined) throw new Error('no such vector');
    const of = (name: string): string => vector[name] ?? '';
    const keys = frameKey(Secret.own(fromHex(of('base_key'))), BigInt(of('kid')), suite === '4' ? 4 : 5);
    const header = encodeHeader(BigInt(of('kid')), BigInt(of('ctr')));
    const aad = concat(header, fromHex(of('metadata')));
    expect(toHex(aad)).toBe(of('aad'));
    keys.key.use((key) => {
      expect(toHex(key)).toBe(of('sframe_key'));
      keys.salt.use((salt) => {
        const iv = nonce(salt, BigInt(of('ctr')));
        expect(toHex(iv)).toBe(of('nonce'));
        expect(toHex(concat(header, gcm(key, iv, aad).encrypt(fromHex(of('pt')))))).toBe(of('ct'));
      });
    });
  });
});

describe('nonce and additional data', () => {
  test('a 64-bit counter affects only the last eight bytes of the nonce', () => {
    expect(toHex(nonce(fromHex('000000000000000000000000'), 0x0123_4567_89ab_cdefn))).toBe('000000000123456789abcdef');
    expect(toHex(nonce(fromHex('ffffffffffffffffffffffff'), 0n))).toBe('ffffffffffffffffffffffff');
    expect(() => nonce(fromHex('00'), 0n)).toThrow('12 bytes');
  });

  test('the additional data covers header, stream, key-frame flag and RTP timestamp', () => {
    const frame = fromHex('99012345670000');
    expect(toHex(additionalData(frame, 5, 1, true, 0xdead_beef))).toBe('9901234567010101deadbeef');
    expect(toHex(additionalData(frame, 1, 2, false, 7))).toBe('9901020000000007');
  });

  test('reused buffers keep nothing of the previous frame', () => {
    const iv = new Uint8Array(12).fill(0xff);
    const salt = fromHex('000102030405060708090a0b');
    expect(nonce(salt, 1n, iv)).toBe(iv);
    expect(toHex(iv)).toBe('000102030405060708090a0a');
    const aad = new Uint8Array(9).fill(0xff);
    expect(additionalData(fromHex('0900'), 2, 1, false, 0, aad)).toBe(aad);
    expect(toHex(aad)).toBe('090001010000000000');
    expect(() => nonce(salt, 1n, new Uint8Array(16))).toThrow('12 bytes');
    expect(() => additionalData(fromHex('0900'), 2, 1, false, 0, new Uint8Array(10))).toThrow('one length');
  });

  test('an audio frame never counts as a key frame', () => {
    expect(toHex(additionalData(fromHex('00'), 1, 0, true, 1))).toBe('0001000000000001');
  });
});

describe('key ids', () => {
  test('step 8 has the KID of step 0, and generation 2^32 − 2 fits', () => {
    expect(kidOf(0, 8)).toBe(kidOf(0, 0));
    expect(kidOf(1, 7)).toBe(15n);
    expect(kidOf(0xffff_fffe, 7)).toBe(0xffff_fffen * 8n + 7n);
  });

  test('a negative generation or a fractional step throws', () => {
    expect(() => kidOf(-1, 0)).toThrow('generation');
    expect(() => kidOf(0, 0.5)).toThrow('step');
  });
});
