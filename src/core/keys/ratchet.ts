// From a base key to the key of one step of one stream, and to the base key of the next step (RFC 9605 §4.4.2, §5.1).
// Each step erases the base key before it; otherwise the ratchet would give no forward secrecy (protocol §6).
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concat, uint, utf8 } from '../bytes.ts';
import { Secret } from './secret.ts';

const EMPTY = new Uint8Array(0);

// RFC 9605 §4.5 table 1: hash, key length Nk, and Nh = length of the ratcheted base key. Nn is 12 for both.
const SUITES = {
  4: { hash: sha256, keyBytes: 16, baseBytes: 32 },
  5: { hash: sha512, keyBytes: 32, baseBytes: 64 },
} as const;
const SALT_BYTES = 12;

/**
 * SFrame cipher suite: 5 `AES_256_GCM_SHA512_128` is the product's; 4 `AES_128_GCM_SHA256_128` is for the test vectors.
 */
export type FrameSuite = keyof typeof SUITES;

/** The AES-GCM key and the 12-byte salt of one KID. */
export interface FrameKey {
  readonly key: Secret;
  readonly salt: Secret;
}

/** `sframe_key` and `sframe_salt` of `kid` (0 ≤ kid < 2^64) under `base`, which is not erased (RFC 9605 §4.4.2). */
export function frameKey(base: Secret, kid: bigint, suite: FrameSuite): FrameKey {
  const { hash, keyBytes } = SUITES[suite];
  const context = concat(uint(8, kid), uint(2, suite));
  const secret = base.use((bytes) => extract(hash, bytes, EMPTY));
  const key = Secret.own(expand(hash, secret, concat(utf8('SFrame 1.0 Secret key '), context), keyBytes));
  const salt = Secret.own(expand(hash, secret, concat(utf8('SFrame 1.0 Secret salt '), context), SALT_BYTES));
  secret.fill(0);
  return { key, salt };
}

/**
 * The base key of the next step. The function erases `base`, so derive this step's frame key first (RFC 9605 §5.1;
 * protocol §6, §7).
 */
export function nextBase(base: Secret, suite: FrameSuite): Secret {
  const { hash, baseBytes } = SUITES[suite];
  const secret = base.use((bytes) => extract(hash, bytes, EMPTY));
  const next = Secret.own(expand(hash, secret, utf8('SFrame 1.0 Ratchet'), baseBytes));
  secret.fill(0);
  base.wipe();
  return next;
}
