import { describe, expect, test } from 'vitest';
import { concat, fromHex, toB64u, toHex, utf8 } from '../../../src/core/bytes.ts';
import { issueCertificate } from '../../../src/core/keys/certificate.ts';
import {
  compareWithPin,
  type DeviceList,
  headOf,
  issueDeviceList,
  pinOf,
  readDeviceList,
  relationTo,
} from '../../../src/core/keys/device-list.ts';
import { makeSigningKey, type UserKey } from '../../../src/core/keys/identity.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const user = makeSigningKey(new Uint8Array(32).fill(1));
const other = makeSigningKey(new Uint8Array(32).fill(2));
const address = 'a@example.org';
const at = 1_800_000_000;
const certificate = (n: number, who: UserKey = user, whose = address) =>
  issueCertificate(who, {
    address: whose,
    keys: deviceKeysOf(fromHex(n.toString(16).padStart(64, '0'))),
    name: `Gerät ${n}`,
    since: at,
    until: at + 86_400,
  });
const devices = [certificate(1), certificate(2)];
const first = issueDeviceList(user, { address, devices, at });

function read(payload: Uint8Array): DeviceList {
  const list = readDeviceList(payload, address);
  if (list === undefined) throw new Error('not readable');
  return list;
}

function signed(who: UserKey, body: Record<string, unknown>, label = 'Siegel 1 device list'): Uint8Array {
  const list = JSON.stringify(body);
  const sig = toB64u(who.sign(concat(utf8(label), Uint8Array.of(0), utf8(list))));
  return utf8(JSON.stringify({ list, sig }));
}

const body = { v: 1, address, uik: toB64u(user.publicKey), version: 1, prev: null, devices, at };

describe('a device list', () => {
  test('is read as it was issued, and keeps the payload that was read', () => {
    const list = read(first);
    expect(toHex(first)).toBe(toHex(signed(user, body)));
    expect(list.devices.map((one) => one.name)).toEqual(['Gerät 1', 'Gerät 2']);
    expect(list).toMatchObject({ address, version: 1, previous: undefined, at });
    expect(toHex(list.uik)).toBe(toHex(user.publicKey));
    expect(toHex(list.payload)).toBe(toHex(first));
  });

  test('follows the one before by version and hash', () => {
    const list = read(first);
    const second = read(issueDeviceList(user, { address, devices: [], at: at + 1 }, list));
    expect(second.version).toBe(2);
    expect(second.devices).toEqual([]);
    expect(toHex(second.previous ?? new Uint8Array())).toBe(toHex(list.hash));
    expect(read(issueDeviceList(user, { address, devices: [], at }, pinOf(second))).version).toBe(3);
  });

  test('is named by its version and hash, and knows lower versions as earlier ones', () => {
    const list = read(first);
    const second = read(issueDeviceList(user, { address, devices: [], at: at + 1 }, list));
    expect(headOf(second)).toEqual({ n: 2, head: toB64u(second.hash) });
    expect(relationTo(second, headOf(second))).toBe('same');
    expect(relationTo(second, headOf(list))).toBe('earlier');
    expect(relationTo(list, headOf(second))).toBe('unknown');
    expect(relationTo(second, { n: 2, head: toB64u(list.hash) })).toBe('unknown');
  });

  test('with an expired certificate is still read', () => {
    expect(read(issueDeviceList(user, { address, devices, at: at + 999 * 86_400 })).devices).toHaveLength(2);
  });

  test.each([
    ['signed by another', signed(other, body)],
    ['signed for another purpose', signed(user, body, 'Siegel 1 device cert')],
    ['of another address', signed(user, { ...body, address: 'b@example.org' })],
    ['of another format version', signed(user, { ...body, v: 2 })],
    ['of version 0', signed(user, { ...body, version: 0 })],
    ['of version 1 with a previous one', signed(user, { ...body, prev: toB64u(new Uint8Array(32)) })],
    ['of version 2 without a previous one', signed(user, { ...body, version: 2 })],
    ['with an unknown field', signed(user, { ...body, more: 1 })],
    ['with a foreign user’s certificate', signed(user, { ...body, devices: [certificate(1, other)] })],
    ['with another address’s certificate', signed(user, { ...body, devices: [certificate(1, user, 'b@example.org')] })],
    ['with a device twice', signed(user, { ...body, devices: [devices[0], devices[0]] })],
    ['that is no JSON', utf8('list')],
    ['with white space', concat(first, utf8(' '))],
  ])('%s is refused', (_why, payload) => expect(readDeviceList(payload, address)).toBeUndefined());

  test('of 64 devices is taken, of 65 refused', () => {
    const many = Array.from({ length: 65 }, (_, i) => certificate(i + 1));
    expect(read(issueDeviceList(user, { address, devices: many.slice(1), at })).devices).toHaveLength(64);
    expect(() => issueDeviceList(user, { address, devices: many, at })).toThrow('breaks its own rules');
  });

  test('over 65,535 bytes is refused before anything is parsed', () => {
    expect(readDeviceList(new Uint8Array(65_536).fill(0x20), address)).toBeUndefined();
  });
});

describe('a list beside the pinned one', () => {
  const list = read(first);
  const pin = pinOf(list);
  const next = (previous: Pick<DeviceList, 'version' | 'hash'>, moment = at) =>
    read(issueDeviceList(user, { address, devices: [], at: moment }, previous));
  const wrong = { ...pin, hash: new Uint8Array(32) };

  test.each([
    ['the very same', list, 'same'],
    ['its successor', next(pin), 'newer'],
    ['one that is two ahead, whatever it follows', next({ ...wrong, version: 2 }), 'newer'],
    ['a successor of another list', next(wrong), 'broken-chain'],
    ['another list of the same version', read(issueDeviceList(user, { address, devices, at: at + 1 })), 'conflict'],
    ['a list of another identity', read(issueDeviceList(other, { address, devices: [], at })), 'identity'],
  ] as const)('%s is named', (_what, other_, expected) => expect(compareWithPin(pin, other_)).toBe(expected));

  test('an older one is a rollback, even one that was true once', () => {
    expect(compareWithPin(pinOf(next(pin)), list)).toBe('rollback');
  });

  test('another identity is named before a rollback', () => {
    const foreign = read(issueDeviceList(other, { address, devices: [], at }));
    expect(compareWithPin({ ...pin, version: 9 }, foreign)).toBe('identity');
  });
});
