// The only user of crypto.subtle: AES-256-GCM with a key that was made non-extractable the moment it arrived (protocol §7).
// No derivation here, and no key bytes after the import.
import { TAG_BYTES } from '../../core/frame/nonce.ts';
import type { Bytes } from '../../core/bytes.ts';

const AES_GCM = 'AES-GCM';

/** Makes a non-extractable key of the 32 bytes of `raw` for one direction, and wipes `raw` whatever comes. */
export async function importFrameKey(raw: Bytes, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('raw', raw, AES_GCM, false, [usage]);
  } finally {
    raw.fill(0);
  }
}

/** Ciphertext and tag of `plain` (RFC 9605 §4.4.3). */
export function sealBytes(key: CryptoKey, iv: Bytes, aad: Bytes, plain: ArrayBuffer): Promise<ArrayBuffer> {
  return crypto.subtle.encrypt({ name: AES_GCM, iv, additionalData: aad, tagLength: TAG_BYTES * 8 }, key, plain);
}

/** The plaintext of `sealed`; rejects where the tag does not verify. */
export function openBytes(key: CryptoKey, iv: Bytes, aad: Bytes, sealed: Bytes): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: AES_GCM, iv, additionalData: aad, tagLength: TAG_BYTES * 8 }, key, sealed);
}
