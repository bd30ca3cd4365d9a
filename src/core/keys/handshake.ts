// The key agreement of a call: INVITE and ANSWER as Noise messages bound to call, devices and time (protocol §5). There
// is one instance for each device that is called. The secrets of an instance can be taken once. What the payloads mean
// is decided elsewhere.
//
//   CallerHandshake                         CalleeHandshake
//   writeInvite(payload) ── message 1 ──▶   readInvite(message)      then earlyKeys on both
//   readAnswer(message)  ◀── message 2 ──   writeAnswer(payload)     then takeSecrets on both
import { assert, unwrap } from '../assert.ts';
import { type Bytes, concat, lengthPrefixed, uint, utf8 } from '../bytes.ts';
import type { Device, DeviceKeys } from './identity.ts';
import { IK_HFS } from './noise-pattern.ts';
import { AESGCM_SHA256 } from './noise-suite.ts';
import { NoiseHandshake, type NoiseRandom } from './noise.ts';
import { PROTOCOL_NAME } from './proto.ts';
import { Secret } from './secret.ts';

const EARLY_INFO = utf8('Siegel 1 early');
const EARLY_KEY_BYTES = 32;
const CALL_ID_BYTES = 16;

/** One value per direction. `callerToCallee` is dir 0 of protocol §6, `calleeToCaller` dir 1. */
export interface PerDirection<T> {
  readonly callerToCallee: T;
  readonly calleeToCaller: T;
}

/** What message 1 is bound to besides the keys. `issuedAtMs` counts from 1970, `ttlSeconds` is 1..60. */
export interface CallBinding {
  readonly callId: Bytes;
  readonly issuedAtMs: bigint;
  readonly ttlSeconds: number;
}

/**
 * The result of a finished handshake: session keys of generation 0, the exporter `x`, the transcript hash `h2`
 * (protocol §6).
 */
export interface HandshakeSecrets {
  readonly session: PerDirection<Secret>;
  readonly exporter: Secret;
  readonly transcript: Bytes;
}

/**
 * Fresh random bytes for INVITE (`kem` = `d || z`, 64 bytes) or ANSWER (`kem` = `m`, 32 bytes). The handshake takes
 * them over and erases them.
 */
export type HandshakeRandom = Required<NoiseRandom>;

/**
 * `"Siegel-KA-1" || lp(protocol name) || callId || lp(caller device) || lp(callee device) || issuedAt || ttl` (protocol
 * §5.A).
 */
export function prologue(binding: CallBinding, callerDevice: string, calleeDevice: string): Bytes {
  assert(binding.callId.length === CALL_ID_BYTES, 'a call id has 16 bytes');
  return concat(
    utf8('Siegel-KA-1'),
    lengthPrefixed(utf8(PROTOCOL_NAME)),
    binding.callId,
    lengthPrefixed(utf8(callerDevice)),
    lengthPrefixed(utf8(calleeDevice)),
    uint(8, binding.issuedAtMs),
    uint(2, binding.ttlSeconds),
  );
}

// What both sides have in common: early keys after message 1, and secrets after message 2, which can be taken once.
class Agreement {
  readonly noise: NoiseHandshake;
  #early: PerDirection<Secret> | undefined;

  constructor(noise: NoiseHandshake) {
    this.noise = noise;
  }

  get early(): PerDirection<Secret> {
    return unwrap(this.#early, 'early keys exist from message 1 on');
  }

  deriveEarly(): void {
    const both = this.noise.export(EARLY_INFO, 2 * EARLY_KEY_BYTES);
    this.#early = both.use((bytes) => ({
      callerToCallee: Secret.own(bytes.slice(0, EARLY_KEY_BYTES)),
      calleeToCaller: Secret.own(bytes.slice(EARLY_KEY_BYTES)),
    }));
    both.wipe();
  }

  takeSecrets(): HandshakeSecrets {
    const [callerToCallee, calleeToCaller, exporter] = this.noise.split(3);
    const transcript = this.noise.hash;
    this.noise.wipe();
    return {
      session: {
        callerToCallee: unwrap(callerToCallee, 'three were asked for'),
        calleeToCaller: unwrap(calleeToCaller, 'three were asked for'),
      },
      exporter: unwrap(exporter, 'three were asked for'),
      transcript,
    };
  }
}

/** The caller's side towards one device, whose id is known to match its keys. `own` is borrowed. */
export class CallerHandshake {
  readonly #agreement: Agreement;
  readonly #toSelf: boolean;
  #isWiped = false;

  constructor(own: DeviceKeys, callee: Pick<Device, 'id' | 's'>, binding: CallBinding) {
    this.#toSelf = own.id === callee.id;
    this.#agreement = new Agreement(
      new NoiseHandshake({
        protocolName: PROTOCOL_NAME,
        pattern: IK_HFS,
        suite: AESGCM_SHA256,
        initiator: true,
        prologue: prologue(binding, own.id, callee.id),
        own,
        peer: callee.s,
      }),
    );
  }

  /** Noise message 1 around `payload`. Undefined if the device's key is of low order, or if the device is this one. */
  writeInvite(payload: Uint8Array, random: HandshakeRandom): Bytes | undefined {
    if (this.#toSelf) {
      for (const bytes of [random.ephemeral, random.kem]) bytes.fill(0);
      return undefined;
    }
    const message = this.#agreement.noise.write(payload, random);
    if (message !== undefined) this.#agreement.deriveEarly();
    return message;
  }

  /** The keys of EARLY messages, from INVITE on. The code that takes them must erase them. */
  get earlyKeys(): PerDirection<Secret> {
    return this.#agreement.early;
  }

  /**
   * The payload of ANSWER. Undefined if the device did not make the message, if the message is repeated, or after
   * `wipe`; nothing changes then. The peer chooses when a message arrives, so none of these cases is a bug of ours.
   */
  readAnswer(message: Uint8Array): Bytes | undefined {
    if (this.#isWiped || this.#agreement.noise.complete) return undefined;
    return this.#agreement.noise.read(message);
  }

  /** The secrets, once, after ANSWER. Everything else of the handshake is erased, except the early keys. */
  takeSecrets(): HandshakeSecrets {
    return this.#agreement.takeSecrets();
  }

  /** Erases the handshake when no ANSWER is wanted any more. Early keys stay with whoever took them. */
  wipe(): void {
    this.#isWiped = true;
    this.#agreement.noise.wipe();
  }
}

/** The callee's side of one INVITE. `own` is borrowed. `callerDevice` is the sender that the topic names. */
export class CalleeHandshake {
  readonly #agreement: Agreement;
  readonly #toSelf: boolean;

  constructor(own: DeviceKeys, callerDevice: string, binding: CallBinding) {
    this.#toSelf = callerDevice === own.id;
    this.#agreement = new Agreement(
      new NoiseHandshake({
        protocolName: PROTOCOL_NAME,
        pattern: IK_HFS,
        suite: AESGCM_SHA256,
        initiator: false,
        prologue: prologue(binding, callerDevice, own.id),
        own,
      }),
    );
  }

  /**
   * The payload of INVITE and the caller's static key. Undefined if the message is not genuine, or if its sender is
   * this device. The key is not compared with the sender's device id here: that id is the hash of two keys, and the
   * other key is in the payload. A thief of this device's own key can forge INVITE too: only CONFIRM proves the caller
   * (protocol §5).
   */
  readInvite(message: Uint8Array): { readonly payload: Bytes; readonly callerStatic: Bytes } | undefined {
    if (this.#toSelf) return undefined;
    const payload = this.#agreement.noise.read(message);
    if (payload === undefined) return undefined;
    const callerStatic = unwrap(this.#agreement.noise.peerStatic, 'message 1 carries the static key');
    this.#agreement.deriveEarly();
    return { payload, callerStatic };
  }

  /** The keys of EARLY messages, from INVITE on. The code that takes them must erase them, at CONFIRM at the latest. */
  get earlyKeys(): PerDirection<Secret> {
    return this.#agreement.early;
  }

  /** Noise message 2 around `payload`, once the call was accepted, by a person or automatically. */
  writeAnswer(payload: Uint8Array, random: HandshakeRandom): Bytes {
    return unwrap(this.#agreement.noise.write(payload, random), 'message 1 has shown that every key can be used');
  }

  /** The secrets, once, after ANSWER. Everything else of the handshake is erased, except the early keys. */
  takeSecrets(): HandshakeSecrets {
    return this.#agreement.takeSecrets();
  }

  /** Erases the handshake when nobody answers. Early keys stay with whoever took them. */
  wipe(): void {
    this.#agreement.noise.wipe();
  }
}
