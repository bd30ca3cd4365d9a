// The moving of one call to another device of one of the two people (protocol §5 rule 15, docs/decisions/0022): what we have asked
// for, and what the peer has announced. An announcement lets one device and one call id in, once, for a minute; nothing else.
import { fromB64u, toB64u, toHex } from '../../core/bytes.ts';
import type { Bytes } from '../../core/bytes.ts';
import type { Role } from '../../core/call/state.ts';
import type { Certificate } from '../../core/keys/certificate.ts';
import { sealWord } from '../../core/keys/sealed-word.ts';
import { writeMoveEnvelope } from '../../core/signal/envelope.ts';
import { type Session, writeMessage } from '../../core/signal/message.ts';
import type { CallView } from '../../contract/view.ts';
import type { ProvenDevice } from '../organisation/proven-device.ts';
import type { CallDeps } from './call-deps.ts';

/** How long an announcement of the peer lets a call in. */
export const ANNOUNCED_MS = 60_000;
/** How long we wait for the peer to say that the call goes on there: longer than a person may be asked there. */
export const AWAIT_MOVE_MS = 75_000;
const OFFER_EXPIRY_SECONDS = 60;
const SHOWN_MS = 20_000; // that it came to nothing

type Transfer = Extract<Session, { kind: 'transfer' }>;

/** What a handover needs of its call. */
export interface HandoverHooks {
  readonly role: Role;
  readonly peer: () => ProvenDevice | undefined;
  readonly send: (message: Transfer) => void;
  readonly onChange: () => void;
}

/** Moving one call. */
export class Handover {
  readonly #deps: Pick<CallDeps, 'clock' | 'own' | 'random' | 'transport'>;
  readonly #hooks: HandoverHooks;
  #view: CallView['moving'];
  #hasAsked = false;
  #announced: { readonly device: string; readonly call: string; readonly atMs: number } | undefined;
  #cancel: () => void = () => undefined;

  constructor(deps: Pick<CallDeps, 'clock' | 'own' | 'random' | 'transport'>, hooks: HandoverHooks) {
    this.#deps = deps;
    this.#hooks = hooks;
  }

  /** The device at the other end, and the identity this call is bound to. */
  get peer(): ProvenDevice | undefined {
    return this.#hooks.peer();
  }

  /** What a person sees of it, on the device that the call leaves. */
  get view(): CallView['moving'] {
    return this.#view;
  }

  /** Whether a person here has asked for it in this call: only then the peer's word that it was moved means anything. */
  get hasAsked(): boolean {
    return this.#hasAsked;
  }

  /** Announces the move to the peer and offers the call to this device of ours; `moving` while one is under way on either side. */
  ask(device: Certificate): 'moving' | 'unknown-device' | undefined {
    const { clock, own, random, transport } = this.#deps;
    const peer = this.#hooks.peer();
    if (peer === undefined || this.#view?.state === 'asked') return 'moving';
    if (this.#hooks.role === 'callee' && this.#isAnnounced()) return 'moving'; // the caller's stands
    const callId = random(16);
    const issuedAtMs = BigInt(clock.nowMs());
    const text = writeMessage({
      kind: 'move',
      to: { address: peer.address, uik: toB64u(peer.uik) },
      device: peer.device,
    });
    const noise = sealWord(own.deviceKey, device.key, { kind: 'move', callId, issuedAtMs }, text, random(32));
    if (noise === undefined) return 'unknown-device';
    this.#announced = undefined;
    this.#hasAsked = true;
    this.#hooks.send({ kind: 'transfer', device: device.device, call: toB64u(callId) });
    void transport.send(device.device, writeMoveEnvelope(callId, issuedAtMs, noise), OFFER_EXPIRY_SECONDS);
    this.#show({ device: device.device, state: 'asked' }, AWAIT_MOVE_MS, () => this.#fail(device.device));
    return undefined;
  }

  /** The peer announces which device of its person will call, under which id; a newer announcement takes the place of an older. */
  hear({ device, call }: Transfer): void {
    if (this.#view?.state === 'asked') {
      if (this.#hooks.role === 'caller') return; // both at once: the caller's stands
      this.#fail(this.#view.device);
    }
    this.#announced = { device, call: hexOf(call), atMs: this.#deps.clock.nowMs() };
  }

  /** Whether this device was announced under this call id, not too long ago; true once. */
  takes(device: string, callId: Bytes): boolean {
    if (!this.#isAnnounced() || this.#announced?.device !== device) return false;
    if (this.#announced.call !== toHex(callId)) return false;
    this.#announced = undefined;
    return true;
  }

  /** The call is over. */
  stop(): void {
    this.#cancel();
    this.#announced = undefined;
    this.#view = undefined;
  }

  #isAnnounced(): boolean {
    if (this.#announced === undefined) return false;
    const ageMs = this.#deps.clock.nowMs() - this.#announced.atMs;
    return ageMs >= 0 && ageMs < ANNOUNCED_MS;
  }

  #fail(device: string): void {
    this.#show({ device, state: 'failed' }, SHOWN_MS, () => {
      this.#view = undefined;
      this.#hooks.onChange();
    });
  }

  #show(view: NonNullable<CallView['moving']>, forMs: number, then: () => void): void {
    this.#cancel();
    this.#view = view;
    this.#cancel = this.#deps.clock.after(forMs, then);
    this.#hooks.onChange();
  }
}

const hexOf = (text: string): string => toHex(fromB64u(text) ?? new Uint8Array());
