// Seals messages that arrive while the program is locked, to a key of which only the public half stays in memory
// (decision 0089). Each lock has a key pair, which a later lock uses again while messages of the earlier lock wait.
// Each message has an ephemeral key pair. X25519 (RFC 7748), HKDF-SHA-256 (RFC 5869), AES-256-GCM.
import { gcm } from '@noble/ciphers/aes.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, utf8 } from '../../core/bytes.ts';
import { curves } from '../../core/keys/curves.ts';
import { Secret } from '../../core/keys/secret.ts';
import type { Random } from '../time/clock.ts';

const KEY_BYTES = 32;
const TAG_BYTES = 16;
const LABEL = utf8('Siegel 1 waiting');
const NONCE = new Uint8Array(12); // each key seals one message

/** The key pair of a lock. */
export interface BoxKey {
  readonly secret: Secret;
  readonly publicKey: Bytes;
}

/** Makes a key pair. */
export function newBoxKey(random: Random): BoxKey {
  const secret = Secret.own(random(KEY_BYTES));
  return { secret, publicKey: secret.use((bytes) => curves().agreementKey(bytes)) };
}

/** `ephemeral public key (32) || ciphertext || tag (16)`, which only the secret of `publicKey` can open. */
export function sealFor(publicKey: Bytes, plaintext: Uint8Array, random: Random): Bytes {
  const { secret, publicKey: ephemeral } = newBoxKey(random);
  const key = keyOf(secret, publicKey, ephemeral, publicKey);
  secret.wipe();
  if (key === undefined) throw new Error('assertion failed: a key that was made here is of no low order');
  const box = key.use((bytes) => concat(ephemeral, gcm(bytes, NONCE).encrypt(plaintext)));
  key.wipe();
  return box;
}

/** The plaintext. Undefined if the box was sealed to another key, or if even one bit of it was changed. */
export function openBox({ secret, publicKey }: BoxKey, box: Uint8Array): Bytes | undefined {
  if (box.length < KEY_BYTES + TAG_BYTES) return undefined;
  const ephemeral = box.slice(0, KEY_BYTES);
  const key = keyOf(secret, ephemeral, ephemeral, publicKey);
  if (key === undefined) return undefined;
  try {
    return key.use((bytes) => gcm(bytes, NONCE).decrypt(box.subarray(KEY_BYTES)));
  } catch {
    return undefined; // the tag does not verify
  } finally {
    key.wipe();
  }
}

function keyOf(secret: Secret, peer: Bytes, ephemeral: Bytes, receiver: Bytes): Secret | undefined {
  const shared = secret.use((bytes) => curves().agree(bytes, peer));
  if (shared === undefined) return undefined;
  const key = Secret.own(hkdf(sha256, shared, concat(ephemeral, receiver), LABEL, KEY_BYTES));
  shared.fill(0);
  return key;
}
