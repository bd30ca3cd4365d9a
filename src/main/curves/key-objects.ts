// Makes X25519 and Ed25519 keys in the memory of the engine's own cryptography, which erases a key when its handle is
// collected. Also computes the public bytes of such a key, and shared secrets. Nothing here keeps a key.
import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { assert } from '../../core/assert.ts';
import { type Bytes, fromHex } from '../../core/bytes.ts';

/** The two curves, as node:crypto names their keys. */
export type Curve = 'x25519' | 'ed25519';

const KEY_BYTES = 32;
// Everything before the 32 bytes of a key in DER (RFC 8410 §7 and §4).
const PKCS8 = {
  x25519: fromHex('302e020100300506032b656e04220420'),
  ed25519: fromHex('302e020100300506032b657004220420'),
};
const SPKI = { x25519: fromHex('302a300506032b656e032100'), ed25519: fromHex('302a300506032b6570032100') };

/** The key made from a secret or seed of 32 bytes. The bytes are borrowed. */
export function secretKey(curve: Curve, bytes: Uint8Array): KeyObject {
  assert(bytes.length === KEY_BYTES, 'a secret of a curve has 32 bytes');
  // The buffer has memory of its own, because other code can read the pool that Node shares between buffers.
  const key = Buffer.from(new ArrayBuffer(PKCS8[curve].length + KEY_BYTES));
  key.set(PKCS8[curve]);
  key.set(bytes, PKCS8[curve].length);
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } finally {
    key.fill(0);
  }
}

/** The key of 32 public bytes. Only its use shows whether they are a point on the curve. */
export function publicKey(curve: Curve, bytes: Uint8Array): KeyObject {
  assert(bytes.length === KEY_BYTES, 'a public key of a curve has 32 bytes');
  return createPublicKey({ key: Buffer.concat([SPKI[curve], bytes]), format: 'der', type: 'spki' });
}

/** The 32 public bytes of a secret key. */
export function publicBytes(key: KeyObject): Bytes {
  return new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES));
}

/** The shared secret of a secret key and 32 public bytes. Undefined if the point is of low order (RFC 7748 §6.1). */
export function sharedBytes(privateKey: KeyObject, peer: Uint8Array): Bytes | undefined {
  try {
    const shared = diffieHellman({ privateKey, publicKey: publicKey('x25519', peer) });
    const copy = new Uint8Array(shared);
    shared.fill(0);
    return copy;
  } catch {
    return undefined; // such a point would give a secret that everybody knows
  }
}
