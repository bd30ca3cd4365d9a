// The keys of node:crypto compared with those of noble: the same public keys, signatures and shared secrets, byte for byte.
import { expect, test } from 'vitest';
import { toHex, utf8 } from '../../../src/core/bytes.ts';
import { makeSigningKey, makeStaticKey } from '../../../src/core/keys/identity.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { deviceKeysOf, signingKeyOf, staticKeyOf } from '../../../src/main/devices/long-term-keys.ts';

const seed = (n: number) => new Uint8Array(32).fill(n);

test('a signing key produces the same signatures as the protocol’s reference', () => {
  for (const n of [0, 5, 255]) {
    const [ours, theirs] = [signingKeyOf(Secret.own(seed(n))), makeSigningKey(seed(n))];
    expect(toHex(ours.publicKey)).toBe(toHex(theirs.publicKey));
    expect(toHex(ours.sign(utf8('a list')))).toBe(toHex(theirs.sign(utf8('a list'))));
  }
});

test('a static key agrees on the same secrets as the protocol’s reference', () => {
  for (const n of [0, 5, 255]) {
    const [ours, theirs] = [staticKeyOf(Secret.own(seed(n))), makeStaticKey(seed(n))];
    const peer = makeStaticKey(seed(7)).publicKey;
    expect(toHex(ours.publicKey)).toBe(toHex(theirs.publicKey));
    expect(ours.agree(peer)?.use(toHex)).toBe(theirs.agree(peer)?.use(toHex));
  }
});

// Curve25519's points of small order, with which the shared secret is all zeros (RFC 7748 §6.1): 0, 1, two of order 8,
// p - 1, p, p + 1, and 0 with the unused bit set.
const LOW_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000080',
];
test.each(LOW_ORDER)('a peer’s low-order point gives no secret: %s', (point) => {
  expect(staticKeyOf(Secret.own(seed(5))).agree(Buffer.from(point, 'hex'))).toBeUndefined();
  expect(makeStaticKey(seed(5)).agree(Buffer.from(point, 'hex'))).toBeUndefined();
});

test('making device keys wipes both seeds, and device keys throw once wiped', () => {
  const seeds = { static: Secret.own(seed(1)), signing: Secret.own(seed(2)) };
  const keys = deviceKeysOf(seeds);
  expect([seeds.static.wiped, seeds.signing.wiped]).toEqual([true, true]);
  expect([toHex(keys.s), toHex(keys.d)]).toEqual(
    [makeStaticKey(seed(1)), makeSigningKey(seed(2))].map(({ publicKey }) => toHex(publicKey)),
  );
  keys.wipe();
  expect(() => keys.sign(utf8('x'))).toThrow('wiped');
  expect(() => keys.agree(keys.s)).toThrow('wiped');
});

test('a seed that cannot be made into a key is erased all the same', () => {
  for (const keyOf of [signingKeyOf, staticKeyOf]) {
    const tooLong = Secret.own(new Uint8Array(33).fill(1));
    expect(() => keyOf(tooLong)).toThrow('a secret of a curve has 32 bytes');
    expect(tooLong.wiped).toBe(true);
  }
});
