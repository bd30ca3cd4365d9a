// The two keys of a device out of one seed: for tests and benches, where a seed is all that tells devices apart.
import type { Bytes } from '../../src/core/bytes.ts';
import { type DeviceKeys, joinDeviceKeys, makeSigningKey, makeStaticKey } from '../../src/core/keys/identity.ts';

/** The keys of the device with this 32-byte seed, which it leaves as it is. */
export function deviceKeysOf(seed: Bytes): DeviceKeys {
  return joinDeviceKeys(makeStaticKey(seed.slice()), makeSigningKey(seed.map((byte) => byte ^ 0xff)));
}
