import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fromB64u, toHex } from '../../../src/core/bytes.ts';
import { pairFingerprint, personFingerprint, qrText } from '../../../src/core/keys/fingerprint.ts';

const person = (n: number) => new Uint8Array(32).fill(n);
const alice = personFingerprint(person(1), 'alice@example.org');
const bob = personFingerprint(person(2), 'bob@example.org');

describe('fingerprints of people', () => {
  test('the fingerprint of one person is 5,200 rounds of SHA-512, shown as 30 digits', () => {
    const address = Buffer.from('alice@example.org');
    const length = Buffer.from([0, address.length]);
    let hash = createHash('sha512')
      .update('Siegel 1 fp')
      .update(person(1))
      .update(length)
      .update(address)
      .update(person(1))
      .digest();
    for (let i = 1; i < 5200; i++) hash = createHash('sha512').update(hash).update(person(1)).digest();
    expect(toHex(alice.hash)).toBe(hash.toString('hex'));
    const groups = [0, 5, 10, 15, 20, 25].map((at) => String(hash.readUIntBE(at, 5) % 100_000).padStart(5, '0'));
    expect(alice.digits).toBe(groups.join(''));
  });

  test('the pair fingerprint is the same on both sides: 60 digits in 12 groups', () => {
    const text = pairFingerprint(alice, bob);
    expect(text).toMatch(/^\d{5}( \d{5}){11}$/);
    expect(pairFingerprint(bob, alice)).toBe(text);
    expect(text.replaceAll(' ', '')).toBe([alice.digits, bob.digits].toSorted().join(''));
  });

  test('the fingerprint changes with the person id and the address', () => {
    expect(personFingerprint(person(3), 'alice@example.org').digits).not.toBe(alice.digits);
    expect(personFingerprint(person(1), 'alice@example.com').digits).not.toBe(alice.digits);
    expect(() => personFingerprint(new Uint8Array(31), 'a@b')).toThrow('32 bytes');
  });

  test('the QR code contains the version and both hashes, and is the same on both sides', () => {
    const bytes = fromB64u(qrText(alice, bob)) ?? new Uint8Array();
    const first = alice.digits < bob.digits ? [alice, bob] : [bob, alice];
    expect(toHex(bytes)).toBe(`01${first.map((one) => toHex(one.hash)).join('')}`);
    expect(qrText(bob, alice)).toBe(qrText(alice, bob));
  });
});
