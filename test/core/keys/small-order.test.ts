import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { toHex, uint } from '../../../src/core/bytes.ts';
import { isSmallOrderAgreementKey, isSmallOrderSigningKey } from '../../../src/core/keys/small-order.ts';

const P = 2n ** 255n - 19n;

/** Both encodings of a number below 2^255: without the top bit and with it. */
function encodings(value: bigint): readonly Uint8Array[] {
  const parts = [0, 1, 2, 3].map((at) => uint(8, (value >> BigInt(at * 64)) & (2n ** 64n - 1n)).toReversed());
  const plain = Uint8Array.from(parts.flatMap((part) => [...part]));
  return [plain, plain.map((byte, at) => (at === 31 ? byte | 0x80 : byte))];
}

/** All encodings of a number modulo p; some have two representations below 2^255. */
function spellings(value: bigint): readonly Uint8Array[] {
  return [value, value + P].filter((each) => each < 2n ** 255n).flatMap(encodings);
}

// The multiples of a point of order 8 are all the points of small order. The library confirms their order below.
const [, ...eighths] = ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'].flatMap((hex) => {
  const point = ed25519.Point.fromHex(hex);
  return [0, 1, 2, 3, 4, 5, 6, 7, 8].map((times) =>
    times === 0 ? ed25519.Point.ZERO : point.multiplyUnsafe(BigInt(times)),
  );
});

describe('small-order signing keys', () => {
  const small = [...new Set(eighths.map((point) => point.toAffine().y))];

  test('the fourteen encodings of small-order signing keys are recognised', () => {
    expect(new Set(eighths.map((point) => toHex(point.toBytes())))).toHaveProperty('size', 8);
    expect(eighths.every((point) => point.isSmallOrder())).toBe(true);
    const all = small.flatMap(spellings);
    expect(all).toHaveLength(14);
    expect(all.every(isSmallOrderSigningKey)).toBe(true);
  });

  test('a signing key close to a small-order one is not of small order', () => {
    const near = small.flatMap((y) => [y + 3n, y + 4n].flatMap((each) => encodings(each % P)));
    expect(near.some(isSmallOrderSigningKey)).toBe(false);
    expect(isSmallOrderSigningKey(ed25519.getPublicKey(new Uint8Array(32).fill(1)))).toBe(false);
  });
});

describe('small-order agreement keys', () => {
  // u = (1 + y) / (1 − y) (RFC 7748 §4.1); the point at infinity has u = 0. The twist adds u = −1, of order 4.
  const { Fp } = ed25519.Point;
  const small = [
    ...new Set([
      0n,
      P - 1n,
      ...eighths
        .map((point) => point.toAffine().y)
        .filter((y) => y !== 1n)
        .map((y) => Fp.div(Fp.add(1n, y), Fp.sub(1n, y))),
    ]),
  ];

  test('the fourteen encodings of small-order agreement keys are recognised and give no shared secret', () => {
    const all = small.flatMap(spellings);
    expect(all).toHaveLength(14);
    for (const key of all) {
      expect(isSmallOrderAgreementKey(key)).toBe(true);
      expect(() => x25519.getSharedSecret(new Uint8Array(32).fill(5), key)).toThrow('invalid private or public key');
    }
  });

  test('an agreement key that gives a shared secret is not of small order', () => {
    for (const key of [2n, 3n, 9n, P - 2n].flatMap(encodings)) {
      expect(isSmallOrderAgreementKey(key)).toBe(false);
      expect(x25519.getSharedSecret(new Uint8Array(32).fill(5), key)).toHaveLength(32);
    }
  });
});
