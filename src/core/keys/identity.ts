// The two key pairs that each installation has: `s` (X25519) for agreement and `d` (Ed25519) for signing. Seeds come in
// as arguments and are kept only as a Secret. Signatures are checked strictly (protocol §0, §2).
import { sha256 } from '@noble/hashes/sha2.js';
import { assert } from '../assert.ts';
import { type Bytes, concat, toBase32, utf8 } from '../bytes.ts';
import { curves } from './curves.ts';
import { agree, agreementPair } from './kem.ts';
import { Secret } from './secret.ts';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const ID_CHARACTERS = 26;

/** An Ed25519 signing key: its public part, `sign`, and `wipe`. */
export interface SigningKey {
  readonly publicKey: Bytes;
  readonly sign: (message: Uint8Array) => Bytes;
  readonly wipe: () => void;
}

/** An X25519 static key: its public part, `agree`, and `wipe`. */
export interface StaticKey {
  readonly publicKey: Bytes;
  /** The shared secret with a public key of 32 bytes. Undefined if that key is of low order (protocol §0). */
  readonly agree: (peer: Uint8Array) => Secret | undefined;
  readonly wipe: () => void;
}

/**
 * A device as others know it: the public parts of its two keys, 32 bytes each, and its id, which is their hash
 * (protocol §2).
 */
export interface Device {
  readonly id: string;
  readonly s: Bytes;
  readonly d: Bytes;
}

/** The two key pairs of this device. The secret keys are never exported. */
export interface DeviceKeys extends Device {
  /** The shared secret of `s` with a public key of 32 bytes. Undefined if that key is of low order (protocol §0). */
  readonly agree: StaticKey['agree'];
  /** The signature of `d`. */
  readonly sign: SigningKey['sign'];
  readonly wipe: () => void;
}

/** The signing key made from a 32-byte seed, which it takes over (RFC 8032 §5.1.5). */
export function makeSigningKey(seed: Bytes): SigningKey {
  assert(seed.length === KEY_BYTES, 'a seed of a signing key has 32 bytes');
  const secret = Secret.own(seed);
  return {
    publicKey: secret.use((bytes) => curves().signingKey(bytes)),
    sign: (message) => secret.use((bytes) => curves().sign(message, bytes)),
    wipe: () => secret.wipe(),
  };
}

/** The static key made from a 32-byte seed, which it takes over (RFC 7748 §5). */
export function makeStaticKey(seed: Bytes): StaticKey {
  assert(seed.length === KEY_BYTES, 'a seed of a static key has 32 bytes');
  const { publicKey, secret } = agreementPair(seed);
  return { publicKey, agree: (peer) => agree(secret, peer), wipe: () => secret.wipe() };
}

/** A device's two keys as one object, whose `wipe` wipes both. */
export function joinDeviceKeys(staticKey: StaticKey, signingKey: SigningKey): DeviceKeys {
  const [s, d] = [staticKey.publicKey, signingKey.publicKey];
  return {
    id: deviceId(s, d),
    s,
    d,
    agree: staticKey.agree,
    sign: signingKey.sign,
    wipe: () => {
      staticKey.wipe();
      signingKey.wipe();
    },
  };
}

/** The id of a device by its public keys: 26 base32 characters that commit to both of them (protocol §2). */
export function deviceId(s: Uint8Array, d: Uint8Array): string {
  assert(s.length === KEY_BYTES && d.length === KEY_BYTES, 'a public key of a device has 32 bytes');
  return toBase32(sha256(concat(utf8('Siegel 1 device'), s, d)), ID_CHARACTERS);
}

/**
 * Whether `signature` over `message` was made with `publicKey`: RFC 8032 §5.1.7 with S < L, canonical A and R, no
 * small-order A (protocol §0). With a small-order key one signature would fit many messages.
 */
export function verifySignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== KEY_BYTES) return false;
  return curves().verify(signature, message, publicKey);
}
