import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/core/keys/secret.ts';

const bytes = () => Uint8Array.of(1, 2, 3, 4);

describe('a secret', () => {
  test('lends its bytes and gives back what was made of them', () => {
    expect(Secret.own(bytes()).use((b) => b[3])).toBe(4);
  });

  test('takes the bytes over: what was given is zero, and they lie in a buffer that no collector copies', () => {
    const raw = bytes();
    const secret = Secret.own(raw);
    expect([...raw]).toEqual([0, 0, 0, 0]);
    expect(secret.use((b) => [...b])).toEqual([1, 2, 3, 4]);
    expect(secret.use((b) => [b.byteOffset, b.buffer.byteLength])).toEqual([0, 4]);
  });

  test('is zero in memory after wiping, and asking again is a bug', () => {
    const secret = Secret.own(bytes());
    let lent: Uint8Array = new Uint8Array(0);
    secret.use((b) => void (lent = b));
    expect(secret.wiped).toBe(false);
    secret.wipe();
    secret.wipe();
    expect(secret.wiped).toBe(true);
    expect([...lent]).toEqual([0, 0, 0, 0]);
    expect(() => secret.use((b) => b[0])).toThrow('wiped');
  });

  test('cannot be carried out of its use whole', () => {
    expect(() => Secret.own(bytes()).use((b) => b)).toThrow('outlive');
  });

  test('shows nothing when it is printed, serialised, inspected or cloned', () => {
    const secret = Secret.own(bytes());
    expect(String(secret)).toBe('Secret');
    expect(JSON.stringify({ secret })).toBe('{}');
    expect(inspect({ secret })).toBe('{ secret: Secret }');
    expect(Object.keys(secret)).toEqual([]);
    expect(Object.keys(structuredClone(secret))).toEqual([]);
  });

  test('copies into one that lives on by itself', () => {
    const secret = Secret.own(bytes());
    const copy = secret.copy();
    secret.wipe();
    expect(copy.use((b) => [...b])).toEqual([1, 2, 3, 4]);
  });
});
