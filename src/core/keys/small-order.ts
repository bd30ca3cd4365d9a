// Public keys whose point has an order of 1, 2, 4 or 8. With such a key a signature fits many messages, and an
// agreement gives everybody the same secret, so none may stand in a chain (protocol §2). The lists hold every encoding,
// not only canonical ones: a list costs no field arithmetic, and keys are checked before signatures.
import { toHex } from '../bytes.ts';

// Values modulo p = 2^255 − 19, little-endian without the top bit: 0, 1 and p − 1, then p and p + 1, which also
// encode 0 and 1.
const ALIKE = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];
// u-coordinates (RFC 7748 §5, where the top bit is masked); the last two are of order 8.
const AGREEMENT = new Set([
  ...ALIKE,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
]);
// y-coordinates (RFC 8032 §5.1.3, where the top bit is the sign of x); the last two are of order 8.
const SIGNING = new Set([
  ...ALIKE,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

function withoutTopBit(key: Uint8Array): string {
  return toHex(key.map((byte, index) => (index === key.length - 1 ? byte & 0x7f : byte)));
}

/** Whether an X25519 public key of 32 bytes is of small order, in any encoding. */
export function isSmallOrderAgreementKey(key: Uint8Array): boolean {
  return AGREEMENT.has(withoutTopBit(key));
}

/** Whether an Ed25519 public key of 32 bytes is of small order, in any encoding. */
export function isSmallOrderSigningKey(key: Uint8Array): boolean {
  return SIGNING.has(withoutTopBit(key));
}
