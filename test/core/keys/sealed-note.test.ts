import { describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { utf8 } from '../../../src/core/bytes.ts';
import { CalleeHandshake, CallerHandshake } from '../../../src/core/keys/handshake.ts';
import { X } from '../../../src/core/keys/noise-pattern.ts';
import { AESGCM_SHA256 } from '../../../src/core/keys/noise-suite.ts';
import { NoiseHandshake } from '../../../src/core/keys/noise.ts';
import { openNote, sealNote, notePrologue } from '../../../src/core/keys/sealed-note.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const seed = (n: number, length = 32) => new Uint8Array(length).fill(n);
const caller = deviceKeysOf(seed(1));
const callee = deviceKeysOf(seed(2));
const other = deviceKeysOf(seed(3));
const from = caller.id;
const binding = { kind: 'missed' as const, callId: seed(9, 16), issuedAtMs: 1_800_000_000_000n };
const payload = utf8('somebody called');

function sealed(): Uint8Array {
  const message = sealNote(caller, callee, binding, payload, seed(7));
  if (message === undefined) throw new Error('not sealed');
  return message;
}

describe('sealed notes', () => {
  test('a note opens at its addressee and names its sender’s key', () => {
    expect(openNote(callee, from, binding, sealed())).toEqual({ payload, senderStatic: caller.s });
  });

  test.each([
    ['another kind', callee, from, { ...binding, kind: 'move' }],
    ['another call', callee, from, { ...binding, callId: seed(8, 16) }],
    ['another time', callee, from, { ...binding, issuedAtMs: binding.issuedAtMs + 1n }],
    ['another sender', callee, other.id, binding],
    ['another receiver', other, from, binding],
  ] as const)('a note with %s does not open', (_what, device, sender, bound) => {
    expect(openNote(device, sender, bound, sealed())).toBeUndefined();
  });

  test('a note under another device’s name reveals the key that sealed it', () => {
    const prologue = notePrologue(binding, other.id, callee.id);
    const protocolName = 'Noise_X_25519_AESGCM_SHA256';
    const how = { protocolName, pattern: X, suite: AESGCM_SHA256, initiator: true, prologue, peer: callee.s };
    const noise = new NoiseHandshake({ ...how, own: caller });
    const message = unwrap(noise.write(payload, { ephemeral: seed(7) }), 'a good key');
    expect(openNote(callee, other.id, binding, message)?.senderStatic).toEqual(caller.s);
  });

  test('a note altered or cut at any byte does not open', () => {
    const message = sealed();
    for (let i = 0; i < message.length; i++) {
      expect(openNote(callee, from, binding, message.with(i, (message[i] ?? 0) ^ 1))).toBeUndefined();
      expect(openNote(callee, from, binding, message.subarray(0, i))).toBeUndefined();
    }
  });

  test('a note does not open as an INVITE, nor an INVITE as a note', () => {
    const call = { ...binding, ttlSeconds: 45 };
    expect(new CalleeHandshake(callee, from, call).readInvite(sealed())).toBeUndefined();
    const random = { ephemeral: seed(7), kem: seed(4, 64) };
    const invite = new CallerHandshake(caller, callee, call).writeInvite(payload, random);
    expect(openNote(callee, from, binding, invite ?? seed(0))).toBeUndefined();
  });

  test('no note is sealed for a low-order key or with a call id that is not 16 bytes long', () => {
    const low = { id: other.id, s: Uint8Array.of(1, ...seed(0, 31)) };
    expect(sealNote(caller, low, binding, payload, seed(7))).toBeUndefined();
    expect(() => sealNote(caller, callee, { ...binding, callId: seed(9) }, payload, seed(7))).toThrow('16');
  });
});
