// Both keys of a device from one seed: for tests and benches in which a seed identifies a device.
import type { Bytes } from '../../src/core/bytes.ts';
import { type DeviceKeys, joinDeviceKeys, makeSigningKey, makeStaticKey } from '../../src/core/keys/identity.ts';

/** The keys of the device with this 32-byte seed, which is left unchanged. */
export function deviceKeysOf(seed: Bytes): DeviceKeys {
  return joinDeviceKeys(makeStaticKey(seed.slice()), makeSigningKey(seed.map((byte) => byte ^ 0xff)));
}
