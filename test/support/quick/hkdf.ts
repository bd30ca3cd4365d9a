// Replaces @noble/hashes/hkdf.js in unit tests (vitest.config.ts): the same functions, computed by the platform.
import { createHmac, createSecretKey } from 'node:crypto';

type Bytes = Uint8Array<ArrayBuffer>;

/** The hash, SHA-256 or SHA-512, by the length of its output in bytes. */
interface Hash {
  readonly outputLen: number;
}

const MAX_BLOCKS = 255;

// The key is passed as a key object. If the platform gets bytes, it makes a key object itself, and throws and catches
// an error on the way.
function hmac({ outputLen }: Hash, key: Uint8Array, ...message: readonly Uint8Array[]): Bytes {
  const made = createHmac(`sha${outputLen * 8}`, createSecretKey(key));
  for (const part of message) made.update(part);
  return new Uint8Array(made.digest());
}

/** HKDF-Extract (RFC 5869 §2.2). */
export function extract(hash: Hash, ikm: Uint8Array, salt: Uint8Array = new Uint8Array(hash.outputLen)): Bytes {
  return hmac(hash, salt, ikm);
}

/** HKDF-Expand (RFC 5869 §2.3). */
export function expand(hash: Hash, key: Uint8Array, info: Uint8Array = new Uint8Array(0), length = 32): Bytes {
  if (length > MAX_BLOCKS * hash.outputLen) throw new Error('the key would be too long');
  const output = new Uint8Array(Math.ceil(length / hash.outputLen) * hash.outputLen);
  let block: Uint8Array = new Uint8Array(0);
  for (let at = 0; at < length; at += hash.outputLen) {
    block = hmac(hash, key, block, info, Uint8Array.of(at / hash.outputLen + 1));
    output.set(block, at);
  }
  return output.slice(0, length);
}

/** HKDF (RFC 5869 §2). */
export function hkdf(
  hash: Hash,
  ikm: Uint8Array,
  salt: Uint8Array | undefined,
  info: Uint8Array | undefined,
  length: number,
): Bytes {
  return expand(hash, extract(hash, ikm, salt), info, length);
}
