// Keys, certificates and lists of the people of a test, made once: the same seed gives the same bytes, so the next test of a file
// that begins with the same two strangers takes those of the first. Calls share nothing; their handshakes are real each time.
import { unwrap } from '../../../src/core/assert.ts';
import { issueCertificate, type SignedCertificate } from '../../../src/core/keys/certificate.ts';
import { type DeviceList, issueDeviceList, pinOf, readDeviceList } from '../../../src/core/keys/device-list.ts';
import { type DeviceKeys, makeSigningKey, type UserKey } from '../../../src/core/keys/identity.ts';
import { type Bytes, toHex } from '../../../src/core/bytes.ts';
import { deviceKeysOf as makeDeviceKeys } from '../../support/device-keys.ts';

const made = new Map<string, unknown>();

function once<T>(name: readonly unknown[], make: () => T): T {
  const key = JSON.stringify(name);
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

/** The user key of a seed. */
export const userKeyOf = (seed: Bytes): UserKey => once(['user', toHex(seed)], () => makeSigningKey(seed));

/** The device's keys of a seed. */
export const deviceKeysOf = (seed: Bytes): DeviceKeys => once(['device', toHex(seed)], () => makeDeviceKeys(seed));

/** A device's certificate. */
export function certificateOf(user: UserKey, fields: Parameters<typeof issueCertificate>[1]): SignedCertificate {
  const name = [
    'certificate',
    toHex(user.publicKey),
    { ...fields, keys: [toHex(fields.keys.s), toHex(fields.keys.d)] },
  ];
  return once(name, () => issueCertificate(user, fields));
}

/** A list on top of another, as a reader has it. */
export function listOf(
  user: UserKey,
  fields: Parameters<typeof issueDeviceList>[1],
  previous: DeviceList | undefined,
): DeviceList {
  const name = ['list', toHex(user.publicKey), fields, previous && [previous.version, toHex(previous.hash)]];
  return once(name, () => {
    const payload = issueDeviceList(user, fields, previous && pinOf(previous));
    return unwrap(readDeviceList(payload, fields.address), 'a list just issued reads');
  });
}
