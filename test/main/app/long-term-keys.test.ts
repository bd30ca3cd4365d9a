// The engine's keys beside noble's: the same public keys, signatures and shared secrets, byte for byte.
import { expect, test } from 'vitest';
import { toHex, utf8 } from '../../../src/core/bytes.ts';
import { makeDeviceKey, makeUserKey } from '../../../src/core/keys/identity.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { deviceKeyOf, userKeyOf } from '../../../src/main/app/long-term-keys.ts';

const seed = (n: number) => new Uint8Array(32).fill(n);

test('a user key signs as the protocol’s own does', () => {
  for (const n of [0, 5, 255]) {
    const [ours, theirs] = [userKeyOf(Secret.own(seed(n))), makeUserKey(seed(n))];
    expect(toHex(ours.publicKey)).toBe(toHex(theirs.publicKey));
    expect(toHex(ours.sign(utf8('a list')))).toBe(toHex(theirs.sign(utf8('a list'))));
  }
});

test('a device key agrees as the protocol’s own does', () => {
  for (const n of [0, 5, 255]) {
    const [ours, theirs] = [deviceKeyOf(Secret.own(seed(n))), makeDeviceKey(seed(n))];
    const peer = makeDeviceKey(seed(7)).publicKey;
    expect(toHex(ours.publicKey)).toBe(toHex(theirs.publicKey));
    expect(ours.agree(peer)?.use(toHex)).toBe(theirs.agree(peer)?.use(toHex));
  }
});

// RFC 7748 §6.1 and curve25519's points of small order: 0, 1, order 8, p - 1, p, p + 1, and one with the unused bit set.
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
test.each(LOW_ORDER)('a peer’s point of low order gives no secret: %s', (point) => {
  expect(deviceKeyOf(Secret.own(seed(5))).agree(Buffer.from(point, 'hex'))).toBeUndefined();
  expect(makeDeviceKey(seed(5)).agree(Buffer.from(point, 'hex'))).toBeUndefined();
});

test('both take the seed over, and a wiped key does nothing more', () => {
  const [user, device] = [Secret.own(seed(1)), Secret.own(seed(2))];
  const [userKey, deviceKey] = [userKeyOf(user), deviceKeyOf(device)];
  expect([user.wiped, device.wiped]).toEqual([true, true]);
  userKey.wipe();
  deviceKey.wipe();
  expect(() => userKey.sign(utf8('x'))).toThrow('wiped');
  expect(() => deviceKey.agree(deviceKey.publicKey)).toThrow('wiped');
});
