// X25519 and Ed25519 as the protocol uses them (protocol §0). The reference is noble, which runs anywhere; a program may put an
// implementation of its platform in its place, which has to give the same answer to every input, byte for byte.
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import type { Bytes } from '../bytes.ts';

/** Both curves. Keys and points are 32 bytes; secrets are borrowed for the call and kept nowhere. */
export interface Curves {
  /** The X25519 public key of a secret (RFC 7748 §6.1). */
  readonly agreementKey: (secret: Uint8Array) => Bytes;
  /** What a secret and a public key agree on, or undefined where the point is of low order: an all-zero result (RFC 7748 §6.1). */
  readonly agree: (secret: Uint8Array, peer: Uint8Array) => Bytes | undefined;
  /** The Ed25519 public key of a seed (RFC 8032 §5.1.5). */
  readonly signingKey: (seed: Uint8Array) => Bytes;
  /** The signature of 64 bytes (RFC 8032 §5.1.6). */
  readonly sign: (message: Uint8Array, seed: Uint8Array) => Bytes;
  /** Whether a signature of 64 bytes holds: RFC 8032 §5.1.7 with S < L, canonical A and R, no small-order A. */
  readonly verify: (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;
}

/** The reference. */
export const nobleCurves: Curves = {
  agreementKey: (secret) => x25519.getPublicKey(secret),
  agree: (secret, peer) => {
    try {
      return x25519.getSharedSecret(secret, peer);
    } catch {
      return undefined; // a low-order point: whoever sends one wants a secret that everybody knows
    }
  },
  signingKey: (seed) => ed25519.getPublicKey(seed),
  sign: (message, seed) => ed25519.sign(message, seed),
  verify: (signature, message, publicKey) => ed25519.verify(signature, message, publicKey, { zip215: false }),
};

let inUse = nobleCurves;

/** The curves that this program computes with: the reference, until another one is put in its place. */
export function curves(): Curves {
  return inUse;
}

/** Computes with these from now on; a program says so once, where it starts. */
export function useCurves(chosen: Curves): void {
  inUse = chosen;
}
