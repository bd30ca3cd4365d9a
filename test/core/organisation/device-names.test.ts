// The names in an organisation's certificate, the hash that binds it to a person, a device key and an address, and an
// authority's tag.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import { deviceId } from '../../../src/core/keys/identity.ts';
import { authorityTag, bundleHash, deviceNames, readDeviceNames } from '../../../src/core/organisation/device-names.ts';

const person = new Uint8Array(32).fill(1);
const key = new Uint8Array(32).fill(2);
const device = 'abcdefghijklmnopqrstuvwxyz';

describe('bundle hashes', () => {
  it('the bundle hash matches an independent implementation of protocol §12', () => {
    const address = Buffer.from('alice@klinik.example');
    const length = Buffer.from([0, address.length]);
    const expected = createHash('sha256')
      .update('Siegel 1 organisation bundle\0')
      .update(person)
      .update(key)
      .update(length)
      .update(address)
      .digest('hex');
    expect(toHex(bundleHash('alice@klinik.example', person, key))).toBe(expected);
  });

  it('the bundle hash differs with the person, the device key or the address', () => {
    const hashes = [
      bundleHash('a@b.example', person, key),
      bundleHash('a@b.example', key, person),
      bundleHash('a@b.example', person, person),
      bundleHash('c@b.example', person, key),
    ].map(toHex);
    expect(new Set(hashes).size).toBe(4);
  });
});

it('an authority’s tag has the form of a device id and depends on the authority’s key', () => {
  expect(authorityTag(key)).toMatch(/^[a-z2-7]{26}$/);
  expect(authorityTag(key)).not.toBe(authorityTag(person));
  expect(authorityTag(key)).not.toBe(deviceId(key, person));
});

describe('names in certificates', () => {
  it('device names are read back as written, even for a non-ASCII address', () => {
    for (const address of ['alice@klinik.example', 'jürgen@klinik.example']) {
      const names = deviceNames(address, device, bundleHash(address, person, key));
      expect(readDeviceNames(names)).toEqual({
        addresses: [address],
        devices: [device],
        bundles: [expect.stringMatching(/^[\w-]{43}$/)],
      });
    }
    expect(deviceNames('jürgen@klinik.example', device, person)[0]).toEqual({
      type: 'url',
      value: 'urn:siegel:address:j%C3%BCrgen%40klinik.example',
    });
  });

  it('capital letters of an address are folded, and an invalid address is read as empty', () => {
    const addresses = readDeviceNames([
      { type: 'email', value: 'Alice@Klinik.example' },
      { type: 'email', value: 'nobody' },
      { type: 'url', value: 'urn:siegel:address:%ff' },
      { type: 'url', value: 'https://klinik.example/alice' },
    ]).addresses;
    expect(addresses).toEqual(['alice@klinik.example', '', '']);
  });

  it('a device’s URN in an e-mail name does not count', () => {
    expect(readDeviceNames([{ type: 'email', value: `urn:siegel:device:${device}` }]).devices).toEqual([]);
  });
});
