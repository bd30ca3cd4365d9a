// X25519 and Ed25519 of the platform: BoringSSL in Electron, OpenSSL in Node. They answer like the reference
// (core/keys/curves.ts) in a fraction of its time. A used key is erased when its handle is collected. The collector
// runs once the turn that made the key is over and network events that were waiting are handled. Nothing erases the
// reference's copies in BigInts and strings.
import { type KeyObject, sign, verify } from 'node:crypto';
import { type Curves, nobleCurves } from '../../core/keys/curves.ts';
import { isSmallOrderSigningKey } from '../../core/keys/small-order.ts';
import { type Curve, publicBytes, publicKey, secretKey, sharedBytes } from './key-objects.ts';

// Whether the key, read as little-endian without its top bit, is a number below 2^255 − 19 (RFC 8032 §5.1.3).
function isCanonical(key: Uint8Array): boolean {
  const [lowest = 0] = key;
  const top = (key[31] ?? 0) & 0x7f;
  return lowest < 0xed || top !== 0x7f || key.subarray(1, 31).some((byte) => byte !== 0xff);
}

/**
 * The curves of the platform. `collect` frees objects that are only a turn old and to which nothing refers any more.
 * `reference` decides about a signature that the platform refuses.
 */
export function createNativeCurves(collect: () => void, reference: Pick<Curves, 'verify'> = nobleCurves): Curves {
  let isDue = false;

  function withSecret<T>(curve: Curve, bytes: Uint8Array, fn: (key: KeyObject) => T): T {
    if (!isDue) {
      isDue = true;
      setImmediate(() => {
        isDue = false;
        collect();
      });
    }
    return fn(secretKey(curve, bytes));
  }

  return {
    agreementKey: (secret) => withSecret('x25519', secret, publicBytes),
    agree: (secret, peer) => withSecret('x25519', secret, (key) => sharedBytes(key, peer)),
    signingKey: (seed) => withSecret('ed25519', seed, publicBytes),
    sign: (message, seed) => withSecret('ed25519', seed, (key) => new Uint8Array(sign(undefined, message, key))),
    // The platform does not check the key's encoding and order, and its equation lacks the cofactor. A signature that
    // it accepts with a good key is valid for the reference too. A signature that it refuses may still be valid for the
    // reference, but only the key's owner can make such a signature, and only on purpose.
    verify: (signature, message, key) => {
      if (!isCanonical(key) || isSmallOrderSigningKey(key)) return false;
      if (verify(undefined, message, publicKey('ed25519', key), signature)) return true;
      return reference.verify(signature, message, key);
    },
  };
}
