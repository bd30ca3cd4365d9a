import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../src/core/bytes.ts';
import { type FrameSuite, frameKey, nextBase } from '../../../src/core/keys/ratchet.ts';
import { Secret } from '../../../src/core/keys/secret.ts';

interface SframeVector {
  readonly cipher_suite: number;
  readonly kid: string;
  readonly base_key: string;
  readonly sframe_key: string;
  readonly sframe_salt: string;
}

// `kid` and `ctr` go up to 2^64 − 1, which JSON.parse would round.
const text = readFileSync(new URL('../../vectors/sframe-test-vectors.json', import.meta.url), 'utf8');
const { sframe } = JSON.parse(text.replace(/"(kid|ctr)": (\d+)/g, '"$1": "$2"')) as { sframe: SframeVector[] };
const vectors = sframe.filter((vector) => vector.cipher_suite === 4 || vector.cipher_suite === 5);

describe('keys of a ratchet step', () => {
  test('the vectors of RFC 9605 cover both AES-GCM suites', () =>
    expect(vectors.map((one) => one.cipher_suite)).toEqual([4, 5]));

  test.each(vectors)('the frame key and its salt match RFC 9605 appendix C, suite $cipher_suite', (vector) => {
    const base = Secret.own(fromHex(vector.base_key));
    const { key, salt } = frameKey(base, BigInt(vector.kid), vector.cipher_suite as FrameSuite);
    expect(key.use(toHex)).toBe(vector.sframe_key);
    expect(salt.use(toHex)).toBe(vector.sframe_salt);
    expect(base.wiped).toBe(false);
  });

  test('frame keys differ between KIDs', () => {
    const base = Secret.own(new Uint8Array(64).fill(1));
    const keys = [0n, 1n, 8n, (1n << 64n) - 1n].map((kid) => frameKey(base, kid, 5).key.use(toHex));
    expect(new Set(keys).size).toBe(4);
  });
});

describe('ratchet steps', () => {
  test('a ratchet step erases the base key', () => {
    const base = Secret.own(new Uint8Array(64).fill(1));
    const next = nextBase(base, 5);
    expect(base.wiped).toBe(true);
    expect(() => frameKey(base, 0n, 5)).toThrow('wiped');
    expect(next.use((bytes) => bytes.length)).toBe(64);
    expect(next.use(toHex)).not.toBe('01'.repeat(64));
  });

  test('a ratchet step of suite 4 gives a base key of 32 bytes', () => {
    expect(nextBase(Secret.own(new Uint8Array(16)), 4).use((bytes) => bytes.length)).toBe(32);
  });
});
