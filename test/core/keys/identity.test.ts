import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fromHex, toBase32, toHex, utf8 } from '../../../src/core/bytes.ts';
import {
  deviceId,
  joinDeviceKeys,
  makeSigningKey,
  makeStaticKey,
  verifySignature,
} from '../../../src/core/keys/identity.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { readVectors, type Wycheproof } from './read-vectors.ts';

const wycheproof = readVectors('wycheproof-ed25519_test.json') as Wycheproof<
  { readonly msg: string; readonly sig: string },
  { readonly publicKey: { readonly pk: string } }
>;

describe('signatures under Ed25519', () => {
  test.each(wycheproof.testGroups.flatMap((group) => group.tests.map((one) => ({ ...one, pk: group.publicKey.pk }))))(
    'Wycheproof Ed25519 $tcId is $result $comment',
    ({ msg, sig, pk, result }) => {
      expect(verifySignature(fromHex(sig), fromHex(msg), fromHex(pk))).toBe(result === 'valid');
    },
  );

  // Points of order 1, 2, 4, 8 and some of their other encodings. With S = 0 and R = A or R = the identity, a lax
  // verifier accepts signatures of these keys for many messages.
  test.each([
    '0100000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0000000000000000000000000000000000000000000000000000000000000080',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    '0100000000000000000000000000000000000000000000000000000000000080',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ])('a signature by the small-order or non-canonical key %s is rejected', (key) => {
    const identity = `01${'00'.repeat(31)}`;
    for (const r of [key, identity]) {
      const signature = fromHex(r + '00'.repeat(32));
      for (let i = 0; i < 16; i++) expect(verifySignature(signature, Uint8Array.of(i), fromHex(key))).toBe(false);
    }
  });

  test('a key or signature of another length is rejected without throwing', () => {
    const key = makeSigningKey(new Uint8Array(32).fill(1));
    const signature = key.sign(utf8('x'));
    expect(verifySignature(signature, utf8('x'), key.publicKey)).toBe(true);
    expect(verifySignature(signature.slice(1), utf8('x'), key.publicKey)).toBe(false);
    expect(verifySignature(signature, utf8('x'), key.publicKey.slice(1))).toBe(false);
  });
});

describe('long-term keys', () => {
  test('a signing key has the public key of RFC 8032 §7.1 test 1 and signs nothing once wiped', () => {
    const key = makeSigningKey(fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'));
    expect(toHex(key.publicKey)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    key.wipe();
    expect(() => key.sign(utf8('x'))).toThrow('wiped');
  });

  test('a static public key is its seed times the base point (RFC 7748 §6.1)', () => {
    const key = makeStaticKey(new Uint8Array(32).fill(5));
    const basePoint = Uint8Array.of(9, ...new Uint8Array(31));
    expect(key.agree(basePoint)?.use(toHex)).toBe(toHex(key.publicKey));
  });

  test('a seed or public key of another length throws', () => {
    expect(() => makeSigningKey(new Uint8Array(31))).toThrow('32 bytes');
    expect(() => makeStaticKey(new Uint8Array(33))).toThrow('32 bytes');
    expect(() => deviceId(new Uint8Array(31), new Uint8Array(32))).toThrow('32 bytes');
    expect(() => deviceId(new Uint8Array(32), new Uint8Array(33))).toThrow('32 bytes');
  });

  test('a device id is 26 base32 characters of a hash of both public keys', () => {
    const keys = deviceKeysOf(new Uint8Array(32).fill(1));
    const other = deviceKeysOf(new Uint8Array(32).fill(2));
    const hash = createHash('sha256').update('Siegel 1 device').update(keys.s).update(keys.d).digest();
    expect(keys.id).toBe(toBase32(hash, 26));
    const ids = [keys.id, other.id, deviceId(other.s, keys.d), deviceId(keys.s, other.d), deviceId(keys.d, keys.s)];
    expect(new Set(ids).size).toBe(5);
  });

  test('the keys of a device are wiped together', () => {
    const keys = joinDeviceKeys(makeStaticKey(new Uint8Array(32).fill(5)), makeSigningKey(new Uint8Array(32).fill(6)));
    keys.wipe();
    expect(() => keys.agree(keys.s)).toThrow('wiped');
    expect(() => keys.sign(utf8('x'))).toThrow('wiped');
  });
});
