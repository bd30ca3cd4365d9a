// The patterns of the public vectors as data (Noise §7.4, §7.5, §9),
// and their suites. For tests: the product knows X, IKhfs and XXhfs.
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concat } from '../../../src/core/bytes.ts';
import type { NoisePattern, NoiseToken } from '../../../src/core/keys/noise-pattern.ts';
import { AESGCM_SHA256, type NoiseCipher, type NoiseSuite } from '../../../src/core/keys/noise-suite.ts';

const PATTERNS: Readonly<Record<string, readonly [known: string, messages: string]>> = {
  N: ['r', 'e es'],
  K: ['ir', 'e es ss'],
  X: ['r', 'e es s ss'],
  NN: ['', 'e | e ee'],
  KN: ['i', 'e | e ee se'],
  NK: ['r', 'e es | e ee'],
  KK: ['ir', 'e es ss | e ee se'],
  NX: ['', 'e | e ee s es'],
  KX: ['i', 'e | e ee se s es'],
  XN: ['', 'e | e ee | s se'],
  IN: ['', 'e s | e ee se'],
  XK: ['r', 'e es | e ee | s se'],
  IK: ['r', 'e es s ss | e ee se'],
  XX: ['', 'e | e ee s es | s se'],
  IX: ['', 'e s | e ee se s es'],
};

/** The pattern of a name such as `IKpsk2`. */
export function patternOf(name: string): NoisePattern {
  const [, base = '', psk] = /^([A-Z]+)(?:psk(\d))?$/.exec(name) ?? [];
  const [known, text] = PATTERNS[base] ?? ['', ''];
  const messages = text.split(' | ').map((message) => message.split(' ') as NoiseToken[]);
  if (psk === '0') messages[0]?.unshift('psk');
  else if (psk !== undefined) messages[Number(psk) - 1]?.push('psk');
  return { name, known: known.split('').map((who) => (who === 'i' ? 'initiator' : 'responder')), messages };
}

function chachaNonce(counter: bigint): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, counter, true); // Noise §12.3: little-endian
  return nonce;
}

const chachaPoly: NoiseCipher = {
  seal: (key, counter, aad, plaintext) => concat(chacha20poly1305(key, chachaNonce(counter), aad).encrypt(plaintext)),
  open: (key, counter, aad, ciphertext) => {
    try {
      return concat(chacha20poly1305(key, chachaNonce(counter), aad).decrypt(ciphertext));
    } catch {
      return undefined;
    }
  },
};

/** The suite of a name such as `ChaChaPoly_SHA512`. */
export function suiteOf(name: string): NoiseSuite {
  const [cipher, hash] = name.split('_');
  return {
    cipher: cipher === 'AESGCM' ? AESGCM_SHA256.cipher : chachaPoly,
    hash: (hash === 'SHA256' ? sha256 : sha512) as typeof sha256,
  };
}
