// AES-256-GCM for state at rest. The associated data binds a box to its profile, purpose and version, so a sealed file
// that was renamed to another purpose or taken from another profile does not open.
// Noble is used and not node:crypto, because node:crypto decrypts into a buffer of its own, copies that buffer and
// frees it unwiped: keys and plaintexts would stay in memory. Here every copy is either wiped by the library or
// returned.
import { gcm } from '@noble/ciphers/aes.js';
import { assert } from '../../core/assert.ts';
import { type Bytes, concat, lengthPrefixed, uint, utf8 } from '../../core/bytes.ts';
import type { Secret } from '../../core/keys/secret.ts';
import type { Random } from '../time/clock.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a box is bound to: `"Siegel 1 state" || lp(profile) || lp(purpose) || u32(version)`. */
export function binding(profile: string, purpose: string, version: number): Bytes {
  return concat(utf8('Siegel 1 state'), lengthPrefixed(utf8(profile)), lengthPrefixed(utf8(purpose)), uint(4, version));
}

/**
 * `nonce (12, random) || ciphertext || tag (16)` under a 32-byte key, which is good for 2^32 boxes. The plaintext is
 * not wiped here.
 */
export function seal(key: Secret, bound: Uint8Array, plaintext: Uint8Array, random: Random): Bytes {
  const nonce = random(NONCE_BYTES);
  assert(nonce.length === NONCE_BYTES, 'the generator gave another length');
  return key.use((bytes) => concat(nonce, gcm(bytes, nonce, bound).encrypt(plaintext)));
}

/** The sealed plaintext, which the caller must wipe. Undefined if key, binding or a single bit differ. */
export function open(key: Secret, bound: Uint8Array, box: Uint8Array): Bytes | undefined {
  if (box.length < NONCE_BYTES + TAG_BYTES) return undefined;
  return key.use((bytes) => {
    try {
      return gcm(bytes, box.subarray(0, NONCE_BYTES), bound).decrypt(box.subarray(NONCE_BYTES));
    } catch {
      // The tag does not verify, which is expected of a damaged or foreign file.
      return undefined;
    }
  });
}
