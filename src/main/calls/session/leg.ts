// One device of the other side before there is a session: its handshake and its EARLY messages (protocol §4, §5). A
// caller has one leg per rung device, a callee one per INVITE. Early keys are erased with the leg. A callee erases them
// sooner, once CONFIRM was checked. A caller's leg takes the first genuine ANSWER, and reads no other. The device's
// EARLY messages count until then, even if the machine no longer rings that device.
import type { Bytes } from '../../../core/bytes.ts';
import { type CallBinding, CalleeHandshake, CallerHandshake } from '../../../core/keys/handshake.ts';
import type { Device, DeviceKeys } from '../../../core/keys/identity.ts';
import type { PerDirection } from '../../../core/keys/handshake.ts';
import type { Secret } from '../../../core/keys/secret.ts';
import { EarlyOpener, EarlySealer } from '../../../core/signal/early.ts';
import { type Envelope, writeAnswerEnvelope, writeInviteEnvelope } from '../../../core/signal/envelope.ts';
import { Answer, type Early, earlyDirection, Invite, readMessage, writeMessage } from '../../../core/signal/message.ts';
import type { Random } from '../../time/clock.ts';
import type { Opening } from './opening.ts';
import { CallSession, type CallSessionParts } from './call-session.ts';

type EarlyEnvelope = Extract<Envelope, { kind: 'early' }>;
const SALT_BYTES = 8;

// EARLY in both directions: each kind is sent and accepted at most once (protocol §5).
class EarlyWire {
  readonly #keys: PerDirection<Secret>;
  readonly #sealer: EarlySealer;
  readonly #opener: EarlyOpener;
  readonly #from: 'caller' | 'callee';
  readonly #said = new Set<Early['kind']>();
  readonly #taken = new Set<Early['kind']>();

  constructor(keys: PerDirection<Secret>, own: 'caller' | 'callee', callId: Bytes, random: Random) {
    this.#keys = keys;
    this.#from = own === 'caller' ? 'callee' : 'caller';
    const [seal, open] =
      own === 'caller' ? [keys.callerToCallee, keys.calleeToCaller] : [keys.calleeToCaller, keys.callerToCallee];
    this.#sealer = new EarlySealer(seal, random(SALT_BYTES), callId);
    this.#opener = new EarlyOpener(open);
  }

  seal(message: Early): Bytes | undefined {
    if (this.#keys.callerToCallee.wiped || this.#said.has(message.kind)) return undefined;
    this.#said.add(message.kind);
    return this.#sealer.seal(message);
  }

  open(envelope: EarlyEnvelope): Early | undefined {
    if (this.#keys.callerToCallee.wiped) return undefined;
    const opened = this.#opener.open(envelope);
    const message = opened.kind === 'opened' ? opened.message : undefined;
    if (message === undefined || earlyDirection(message) !== this.#from || this.#taken.has(message.kind)) {
      return undefined;
    }
    this.#taken.add(message.kind);
    return message;
  }

  wipe(): void {
    this.#keys.callerToCallee.wipe();
    this.#keys.calleeToCaller.wipe();
  }
}

/** Our own half of a leg. */
export interface LegMaker {
  readonly deviceKeys: DeviceKeys;
  readonly random: Random;
  readonly binding: CallBinding;
}

/** The caller's side towards one device. */
export class CallerLeg {
  /** INVITE as it is sent. */
  readonly invite: Bytes;
  readonly #callId: Bytes;
  readonly #handshake: CallerHandshake;
  readonly #early: EarlyWire;
  #isAnswered = false;

  private constructor(handshake: CallerHandshake, noise: Bytes, maker: LegMaker) {
    const { binding } = maker;
    this.#handshake = handshake;
    this.#callId = binding.callId;
    this.invite = writeInviteEnvelope(binding.callId, binding.issuedAtMs, binding.ttlSeconds, noise);
    this.#early = new EarlyWire(handshake.earlyKeys, 'caller', binding.callId, maker.random);
  }

  /** A leg to this device. Undefined if its key cannot be used or is our own. */
  static ring(callee: Pick<Device, 'id' | 's'>, invite: Invite, maker: LegMaker): CallerLeg | undefined {
    const handshake = new CallerHandshake(maker.deviceKeys, callee, maker.binding);
    const random = { ephemeral: maker.random(32), kem: maker.random(64) };
    const noise = handshake.writeInvite(writeMessage(invite), random);
    return noise === undefined ? undefined : new CallerLeg(handshake, noise, maker);
  }

  /** The envelope of an EARLY message. Undefined if one of its kind was sent before, or the early keys are erased. */
  sealEarly(message: Early): Bytes | undefined {
    return this.#early.seal(message);
  }

  /**
   * The device's EARLY message. Undefined if the message is not genuine, repeats a kind that was taken before, or
   * comes after the device's ANSWER (rule 3), or if the leg is over.
   */
  openEarly(envelope: EarlyEnvelope): Early | undefined {
    return this.#isAnswered ? undefined : this.#early.open(envelope);
  }

  /**
   * The device's ANSWER. `forged`: not genuine or not the first; nothing changes. `unusable` ends the leg (rule 10).
   */
  readAnswer(noise: Bytes): Answer | 'forged' | 'unusable' {
    if (this.#isAnswered) return 'forged';
    const payload = this.#handshake.readAnswer(noise);
    if (payload === undefined) return 'forged';
    this.#isAnswered = true;
    return readMessage(Answer, payload) ?? 'unusable';
  }

  /**
   * Begins the session, once, after ANSWER. `nonce` is the r_B in ANSWER. `opening` is used until CONFIRM has left, and
   * is not wiped here.
   */
  begin(opening: Opening, nonce: Bytes, parts: CallSessionParts): CallSession {
    const secrets = this.#handshake.takeSecrets();
    return new CallSession({ ...parts, callId: this.#callId, secrets, halves: { role: 'caller', opening, nonce } });
  }

  /** Erases early keys and handshake. */
  wipe(): void {
    this.#early.wipe();
    this.#handshake.wipe();
  }
}

/** The callee's side of one INVITE. */
export class CalleeLeg {
  readonly callerDevice: string;
  readonly #callId: Bytes;
  readonly #handshake: CalleeHandshake;
  readonly #early: EarlyWire;

  private constructor(callerDevice: string, handshake: CalleeHandshake, maker: LegMaker) {
    this.callerDevice = callerDevice;
    this.#callId = maker.binding.callId;
    this.#handshake = handshake;
    this.#early = new EarlyWire(handshake.earlyKeys, 'callee', maker.binding.callId, maker.random);
  }

  /**
   * A leg from Noise message 1, with the content of INVITE (undefined if its form is wrong) and the caller's static
   * key. Undefined if the message is not genuine. Not checked here: whether the content is true, and whether the key
   * belongs to `callerDevice`.
   */
  static read(
    callerDevice: string,
    noise: Bytes,
    maker: LegMaker,
  ): { readonly leg: CalleeLeg; readonly invite: Invite | undefined; readonly callerStatic: Bytes } | undefined {
    const handshake = new CalleeHandshake(maker.deviceKeys, callerDevice, maker.binding);
    const read = handshake.readInvite(noise);
    if (read === undefined) {
      handshake.wipe();
      return undefined;
    }
    const leg = new CalleeLeg(callerDevice, handshake, maker);
    return { leg, invite: readMessage(Invite, read.payload), callerStatic: read.callerStatic };
  }

  /** The envelope of an EARLY message. Undefined if one of its kind was sent before, or the early keys are erased. */
  sealEarly(message: Early): Bytes | undefined {
    return this.#early.seal(message);
  }

  /** A genuine `cancel` of the caller, once, until the early keys are erased. Undefined for anything else. */
  openEarly(envelope: EarlyEnvelope): Early | undefined {
    return this.#early.open(envelope);
  }

  /** ANSWER as it is sent, once. Then `begin` starts the session. */
  answer(message: Answer, random: Random): Bytes {
    const noise = this.#handshake.writeAnswer(writeMessage(message), { ephemeral: random(32), kem: random(32) });
    return writeAnswerEnvelope(this.#callId, noise);
  }

  /** Begins the session, once, after ANSWER. CONFIRM must open `commitment`. `nonce` is our r_B. */
  begin(commitment: Bytes, nonce: Bytes, parts: CallSessionParts): CallSession {
    const secrets = this.#handshake.takeSecrets();
    return new CallSession({ ...parts, callId: this.#callId, secrets, halves: { role: 'callee', commitment, nonce } });
  }

  /** CONFIRM was checked: early keys are erased (rule 3). */
  wipeEarly(): void {
    this.#early.wipe();
  }

  /** Erases early keys and handshake. */
  wipe(): void {
    this.#early.wipe();
    this.#handshake.wipe();
  }
}
