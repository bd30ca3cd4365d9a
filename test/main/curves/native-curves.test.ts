import { randomBytes } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, uint } from '../../../src/core/bytes.ts';
import { type Curves, nobleCurves } from '../../../src/core/keys/curves.ts';
import { areRight, chooseCurves } from '../../../src/main/curves/choose-curves.ts';
import { youngCollector } from '../../../src/main/curves/collect.ts';
import { createNativeCurves } from '../../../src/main/curves/native-curves.ts';
import { createLog } from '../../../src/main/log.ts';
import { readVectors, type Wycheproof } from '../../core/keys/read-vectors.ts';

const ROUNDS = 200; // `npm run bench:curves` does 100,000
const native = createNativeCurves(() => undefined);
const { Point } = ed25519;
const P = Point.Fp.ORDER;
const L = Point.Fn.ORDER;

/** A number below 2^256 as 32 bytes, little-endian. */
function encoded(value: bigint): Uint8Array<ArrayBuffer> {
  const words = [0n, 64n, 128n, 192n].map((at) => uint(8, (value >> at) & (2n ** 64n - 1n)).toReversed());
  return concat(...words);
}
const decoded = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));

/** The verdict on a signature, which must be the same in both implementations. */
function verdict(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  const said = native.verify(signature, message, key);
  expect(said).toBe(nobleCurves.verify(signature, message, key));
  return said;
}

describe('the platform’s curves', () => {
  const x25519 = readVectors('wycheproof-x25519_test.json') as Wycheproof<{
    readonly public: string;
    readonly private: string;
  }>;
  const signatures = readVectors('wycheproof-ed25519_test.json') as Wycheproof<
    { readonly msg: string; readonly sig: string },
    { readonly publicKey: { readonly pk: string } }
  >;

  test('the platform’s X25519 matches the reference on every Wycheproof vector', () => {
    const tests = x25519.testGroups.flatMap((group) => group.tests);
    expect(tests.length).toBeGreaterThan(500);
    for (const one of tests) {
      const [secret, peer] = [fromHex(one.private), fromHex(one.public)];
      expect(native.agree(secret, peer)).toEqual(nobleCurves.agree(secret, peer));
      expect(native.agreementKey(secret)).toEqual(nobleCurves.agreementKey(secret));
    }
  });

  test('the platform’s Ed25519 matches the reference on every Wycheproof vector with a 64-byte signature', () => {
    let valid = 0;
    for (const { publicKey, tests } of signatures.testGroups) {
      for (const { msg, sig } of tests.filter((one) => one.sig.length === 128)) {
        if (verdict(fromHex(sig), fromHex(msg), fromHex(publicKey.pk))) valid++;
      }
    }
    expect(valid).toBeGreaterThan(50);
  });

  test('the platform’s curves match the reference on random, valid and altered inputs', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const [secret, peer, seed, message] = [random(32), random(32), random(32), random(round)];
      expect(native.agree(secret, peer)).toEqual(nobleCurves.agree(secret, peer));
      expect(native.agreementKey(secret)).toEqual(nobleCurves.agreementKey(secret));
      const key = native.signingKey(seed);
      expect(key).toEqual(nobleCurves.signingKey(seed));
      const signature = native.sign(message, seed);
      expect(signature).toEqual(nobleCurves.sign(message, seed));
      expect(verdict(signature, message, key)).toBe(true);
      const spoiled = signature.map((byte, at) => (at === round % 64 ? byte ^ (1 << (round % 8)) : byte));
      expect(verdict(spoiled, message, key)).toBe(false);
      expect(verdict(random(64), message, peer)).toBe(false);
    }
  });

  test('small-order and non-canonical points verify no signature, and key agreement treats them as the reference does', () => {
    const small = fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
    const eighth = Point.fromBytes(small);
    const ys = [1, 2, 3, 4, 5, 6, 7].map((times) => eighth.multiplyUnsafe(BigInt(times)).toAffine().y);
    const us = [0n, 1n, P - 1n, ...ys];
    const spelled = [...us, ...us.map((each) => each + P)].filter((each) => each < 2n ** 255n);
    const keys = spelled.flatMap((each) => [encoded(each), encoded(each + 2n ** 255n)]);
    for (const key of [...keys, encoded(P + 3n), encoded(P + 18n)]) {
      const secret = random(32);
      expect(native.agree(secret, key)).toEqual(nobleCurves.agree(secret, key));
      for (const r of [key, encoded(1n)]) expect(verdict(concat(r, new Uint8Array(32)), random(3), key)).toBe(false);
    }
  });

  test('a key with a small-order part verifies a signature whose equation holds only after multiplication by eight', () => {
    const eighth = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05');
    let told = 0;
    for (let round = 0; round < 32; round++) {
      const [a, r, message] = [1n + (decoded(random(31)) % L), 1n + (decoded(random(31)) % L), random(8)];
      const key = Point.BASE.multiply(a).add(eighth).toBytes();
      const half = Point.BASE.multiply(r).toBytes();
      const k = decoded(sha512(concat(half, key, message))) % L;
      const signature = concat(half, encoded((r + k * a) % L));
      if (verdict(signature, message, key)) told++;
    }
    expect(told).toBe(32);
  });

  test('a signature whose S is one group order too large is rejected', () => {
    const [seed, message] = [random(32), random(5)];
    const [key, signature] = [native.signingKey(seed), native.sign(message, seed)];
    const larger = concat(signature.subarray(0, 32), encoded(decoded(signature.subarray(32)) + L));
    expect([verdict(signature, message, key), verdict(larger, message, key)]).toEqual([true, false]);
  });
});

describe('the choice of curves', () => {
  const lines: string[] = [];
  const log = createLog(
    () => 'info',
    (_level, line) => lines.push(line),
  );

  test('the program uses the platform’s curves if they reproduce the RFC answers', () => {
    expect(areRight(nobleCurves)).toBe(true);
    expect(areRight(native)).toBe(true);
    expect(chooseCurves(log)).not.toBe(nobleCurves);
    expect(lines).toEqual([]);
  });

  test('the program uses the reference if the engine cannot collect garbage on demand, and logs it', () => {
    expect(chooseCurves(log, () => undefined)).toBe(nobleCurves);
    expect(lines.splice(0)).toEqual([expect.stringContaining('keys-would-stay')]);
  });

  const wrong: readonly (readonly [string, Partial<Curves>])[] = [
    ['makes another X25519 key', { agreementKey: () => new Uint8Array(32) }],
    ['agrees on another secret', { agree: () => new Uint8Array(32) }],
    [
      'agrees on a secret with a point of low order',
      { agree: (secret, peer) => nobleCurves.agree(secret, peer) ?? peer.slice() },
    ],
    ['makes another Ed25519 key', { signingKey: () => new Uint8Array(32) }],
    ['signs other bytes', { sign: () => new Uint8Array(64) }],
    ['rejects every signature', { verify: () => false }],
    ['accepts every signature', { verify: () => true }],
    [
      'throws',
      {
        agree: () => {
          throw new Error('no such curve');
        },
      },
    ],
  ];
  test.each(wrong)('curves with an implementation that %s are rejected', (_name, part) => {
    expect(areRight({ ...nobleCurves, ...part })).toBe(false);
  });
});

test('the collector runs once after each turn in which secrets were used', async () => {
  let collected = 0;
  const counted = createNativeCurves(() => collected++);
  const [secret, seed] = [random(32), random(32)];
  counted.agree(secret, counted.agreementKey(random(32)));
  counted.sign(random(3), seed);
  expect(collected).toBe(0);
  await new Promise(setImmediate);
  expect(collected).toBe(1);
  counted.verify(random(64), random(3), counted.signingKey(seed));
  await new Promise(setImmediate);
  expect(collected).toBe(2);
});

test('checking a signature triggers no collection, because no secret takes part', async () => {
  let collected = 0;
  const counted = createNativeCurves(() => collected++);
  counted.verify(random(64), random(3), nobleCurves.signingKey(random(32)));
  await new Promise(setImmediate);
  expect(collected).toBe(0);
  expect(youngCollector()).toBeTypeOf('function');
});
