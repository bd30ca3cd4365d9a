// The functions that a Noise instance is made of, and the suite of the product: AES-256-GCM and SHA-256 (Noise revision
// 34 §4, §12). X25519 and ML-KEM-768 are fixed (kem.ts). Tests add ChaChaPoly and SHA-512 to run every public vector.
import { gcm } from '@noble/ciphers/aes.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, uint } from '../bytes.ts';
import { openGcm } from './open-gcm.ts';

/** A cipher with a 32-byte key and a 16-byte tag. `open` returns undefined if the tag is wrong. */
export interface NoiseCipher {
  readonly seal: (key: Uint8Array, counter: bigint, aad: Uint8Array, plaintext: Uint8Array) => Bytes;
  readonly open: (key: Uint8Array, counter: bigint, aad: Uint8Array, ciphertext: Uint8Array) => Bytes | undefined;
}

/** A hash function of noble's type. */
export type NoiseHash = typeof sha256;

/** The last two parts of a protocol name. */
export interface NoiseSuite {
  readonly cipher: NoiseCipher;
  readonly hash: NoiseHash;
}

function nonceOf(counter: bigint): Bytes {
  return concat(new Uint8Array(4), uint(8, counter)); // Noise §12.4: 32 zero bits, then the counter big-endian
}

const aesGcm: NoiseCipher = {
  seal: (key, counter, aad, plaintext) => gcm(key, nonceOf(counter), aad).encrypt(plaintext),
  open: (key, counter, aad, ciphertext) => openGcm(key, nonceOf(counter), aad, ciphertext),
};

/** `AESGCM_SHA256`, the suite of the product. */
export const AESGCM_SHA256: NoiseSuite = { cipher: aesGcm, hash: sha256 };
