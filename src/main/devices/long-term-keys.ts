// The long-term keys as main uses them: in the memory of the engine's own cryptography, which erases a key when it lets go of it.
// In JavaScript every use of such a key makes numbers and texts of it that nothing can wipe (RFC 7748 §5 and RFC 8032 §5.1.5 by noble:
// hex, BigInt). What is signed and agreed is the same, byte for byte.
import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject, sign } from 'node:crypto';
import { unwrap } from '../../core/assert.ts';
import { type Bytes, fromHex } from '../../core/bytes.ts';
import { type DeviceKeys, joinDeviceKeys, type SigningKey, type StaticKey } from '../../core/keys/identity.ts';
import { Secret } from '../../core/keys/secret.ts';
import type { Random } from '../time/clock.ts';

// RFC 8410 §7 and §4: everything in front of the 32 bytes of a key.
const PKCS8 = { ed25519: '302e020100300506032b657004220420', x25519: '302e020100300506032b656e04220420' };
const X25519_SPKI = '302a300506032b656e032100';
const KEY_BYTES = 32;

/** The signing key of a 32-byte seed, which it takes over (RFC 8032 §5.1.5). */
export function signingKeyOf(seed: Secret): SigningKey {
  let key: KeyObject | undefined = privateKey('ed25519', seed);
  return {
    publicKey: publicBytes(key),
    sign: (message) => new Uint8Array(sign(undefined, message, unwrap(key, 'a wiped key was asked for'))),
    wipe: () => void (key = undefined),
  };
}

/** The static key of a 32-byte seed, which it takes over (RFC 7748 §5). */
export function staticKeyOf(seed: Secret): StaticKey {
  let key: KeyObject | undefined = privateKey('x25519', seed);
  return {
    publicKey: publicBytes(key),
    agree: (peer) => agree(unwrap(key, 'a wiped key was asked for'), peer),
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

/** Second seeds with a life of their own. */
export function copyOfSeeds(seeds: DeviceSeeds): DeviceSeeds {
  return { static: seeds.static.copy(), signing: seeds.signing.copy() };
}

/** The two keys of a device, of their seeds, which it takes over. */
export function deviceKeysOf(seeds: DeviceSeeds): DeviceKeys {
  return joinDeviceKeys(staticKeyOf(seeds.static), signingKeyOf(seeds.signing));
}

function agree(own: KeyObject, peer: Uint8Array): Secret | undefined {
  const key = Buffer.concat([fromHex(X25519_SPKI), peer]);
  const publicKey = createPublicKey({ key, format: 'der', type: 'spki' });
  try {
    return Secret.own(diffieHellman({ privateKey: own, publicKey }));
  } catch {
    // A low-order point: whoever sends one wants a secret that everybody knows.
    return undefined;
  }
}

function privateKey(kind: 'ed25519' | 'x25519', seed: Secret): KeyObject {
  const prefix = fromHex(PKCS8[kind]);
  const key = Buffer.from(new ArrayBuffer(prefix.length + KEY_BYTES)); // not of the pool that others read
  key.set(prefix);
  seed.use((bytes) => key.set(bytes, prefix.length));
  seed.wipe();
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } finally {
    key.fill(0);
  }
}

function publicBytes(key: KeyObject): Bytes {
  return new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES));
}
