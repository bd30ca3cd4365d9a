// X25519 and Ed25519 as the protocol uses them (protocol §0). The reference is noble, which runs anywhere. A program
// may replace it with an implementation of its platform, which must answer every input identically, byte for byte.
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import type { Bytes } from '../bytes.ts';

/**
 * Both curves. Keys and points are 32 bytes. Secrets are borrowed for the duration of the function call and not kept.
 */
export interface Curves {
  /** The X25519 public key of a secret (RFC 7748 §6.1). */
  readonly agreementKey: (secret: Uint8Array) => Bytes;
  /**
   * The shared secret of a secret and a public key. Undefined if the point is of low order, that is, the result is all
   * zeros (RFC 7748 §6.1).
   */
  readonly agree: (secret: Uint8Array, peer: Uint8Array) => Bytes | undefined;
  /** The Ed25519 public key of a seed (RFC 8032 §5.1.5). */
  readonly signingKey: (seed: Uint8Array) => Bytes;
  /** The Ed25519 signature, 64 bytes (RFC 8032 §5.1.6). */
  readonly sign: (message: Uint8Array, seed: Uint8Array) => Bytes;
  /** Whether a signature of 64 bytes is valid: RFC 8032 §5.1.7 with S < L, canonical A and R, no small-order A. */
  readonly verify: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;
}

/** The reference implementation. */
export const nobleCurves: Curves = {
  agreementKey: (secret) => x25519.getPublicKey(secret),
  agree: (secret, peer) => {
    try {
      return x25519.getSharedSecret(secret, peer);
    } catch {
      return undefined; // a low-order point would give a secret that everybody knows
    }
  },
  signingKey: (seed) => ed25519.getPublicKey(seed),
  sign: (message, seed) => ed25519.sign(message, seed),
  verify: (signature, message, publicKey) => ed25519.verify(signature, message, publicKey, { zip215: false }),
};

let inUse = nobleCurves;

/** The implementation in use: the reference, unless another one was chosen. */
export function curves(): Curves {
  return inUse;
}

/** Uses this implementation from now on. A program calls this once, when it starts. */
export function useCurves(chosen: Curves): void {
  inUse = chosen;
}
