// The long-term keys as main uses them: in the memory of the engine's cryptography, which erases a key when its handle
// is collected. In JavaScript every use of such a key creates values that nothing can wipe: the library noble computes
// RFC 7748 §5 and RFC 8032 §5.1.5 with hex strings and BigInts. Signatures and shared secrets are the same as noble's,
// byte for byte.
import { type KeyObject, sign } from 'node:crypto';
import { unwrap } from '../../core/assert.ts';
import { type DeviceKeys, joinDeviceKeys, type SigningKey, type StaticKey } from '../../core/keys/identity.ts';
import { Secret } from '../../core/keys/secret.ts';
import { type Curve, publicBytes, secretKey, sharedBytes } from '../curves/key-objects.ts';
import type { Random } from '../time/clock.ts';

const KEY_BYTES = 32;

/** The signing key made from a 32-byte seed, which is erased here (RFC 8032 §5.1.5). */
export function signingKeyOf(seed: Secret): SigningKey {
  let key: KeyObject | undefined = takeOver('ed25519', seed);
  return {
    publicKey: publicBytes(key),
    sign: (message) => new Uint8Array(sign(undefined, message, unwrap(key, 'a wiped key was asked for'))),
    wipe: () => void (key = undefined),
  };
}

/** The static key made from a 32-byte seed, which is erased here (RFC 7748 §5). */
export function staticKeyOf(seed: Secret): StaticKey {
  let key: KeyObject | undefined = takeOver('x25519', seed);
  return {
    publicKey: publicBytes(key),
    agree: (peer) => {
      const shared = sharedBytes(unwrap(key, 'a wiped key was asked for'), peer);
      return shared && Secret.own(shared);
    },
    wipe: () => void (key = undefined),
  };
}

/** The seeds of a device's two keys. */
export interface DeviceSeeds {
  readonly static: Secret;
  readonly signing: Secret;
}

/** Seeds of a new device. */
export function newSeeds(random: Random): DeviceSeeds {
  return { static: Secret.own(random(KEY_BYTES)), signing: Secret.own(random(KEY_BYTES)) };
}

/** Erases both seeds. */
export function wipeSeeds(seeds: DeviceSeeds): void {
  seeds.static.wipe();
  seeds.signing.wipe();
}

/** Copies of the seeds, which must be wiped separately. */
export function copyOfSeeds(seeds: DeviceSeeds): DeviceSeeds {
  return { static: seeds.static.copy(), signing: seeds.signing.copy() };
}

/** The two keys of a device, made from their seeds, which are erased here. */
export function deviceKeysOf(seeds: DeviceSeeds): DeviceKeys {
  return joinDeviceKeys(staticKeyOf(seeds.static), signingKeyOf(seeds.signing));
}

function takeOver(curve: Curve, seed: Secret): KeyObject {
  try {
    return seed.use((bytes) => secretKey(curve, bytes));
  } finally {
    seed.wipe();
  }
}
