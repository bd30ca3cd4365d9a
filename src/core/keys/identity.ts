// The two long-term keys: the user identity key (UIK, Ed25519) that signs, and the device key (X25519) that agrees.
// Seeds come in as arguments and leave only as a Secret; signatures are checked strictly (protocol §0, §2).
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { assert } from '../assert.ts';
import { type Bytes, concat, toBase32, utf8 } from '../bytes.ts';
import { agree, agreementPair } from './kem.ts';
import { Secret } from './secret.ts';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const ID_CHARACTERS = 26;

/** An Ed25519 key that signs: its public part of 32 bytes, its signature of 64 bytes, its end. */
export interface SigningKey {
  readonly publicKey: Bytes;
  readonly sign: (message: Uint8Array) => Bytes;
  readonly wipe: () => void;
}

/** A user identity key, which all devices of a person share. */
export type UserKey = SigningKey;

/** A device's X25519 static key, one per installation: its public part, what it agrees on, its end. */
export interface DeviceKey {
  readonly publicKey: Bytes;
  /** The shared secret with a public key of 32 bytes, or undefined where that is of low order (protocol §0). */
  readonly agree: (peer: Uint8Array) => Secret | undefined;
  readonly wipe: () => void;
}

/** The signing key of a 32-byte seed, which it takes over (RFC 8032 §5.1.5). */
export function makeSigningKey(seed: Bytes): SigningKey {
  assert(seed.length === KEY_BYTES, 'a signing key seed has 32 bytes');
  const secret = Secret.own(seed);
  return {
    publicKey: secret.use((bytes) => ed25519.getPublicKey(bytes)),
    sign: (message) => secret.use((bytes) => ed25519.sign(message, bytes)),
    wipe: () => secret.wipe(),
  };
}

/** The user key of a 32-byte seed, which it takes over (RFC 8032 §5.1.5). */
export function makeUserKey(seed: Bytes): UserKey {
  return makeSigningKey(seed);
}

/** The device key of a 32-byte seed, which it takes over (RFC 7748 §5). */
export function makeDeviceKey(seed: Bytes): DeviceKey {
  assert(seed.length === KEY_BYTES, 'a device key seed has 32 bytes');
  const { publicKey, secret } = agreementPair(seed);
  return { publicKey, agree: (peer) => agree(secret, peer), wipe: () => secret.wipe() };
}

/** The device id of a public device key: 26 base32 characters (protocol §2). */
export function deviceId(publicKey: Uint8Array): string {
  assert(publicKey.length === KEY_BYTES, 'a device key has 32 bytes');
  return toBase32(sha256(concat(utf8('Siegel 1 device'), publicKey)), ID_CHARACTERS);
}

/**
 * Whether `signature` over `message` is that of `publicKey`: RFC 8032 §5.1.7 with S < L, canonical A and R, no small-order A
 * (protocol §0). A small-order key would make one signature fit many messages.
 */
export function verifySignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES || publicKey.length !== KEY_BYTES) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: false });
}
