import { describe, expect, test } from 'vitest';
import { concat, lengthPrefixed, toBase32, utf8 } from '../../../src/core/bytes.ts';
import { makeSigningKey, makeStaticKey, verifySignature } from '../../../src/core/keys/identity.ts';
import { joinDevice, joinRecovery, recoveryIdOf, verifyJoin } from '../../../src/core/keys/member.ts';
import { sha256 } from './hand-written-chain.ts';

const person = new Uint8Array(32).fill(7);
const otherPerson = new Uint8Array(32).fill(8);
const s = makeStaticKey(new Uint8Array(32).fill(1)).publicKey;
const d = makeSigningKey(new Uint8Array(32).fill(2));
const otherKey = makeSigningKey(new Uint8Array(32).fill(3));
const device = joinDevice(person, s, d, [1, 2, 255]);
const recovery = joinRecovery(person, d);

describe('ids of members', () => {
  test('the id of a recovery key is a hash under its own label', () => {
    expect(recoveryIdOf(d.publicKey)).toBe(toBase32(sha256(utf8('Siegel 1 recovery'), d.publicKey), 26));
    expect(recovery.id).toBe(recoveryIdOf(d.publicKey));
  });

  test('a recovery key of another length throws', () => {
    expect(() => recoveryIdOf(new Uint8Array(33))).toThrow('32 bytes');
  });
});

describe('join signatures', () => {
  const label = concat(utf8('Siegel 1 join'), Uint8Array.of(0));

  test('a device’s join signature covers person, id, both keys and protocol versions', () => {
    const text = concat(label, person, lengthPrefixed(utf8(device.id)), s, d.publicKey, Uint8Array.of(0, 3, 1, 2, 255));
    expect(verifySignature(device.join ?? s, text, d.publicKey)).toBe(true);
    expect(verifyJoin(person, device)).toBe(true);
  });

  test('a recovery key’s join signature covers person, id and key', () => {
    const text = concat(label, person, lengthPrefixed(utf8(recovery.id)), d.publicKey);
    expect(verifySignature(recovery.join, text, d.publicKey)).toBe(true);
    expect(verifyJoin(person, recovery)).toBe(true);
  });

  test('a join signature is worthless for another person', () => {
    expect(verifyJoin(otherPerson, device)).toBe(false);
    expect(verifyJoin(otherPerson, recovery)).toBe(false);
  });

  test.each([
    ['another id', { ...device, id: recovery.id }],
    ['another agreement key', { ...device, s: otherKey.publicKey }],
    ['another signing key', { ...device, d: otherKey.publicKey }],
    ['fewer protocol versions', { ...device, proto: [1, 2] }],
    ['the signature of a recovery key', { ...device, join: recovery.join }],
    ['the form of a chain’s first device, without a signature', { ...device, join: undefined }],
    ['the form of a recovery key', { ...recovery, join: device.join ?? s }],
    ['the form of a recovery key and another id', { ...recovery, id: device.id }],
  ])('a join signature is worthless with %s', (_what, member) => expect(verifyJoin(person, member)).toBe(false));

  test('a person id of another length throws', () => {
    expect(() => verifyJoin(person.slice(1), device)).toThrow('32 bytes');
  });
});
