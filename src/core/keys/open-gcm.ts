// Opens messages from the wire by AES-256-GCM. This is the one place for it, so that only a wrong tag counts as a
// forgery: a key or a nonce of a wrong length is a bug of ours and throws. The worker opens frames by WebCrypto.
import { gcm } from '@noble/ciphers/aes.js';
import { assert } from '../assert.ts';
import type { Bytes } from '../bytes.ts';

const [KEY_BYTES, NONCE_BYTES] = [32, 12];

/** The plaintext. Undefined if the tag is wrong or incomplete: an expected outcome on an untrusted wire. */
export function openGcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Bytes | undefined {
  assert(key.length === KEY_BYTES && nonce.length === NONCE_BYTES, 'AES-256-GCM takes 32 bytes of key and 12 of nonce');
  const cipher = gcm(key, nonce, aad);
  try {
    return cipher.decrypt(sealed);
  } catch {
    return undefined;
  }
}
