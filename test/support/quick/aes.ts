// Replaces @noble/ciphers/aes.js in unit tests (vitest.config.ts): the same functions, computed by the platform.
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';

const TAG_BYTES = 16;

type Bytes = Uint8Array<ArrayBuffer>;
type Algorithm = 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm';

interface Sealing {
  readonly encrypt: (plaintext: Uint8Array) => Bytes;
  /** Throws if the tag is wrong or missing. */
  readonly decrypt: (sealed: Uint8Array) => Bytes;
}

/** AES-GCM (NIST SP 800-38D) with a tag of 16 bytes after the ciphertext. */
export function gcm(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array = new Uint8Array(0)): Sealing {
  const algorithm = `aes-${key.length * 8}-gcm` as Algorithm;
  // If the platform gets bytes, it makes a key object itself, and throws and catches an error on the way.
  const secret = createSecretKey(key);
  return {
    encrypt: (plaintext) => {
      const cipher = createCipheriv(algorithm, secret, nonce).setAAD(aad);
      const ciphertext = cipher.update(plaintext);
      cipher.final();
      return joined(ciphertext, cipher.getAuthTag());
    },
    decrypt: (sealed) => {
      if (sealed.length < TAG_BYTES) throw new Error('sealed bytes end with a tag');
      const decipher = createDecipheriv(algorithm, secret, nonce, { authTagLength: TAG_BYTES }).setAAD(aad);
      const plaintext = decipher.setAuthTag(sealed.subarray(-TAG_BYTES)).update(sealed.subarray(0, -TAG_BYTES));
      decipher.final();
      return joined(plaintext);
    },
  };
}

// Bytes in memory of their own, because a Buffer may share its memory with other Buffers.
function joined(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
