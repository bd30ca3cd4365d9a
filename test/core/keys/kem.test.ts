import { ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../src/core/bytes.ts';
import { agree, agreementPair, decapsulate, encapsulate, isKemKey, kemPair } from '../../../src/core/keys/kem.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { outcome, readVectors, type Wycheproof } from './read-vectors.ts';

interface KemTest {
  readonly seed: string;
  readonly m: string;
  readonly ek: string;
  readonly dk: string;
  readonly c: string;
  readonly K: string;
}

const encaps = readVectors('wycheproof-mlkem_768_encaps_test.json') as Wycheproof<KemTest>;
const keygen = readVectors('wycheproof-mlkem_768_keygen_seed_test.json') as Wycheproof<KemTest>;
const mlkem = readVectors('wycheproof-mlkem_768_test.json') as Wycheproof<KemTest>;
const x25519 = readVectors('wycheproof-x25519_test.json') as Wycheproof<{
  readonly public: string;
  readonly private: string;
  readonly shared: string;
}>;

const hexOf = (secret: Secret) => secret.use(toHex);

describe('X25519', () => {
  test.each(x25519.testGroups.flatMap((group) => group.tests))(
    'X25519 gives the result of Wycheproof vector $tcId: $comment',
    ({ public: peer, private: own, shared, flags }) => {
      // An all-zero result is refused (protocol §0). Every other result must be computed, even for points on the twist
      // and unusual encodings.
      const expected = flags.includes('ZeroSharedSecret') ? undefined : shared;
      expect(agree(Secret.own(fromHex(own)), fromHex(peer))?.use(toHex)).toBe(expected);
    },
  );

  test('an X25519 key of another length throws', () => {
    expect(() => agreementPair(new Uint8Array(31))).toThrow('32 bytes');
    expect(() => agree(agreementPair(new Uint8Array(32)).secret, new Uint8Array(33))).toThrow('32 bytes');
  });
});

describe('ML-KEM-768', () => {
  test.each(keygen.testGroups.flatMap((group) => group.tests))(
    'ML-KEM-768 generates the keys of Wycheproof vector $tcId',
    ({ seed, ek, dk }) => {
      const bytes = fromHex(seed);
      const pair = kemPair(bytes);
      expect(toHex(pair.publicKey)).toBe(ek);
      expect(hexOf(pair.secret)).toBe(dk);
      expect(bytes.every((byte) => byte === 0)).toBe(true);
    },
  );

  test.each(encaps.testGroups.flatMap((group) => group.tests))(
    'ML-KEM-768 encapsulates Wycheproof vector $tcId: $result',
    ({ m, ek, c, K, result }) => {
      const key = fromHex(ek);
      expect(isKemKey(key)).toBe(result === 'valid');
      const seal = () => {
        const { ciphertext, shared } = encapsulate(key, fromHex(m));
        return toHex(ciphertext) + hexOf(shared);
      };
      expect(outcome(seal)).toBe(result === 'valid' ? c + K : 'refused');
    },
  );

  test.each(mlkem.testGroups.flatMap((group) => group.tests))(
    'ML-KEM-768 decapsulates Wycheproof vector $tcId: $result',
    ({ seed, ek, c, K, result }) => {
      const open = () => {
        const pair = kemPair(fromHex(seed));
        return toHex(pair.publicKey) + hexOf(decapsulate(pair.secret, fromHex(c)));
      };
      expect(outcome(open)).toBe(result === 'valid' ? ek + K : 'refused');
    },
  );

  test('encapsulation erases its random bytes, and throws for an invalid key', () => {
    const message = new Uint8Array(32).fill(2);
    encapsulate(kemPair(new Uint8Array(64).fill(1)).publicKey, message);
    expect(message.every((byte) => byte === 0)).toBe(true);
    expect(() => encapsulate(new Uint8Array(1184).fill(255), new Uint8Array(32))).toThrow('checked where it is read');
  });

  test('a false ciphertext gives another secret and no error', () => {
    const pair = kemPair(new Uint8Array(64).fill(1));
    const { ciphertext, shared } = encapsulate(pair.publicKey, new Uint8Array(32).fill(2));
    ciphertext[0] = (ciphertext[0] ?? 0) ^ 1;
    expect(hexOf(decapsulate(pair.secret, ciphertext))).not.toBe(hexOf(shared));
  });

  test('the key check agrees with the library about coefficients at the edges of the allowed range', () => {
    const good = kemPair(new Uint8Array(64).fill(3)).publicKey;
    for (const [index, value] of [3328, 3329, 4095].flatMap((v) => [0, 1, 767].map((i) => [i, v] as const))) {
      const key = good.slice();
      const at = Math.floor(index / 2) * 3;
      if (index % 2 === 0) {
        key[at] = value & 255;
        key[at + 1] = ((key[at + 1] ?? 0) & 0xf0) | (value >> 8);
      } else {
        key[at + 1] = ((key[at + 1] ?? 0) & 0x0f) | ((value & 15) << 4);
        key[at + 2] = value >> 4;
      }
      let taken = true;
      try {
        ml_kem768.encapsulate(key, new Uint8Array(32));
      } catch {
        taken = false;
      }
      expect(isKemKey(key)).toBe(taken);
      expect(taken).toBe(value < 3329);
    }
  });
});
