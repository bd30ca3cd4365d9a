// The key agreement between an existing device and a new one of the same person (protocol §13). The new device is known
// by its link code, the existing device by the number that a person carries from there to the new device. Secrets can
// be taken once.
//
//   ExistingDeviceHandshake                 NewDeviceHandshake
//   writeHello()  ── message 1 ──▶          readHello(message)
//   readOffer(message)  ◀── message 2 ──    writeOffer(payload)
//   writeProof(payload) ── message 3 ──▶    readProof(message)      then takeSecrets on both
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { assert, unwrap } from '../assert.ts';
import { type Bytes, concat, fromB64u, lengthPrefixed, readUint, utf8 } from '../bytes.ts';
import { type Device, type DeviceKeys, deviceId } from './identity.ts';
import { XX_HFS } from './noise-pattern.ts';
import { AESGCM_SHA256 } from './noise-suite.ts';
import { NoiseHandshake, type NoiseRandom } from './noise.ts';
import type { Secret } from './secret.ts';

/** The name of the handshake, hashed into it (protocol §13). */
export const LINK_PROTOCOL_NAME = 'Noise_XXhfs_25519+MLKEM768_AESGCM_SHA256';
/** Bytes of a link id. */
export const LINK_ID_BYTES = 16;

const NUMBER_DIGITS = 8;
const KEY_BYTES = 32;
const EMPTY = new Uint8Array(0);

/**
 * The result of a finished handshake: a key per direction, which the code that takes them must erase, and the eight
 * digits of the number.
 */
export interface LinkSecrets {
  readonly toNew: Secret;
  readonly toExisting: Secret;
  readonly number: string;
}

/** `"Siegel-LK-1" || lp(protocol name) || linkId || lp(existing device) || lp(new device)` (protocol §13). */
export function linkPrologue(linkId: Bytes, existingDevice: string, newDevice: string): Bytes {
  assert(linkId.length === LINK_ID_BYTES, 'a link id has 16 bytes');
  return concat(
    utf8('Siegel-LK-1'),
    lengthPrefixed(utf8(LINK_PROTOCOL_NAME)),
    linkId,
    lengthPrefixed(utf8(existingDevice)),
    lengthPrefixed(utf8(newDevice)),
  );
}

/** A payload that names its sender's signing key. */
interface Named {
  readonly d: string;
}

/**
 * The device that a message comes from, and the content of the message. The message proves that the device holds `s`,
 * and the hash of `s` and `d` is its id.
 */
export interface FromDevice<T> {
  readonly device: Device;
  readonly payload: T;
}

// Reads the next message, and its payload with `parse`. Undefined, and nothing changes, unless the message is genuine,
// `parse` accepts the payload, and the two keys in the message are those of the device `id`.
function readFrom<T extends Named>(
  noise: NoiseHandshake,
  id: string,
  message: Uint8Array,
  parse: (payload: Bytes) => T | undefined,
): FromDevice<T> | undefined {
  let read: FromDevice<T> | undefined;
  const text = noise.read(message, (s, bytes) => {
    const payload = parse(bytes);
    const d = payload && fromB64u(payload.d);
    if (payload === undefined || d?.length !== KEY_BYTES || deviceId(s, d) !== id) return false;
    read = { device: { id, s: new Uint8Array(s), d }, payload };
    return true;
  });
  return text === undefined ? undefined : read;
}

function begin(own: DeviceKeys, initiator: boolean, prologue: Bytes): NoiseHandshake {
  return new NoiseHandshake({
    protocolName: LINK_PROTOCOL_NAME,
    pattern: XX_HFS,
    suite: AESGCM_SHA256,
    initiator,
    prologue,
    own,
  });
}

// The exporter hides the number from everybody outside the handshake. The number uses the hash before the payload of
// message 3. Otherwise a broker that has seen the number could hold message 3 back, complete a handshake of its own
// with the new device, and try names in the payload until its number ends in the same digits.
function take(noise: NoiseHandshake): LinkSecrets {
  const [toNew, toExisting, exporter] = noise.split(3);
  const secret = unwrap(exporter, 'three were asked for');
  const linkSecret = secret.use((x) => extract(sha512, x, noise.hashBeforePayload));
  secret.wipe();
  const number =
    readUint(expand(sha512, linkSecret, utf8('Siegel 1 link number'), 8), 0, 8) % 10n ** BigInt(NUMBER_DIGITS);
  linkSecret.fill(0);
  noise.wipe();
  return {
    toNew: unwrap(toNew, 'three were asked for'),
    toExisting: unwrap(toExisting, 'three were asked for'),
    number: number.toString().padStart(NUMBER_DIGITS, '0'),
  };
}

/** The side of the existing device. `own` is borrowed; `newDevice` is the device id that the person typed. */
export class ExistingDeviceHandshake {
  readonly #noise: NoiseHandshake;
  readonly #newDevice: string;
  #offered = false;

  constructor(own: DeviceKeys, newDevice: string, linkId: Bytes) {
    this.#newDevice = newDevice;
    this.#noise = begin(own, true, linkPrologue(linkId, own.id, newDevice));
  }

  /** Noise message 1, which has no content. `random.kem` has 64 bytes. */
  writeHello(random: Required<NoiseRandom>): Bytes {
    return unwrap(this.#noise.write(EMPTY, random), 'message 1 uses no key of the peer yet');
  }

  /**
   * The device that sent message 2, and the payload, read by `parse`. Undefined, and nothing changes, if the message is
   * not from the device whose code was typed, cannot be read, or is repeated.
   */
  readOffer<T extends Named>(message: Uint8Array, parse: (payload: Bytes) => T | undefined): FromDevice<T> | undefined {
    if (this.#offered) return undefined;
    // The code commits to both keys: a device that answers with another key does not show this code.
    const offer = readFrom(this.#noise, this.#newDevice, message, parse);
    this.#offered = offer !== undefined;
    return offer;
  }

  /** Noise message 3 around `payload`. Undefined if the new device's keys cannot be used. */
  writeProof(payload: Uint8Array): Bytes | undefined {
    return this.#noise.write(payload);
  }

  /** The secrets, once, after message 3. */
  takeSecrets(): LinkSecrets {
    return take(this.#noise);
  }

  /** Erases everything that is left. */
  wipe(): void {
    this.#noise.wipe();
  }
}

/**
 * The side of the new device, towards one sender. `own` is borrowed. `existingDevice` is the sender that the topic
 * names.
 */
export class NewDeviceHandshake {
  readonly #noise: NoiseHandshake;
  readonly #existingDevice: string;

  constructor(own: DeviceKeys, existingDevice: string, linkId: Bytes) {
    this.#existingDevice = existingDevice;
    this.#noise = begin(own, false, linkPrologue(linkId, existingDevice, own.id));
  }

  /** Whether message 1 can be used. It proves nothing yet. */
  readHello(message: Uint8Array): boolean {
    return this.#noise.read(message) !== undefined;
  }

  /** Noise message 2 around `payload`; `random.kem` has 32 bytes. Undefined if the sender's keys cannot be used. */
  writeOffer(payload: Uint8Array, random: Required<NoiseRandom>): Bytes | undefined {
    return this.#noise.write(payload, random);
  }

  /**
   * The device that sent message 3, and the payload, read by `parse`. Undefined, and nothing changes, if the message is
   * not from the sender that the topic names, cannot be read, or is repeated.
   */
  readProof<T extends Named>(message: Uint8Array, parse: (payload: Bytes) => T | undefined): FromDevice<T> | undefined {
    if (this.#noise.complete) return undefined;
    return readFrom(this.#noise, this.#existingDevice, message, parse);
  }

  /** The secrets, once, after message 3. */
  takeSecrets(): LinkSecrets {
    return take(this.#noise);
  }

  /** Erases everything that is left. */
  wipe(): void {
    this.#noise.wipe();
  }
}
