// X25519 and Ed25519 of the platform: BoringSSL in Electron, OpenSSL in Node. They answer as the reference does (core/keys/curves.ts)
// and take a fraction of its time. A key that was computed with is erased when its handle is collected: that is done as soon as the turn
// that made it and what waits for the network have run. Of the reference's copies in BigInts and texts nothing erases any.
import { type KeyObject, sign, verify } from 'node:crypto';
import { type Curves, nobleCurves } from '../../core/keys/curves.ts';
import { isSmallOrderSigningKey } from '../../core/keys/small-order.ts';
import { type Curve, publicBytes, publicKey, secretKey, sharedBytes } from './key-objects.ts';

// A number below 2^255 − 19, little-endian without the top bit (RFC 8032 §5.1.3).
function isCanonical(key: Uint8Array): boolean {
  const [lowest = 0] = key;
  const top = (key[31] ?? 0) & 0x7f;
  return lowest < 0xed || top !== 0x7f || key.subarray(1, 31).some((byte) => byte !== 0xff);
}

/**
 * The curves of the platform. `collect` frees what nothing refers to any more and has lived for a turn only. `reference` has the last word
 * on a signature that the platform refuses.
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
    // The platform does not look at the key's spelling and order, and its equation lacks the cofactor: what it takes with a good key
    // holds for the reference too, what it refuses may be one of the few that hold there, made by an owner of the key for that.
    verify: (signature, message, key) => {
      if (!isCanonical(key) || isSmallOrderSigningKey(key)) return false;
      if (verify(undefined, message, publicKey('ed25519', key), signature)) return true;
      return reference.verify(signature, message, key);
    },
  };
}
