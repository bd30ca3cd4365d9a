// ML-KEM-768 (FIPS 203) and X25519 (RFC 7748) as the protocol uses them. All randomness is passed in. An unusable key
// of a peer is an expected outcome: `agree` returns undefined, `isKemKey` false. Other wrong inputs are a bug of ours.
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { assert } from '../assert.ts';
import type { Bytes } from '../bytes.ts';
import { curves } from './curves.ts';
import { Secret } from './secret.ts';

/** Sizes of FIPS 203 table 3 and RFC 7748, in bytes. `kemSeed` is `d || z`, `kemMessage` is `m` (protocol §0). */
export const SIZES = {
  publicKey: 32,
  secretKey: 32,
  kemKey: 1184,
  kemCiphertext: 1088,
  kemSeed: 64,
  kemMessage: 32,
} as const;

const Q = 3329; // FIPS 203 §2.3
const PACKED_BYTES = 1152; // three polynomials of 256 coefficients of 12 bits; the seed ρ follows

/** A key pair of either kind. */
export interface KeyPair {
  readonly publicKey: Bytes;
  readonly secret: Secret;
}

/** The X25519 key pair made from 32 bytes, which it takes over. */
export function agreementPair(seed: Bytes): KeyPair {
  assert(seed.length === SIZES.secretKey, 'an X25519 key has 32 bytes');
  const secret = Secret.own(seed);
  return { publicKey: secret.use((bytes) => curves().agreementKey(bytes)), secret };
}

/**
 * The X25519 shared secret. Undefined if the peer's point is of low order, that is, the result is all zeros (protocol
 * §0).
 */
export function agree(own: Secret, peer: Uint8Array): Secret | undefined {
  assert(peer.length === SIZES.publicKey, 'an X25519 public key has 32 bytes');
  return own.use((bytes) => {
    const shared = curves().agree(bytes, peer);
    return shared && Secret.own(shared);
  });
}

/** The ML-KEM-768 key pair made from 64 bytes `d || z`, which it erases (FIPS 203 algorithm 16). */
export function kemPair(seed: Bytes): KeyPair {
  assert(seed.length === SIZES.kemSeed, 'an ML-KEM seed has 64 bytes');
  const pair = ml_kem768.keygen(seed);
  seed.fill(0);
  return { publicKey: pair.publicKey, secret: Secret.own(pair.secretKey) };
}

/** The encapsulation-key check of FIPS 203 §7.2: length, and every coefficient below q. */
export function isKemKey(key: Uint8Array): boolean {
  if (key.length !== SIZES.kemKey) return false;
  for (let i = 0; i < PACKED_BYTES; i += 3) {
    const three = (key[i] ?? 0) | ((key[i + 1] ?? 0) << 8) | ((key[i + 2] ?? 0) << 16);
    if ((three & 0xfff) >= Q || three >> 12 >= Q) return false;
  }
  return true;
}

/** Encapsulates to a checked key with the 32 bytes `m`, which it erases (FIPS 203 algorithm 17). */
export function encapsulate(key: Uint8Array, m: Bytes): { readonly ciphertext: Bytes; readonly shared: Secret } {
  assert(isKemKey(key) && m.length === SIZES.kemMessage, 'the key is checked where it is read');
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(key, m);
  m.fill(0);
  return { ciphertext: cipherText, shared: Secret.own(sharedSecret) };
}

/**
 * The shared secret of a ciphertext of 1,088 bytes. A false ciphertext gives a secret that matches nothing (FIPS 203
 * §6.3).
 */
export function decapsulate(own: Secret, ciphertext: Uint8Array): Secret {
  assert(ciphertext.length === SIZES.kemCiphertext, 'an ML-KEM-768 ciphertext has 1,088 bytes');
  return own.use((key) => Secret.own(ml_kem768.decapsulate(ciphertext, key)));
}
