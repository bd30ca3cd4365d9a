// AES-256-GCM for state at rest (design.md §7). The associated data binds a box to its profile, purpose and version, so a
// sealed file that is moved, renamed or taken from another profile does not open.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { assert } from '../../core/assert.ts';
import { type Bytes, concat, lengthPrefixed, uint, utf8 } from '../../core/bytes.ts';
import type { Secret } from '../../core/keys/secret.ts';
import type { Random } from '../app/clock.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a box is bound to: `"Siegel 1 state" || lp(profile) || lp(purpose) || u32(version)`. */
export function binding(profile: string, purpose: string, version: number): Bytes {
  return concat(utf8('Siegel 1 state'), lengthPrefixed(utf8(profile)), lengthPrefixed(utf8(purpose)), uint(4, version));
}

/** `nonce (12, random) || ciphertext || tag (16)` under a 32-byte key; good for 2^32 boxes per key. */
export function seal(key: Secret, bound: Uint8Array, plaintext: Uint8Array, random: Random): Bytes {
  const nonce = random(NONCE_BYTES);
  assert(nonce.length === NONCE_BYTES, 'the generator gave another length');
  return key.use((bytes) => {
    const cipher = createCipheriv('aes-256-gcm', bytes, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(bound);
    return concat(nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
  });
}

/** What was sealed, or undefined where key, binding or a single bit differ. */
export function open(key: Secret, bound: Uint8Array, box: Uint8Array): Bytes | undefined {
  if (box.length < NONCE_BYTES + TAG_BYTES) return undefined;
  return key.use((bytes) => {
    const end = box.length - TAG_BYTES;
    const cipher = createDecipheriv('aes-256-gcm', bytes, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    cipher.setAAD(bound);
    cipher.setAuthTag(box.subarray(end));
    const plaintext = cipher.update(box.subarray(NONCE_BYTES, end));
    try {
      cipher.final();
    } catch {
      // The tag does not verify: an expected outcome for a damaged or foreign file.
      plaintext.fill(0);
      return undefined;
    }
    return concat(plaintext);
  });
}
