// The stand-ins that unit tests use for the product's libraries give the same answers, and answer from memory only for
// the exact input that was computed.
import { gcm as cipher } from '@noble/ciphers/aes.js';
import { ed25519 as curve, x25519 as montgomery } from '@noble/curves/ed25519.js';
import * as derivation from '@noble/hashes/hkdf.js';
import { sha256 as shorter, sha512 as longer } from '@noble/hashes/sha2.js';
import { ml_kem768 as lattice } from '@noble/post-quantum/ml-kem.js';
import { describe, expect, test } from 'vitest';
import { gcm } from '../support/quick/aes.ts';
import { ed25519, x25519 } from '../support/quick/ed25519.ts';
import { expand, extract, hkdf } from '../support/quick/hkdf.ts';
import { ml_kem768 } from '../support/quick/ml-kem.ts';
import { remembered } from '../support/quick/remembered.ts';
import { sha256, sha512 } from '../support/quick/sha2.ts';

const filled = (length: number, byte: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(byte);

/** A function with remembered results, and the inputs for which it has computed a result. */
function counted() {
  const computed: unknown[][] = [];
  const run = remembered((...input: readonly unknown[]) => {
    computed.push([...input]);
    return Uint8Array.of(computed.length);
  });
  return { run, computed };
}

describe('remembered results', () => {
  test('a result is computed once for each input, and inputs that differ at all are kept apart', () => {
    const { run, computed } = counted();
    const inputs: readonly (readonly unknown[])[] = [
      [],
      [undefined],
      [Uint8Array.of()],
      [Uint8Array.of(), Uint8Array.of()],
      [Uint8Array.of(1, 2), Uint8Array.of(3)],
      [Uint8Array.of(1), Uint8Array.of(2, 3)],
      [Uint8Array.of(1, 2, 3)],
      [Uint8Array.of(1), Uint8Array.of(2)],
      [Uint8Array.of(1, ...Buffer.from('b1:'), 2)], // looks as if a second part began inside the first
      [Uint8Array.of(1, ...Buffer.from('b:'), 2)],
      ['\u0001\u0002\u0003'],
      [filled(32, 1), { zip215: false }],
      [filled(32, 1), { zip215: true }],
      [filled(32, 1)],
      [filled(64, 1).subarray(1, 32)],
    ];
    const first = inputs.map((input) => run(...input));
    expect(computed).toEqual(inputs);
    expect(inputs.map((input) => run(...input))).toEqual(first);
    expect(computed).toHaveLength(inputs.length);
    expect(new Set(first.map(String)).size).toBe(inputs.length);
  });

  test('each caller may wipe a remembered result, and an input overwritten afterwards counts as another input', () => {
    const { run, computed } = counted();
    const input = filled(32, 7);
    run(input).fill(0);
    expect(run(input)).toEqual(Uint8Array.of(1));
    input.fill(0);
    expect(run(input)).toEqual(Uint8Array.of(2));
    expect(computed).toHaveLength(2);
  });

  test('an error is not remembered, and a refused input is computed and refused each time', () => {
    let asked = 0;
    const refuse = remembered((): boolean => {
      asked++;
      throw new Error('refused');
    });
    for (let i = 0; i < 3; i++) expect(() => refuse()).toThrow('refused');
    expect(asked).toBe(3);
  });
});

describe('replacements for the libraries', () => {
  test('a signature is refused if the first or last byte of signature, message or key is changed, and accepted once that byte is restored', () => {
    const key = ed25519.getPublicKey(filled(32, 1));
    const message = filled(40, 2);
    const signature = ed25519.sign(message, filled(32, 1));
    expect([key, signature]).toEqual([curve.getPublicKey(filled(32, 1)), curve.sign(message, filled(32, 1))]);
    const isGood = (): boolean => ed25519.verify(signature, message, key, { zip215: false });
    for (const bytes of [signature, message, key]) {
      for (const at of [0, bytes.length - 1]) {
        expect(isGood()).toBe(true);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        expect(isGood()).toBe(false);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
      }
    }
    expect(isGood()).toBe(true);
  });

  test('key agreement gives the library’s results, and refuses a point of low order each time', () => {
    const shared = montgomery.getSharedSecret(filled(32, 3), montgomery.getPublicKey(filled(32, 4)));
    for (let i = 0; i < 2; i++) {
      expect(x25519.getSharedSecret(filled(32, 3), x25519.getPublicKey(filled(32, 4)))).toEqual(shared);
      expect(x25519.getSharedSecret(filled(32, 4), x25519.getPublicKey(filled(32, 3)))).toEqual(shared);
      expect(() => x25519.getSharedSecret(filled(32, 3), filled(32, 0))).toThrow('invalid private or public key');
    }
  });

  test('encapsulation and decapsulation give the library’s results, and an altered ciphertext gives another secret', () => {
    const pair = lattice.keygen(filled(64, 5));
    const { cipherText, sharedSecret } = lattice.encapsulate(pair.publicKey, filled(32, 6));
    for (let i = 0; i < 2; i++) {
      expect(ml_kem768.keygen(filled(64, 5))).toEqual(pair);
      expect(ml_kem768.encapsulate(pair.publicKey, filled(32, 6))).toEqual({ cipherText, sharedSecret });
      expect(ml_kem768.decapsulate(cipherText, pair.secretKey)).toEqual(sharedSecret);
      const bent = cipherText.slice();
      bent[0] = (bent[0] ?? 0) ^ 1;
      expect(ml_kem768.decapsulate(bent, pair.secretKey)).toEqual(lattice.decapsulate(bent, pair.secretKey));
      expect(ml_kem768.decapsulate(bent, pair.secretKey)).not.toEqual(sharedSecret);
    }
  });

  const lengths = [0, 1, 63, 64, 65, 127, 128, 129, 1000];

  test.each([
    ['SHA-256', sha256, shorter],
    ['SHA-512', sha512, longer],
  ])('the hashes and derived keys of %s equal those of the library', (_name, hash, real) => {
    for (const length of lengths) {
      const bytes = filled(length, 7);
      expect(hash(bytes)).toEqual(real(bytes));
      expect(hash.create().update(bytes).update(bytes).digest()).toEqual(
        real.create().update(bytes).update(bytes).digest(),
      );
      expect(extract(hash, bytes, filled(length, 8))).toEqual(derivation.extract(real, bytes, filled(length, 8)));
      expect(extract(hash, bytes)).toEqual(derivation.extract(real, bytes));
      expect(hkdf(hash, bytes, undefined, undefined, length)).toEqual(
        derivation.hkdf(real, bytes, undefined, undefined, length),
      );
      expect(hkdf(real, bytes, bytes, bytes, length)).toEqual(derivation.hkdf(real, bytes, bytes, bytes, length));
      expect(expand(hash, filled(64, 9), bytes)).toEqual(derivation.expand(real, filled(64, 9), bytes));
    }
    const most = 255 * real.outputLen;
    expect(expand(hash, filled(64, 9), undefined, most)).toEqual(
      derivation.expand(real, filled(64, 9), undefined, most),
    );
    expect(() => expand(hash, filled(64, 9), undefined, most + 1)).toThrow('the key would be too long');
    expect(() => derivation.expand(real, filled(64, 9), undefined, most + 1)).toThrow('Length');
  });

  test('AES-GCM seals as the library does, opens what it sealed, and refuses a change of the first or last byte', () => {
    const refused = 'unable to authenticate';
    const sealedOne = cipher(filled(32, 1), filled(12, 2), filled(1, 3)).encrypt(filled(1, 4));
    expect(() => gcm(filled(32, 1), filled(12, 2), filled(1, 5)).decrypt(sealedOne)).toThrow(refused);
    for (const length of lengths) {
      const sealed = cipher(filled(32, 1), filled(12, 2), filled(length, 3)).encrypt(filled(length, 4));
      const by = (key: number, nonce: number, aad: number) =>
        gcm(filled(32, key), filled(12, nonce), filled(length, aad));
      expect(by(1, 2, 3).encrypt(filled(length, 4))).toEqual(sealed);
      expect(by(1, 2, 3).decrypt(sealed)).toEqual(filled(length, 4));
      expect(() => by(5, 2, 3).decrypt(sealed)).toThrow(refused);
      expect(() => by(1, 5, 3).decrypt(sealed)).toThrow(refused);
      expect(() => by(1, 2, 3).decrypt(sealed.subarray(1))).toThrow(length === 0 ? 'end with a tag' : refused);
      for (const at of [0, sealed.length - 1]) {
        const bent = sealed.slice();
        bent[at] = (bent[at] ?? 0) ^ 1;
        expect(() => by(1, 2, 3).decrypt(bent)).toThrow(refused);
      }
    }
    expect(gcm(filled(32, 1), filled(12, 2)).encrypt(filled(5, 4))).toEqual(
      cipher(filled(32, 1), filled(12, 2)).encrypt(filled(5, 4)),
    );
    expect(() => gcm(filled(32, 1), filled(12, 2)).decrypt(filled(15, 4))).toThrow('end with a tag');
  });
});
