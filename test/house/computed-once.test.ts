// What unit tests put in the place of curves and ML-KEM answers as they do, and only for the very input that was computed.
import { ed25519 as curve, x25519 as montgomery } from '@noble/curves/ed25519.js';
import { ml_kem768 as lattice } from '@noble/post-quantum/ml-kem.js';
import { describe, expect, test } from 'vitest';
import { ed25519, x25519 } from '../support/once/ed25519.ts';
import { ml_kem768 } from '../support/once/ml-kem.ts';
import { remembered } from '../support/once/remembered.ts';

const filled = (length: number, byte: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(byte);

/** A function that counts how often it computes. */
function counted() {
  const computed: unknown[][] = [];
  const run = remembered((...input: readonly unknown[]) => {
    computed.push([...input]);
    return Uint8Array.of(computed.length);
  });
  return { run, computed };
}

describe('what is remembered', () => {
  test('is computed once for each input, and inputs that differ in anything are not taken for each other', () => {
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
      [Uint8Array.of(1, ...Buffer.from('b1:'), 2)], // as if a second part began in it
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

  test('can be wiped by each who takes it, and an input that is wiped or used again afterwards is another one', () => {
    const { run, computed } = counted();
    const input = filled(32, 7);
    run(input).fill(0);
    expect(run(input)).toEqual(Uint8Array.of(1));
    input.fill(0);
    expect(run(input)).toEqual(Uint8Array.of(2));
    expect(computed).toHaveLength(2);
  });

  test('is never an error: what was refused is asked again and refused again', () => {
    let asked = 0;
    const refuse = remembered((): boolean => {
      asked++;
      throw new Error('refused');
    });
    for (let i = 0; i < 3; i++) expect(() => refuse()).toThrow('refused');
    expect(asked).toBe(3);
  });
});

describe('in the place of the libraries', () => {
  test('a signature that was found good is refused with any byte of it, its message or its key changed, and good again', () => {
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

  test('two agree as with the library, and a point of low order is refused each time', () => {
    const shared = montgomery.getSharedSecret(filled(32, 3), montgomery.getPublicKey(filled(32, 4)));
    for (let i = 0; i < 2; i++) {
      expect(x25519.getSharedSecret(filled(32, 3), x25519.getPublicKey(filled(32, 4)))).toEqual(shared);
      expect(x25519.getSharedSecret(filled(32, 4), x25519.getPublicKey(filled(32, 3)))).toEqual(shared);
      expect(() => x25519.getSharedSecret(filled(32, 3), filled(32, 0))).toThrow('invalid private or public key');
    }
  });

  test('a secret is encapsulated and found as with the library, and a false ciphertext gives another', () => {
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
});
