// Opening with AES-256-GCM: a forgery is an expected outcome, and a wrong length is a bug.
import { describe, expect, test } from 'vitest';
import { openGcm } from '../../../src/core/keys/open-gcm.ts';

const [key, nonce, aad] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array(0)];

describe('opening with AES-256-GCM', () => {
  test('bytes without a valid tag do not open', () => {
    for (const length of [0, 15, 16, 40]) expect(openGcm(key, nonce, aad, new Uint8Array(length))).toBeUndefined();
  });

  test('a key or a nonce of a wrong length throws', () => {
    expect(() => openGcm(key.subarray(0, 16), nonce, aad, new Uint8Array(16))).toThrow('32 bytes of key');
    expect(() => openGcm(key, nonce.subarray(0, 8), aad, new Uint8Array(16))).toThrow('12 of nonce');
  });
});
