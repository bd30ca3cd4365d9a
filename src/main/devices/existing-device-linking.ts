// The existing device hands its person over to a new one (protocol §13). A linking is one object: it begins with a
// typed code, ends once, and erases its keys then. The chain, which is public, is sent once the number was typed on the
// new device. The person's data is handed over only after the person has agreed here.
//
//   calling ─offer─▶ number ─confirmed─▶ confirmed ─join─▶ asking ─the person─▶ sending ─kept─▶ adding ─▶ done
//      any of them ──▶ failed, with a reason; if there is a channel, the new device is told most of the reasons
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal, toB64u } from '../../core/bytes.ts';
import type { Device, DeviceKeys } from '../../core/keys/identity.ts';
import { ExistingDeviceHandshake, LINK_ID_BYTES } from '../../core/keys/link-handshake.ts';
import type { DeviceMember } from '../../core/keys/member.ts';
import { type LinkBundle, writeBundle } from '../../core/signal/link-bundle.ts';
import { type HandedChain, readJoin, writeLinkChain } from '../../core/signal/link-chain.ts';
import {
  fitsIntoLink,
  LinkChannel,
  type LinkEnd,
  type LinkEnvelope,
  type LinkMessage,
  LinkOffer,
  readLinkEnvelope,
  readLinkText,
  writeLinkEnvelope,
  writeLinkText,
} from '../../core/signal/link.ts';
import type { ExistingDeviceView, LinkFailure } from '../../contract/devices.ts';
import { isWithin } from '../../core/within.ts';
import { createBudget } from '../time/budget.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Changing } from './own-chain.ts';
import type { Transport } from '../signalling/transport.ts';
import {
  failureOf,
  LINK_EXPIRY_SECONDS,
  LINKING_MS,
  READS_PER_SECOND,
  REPEAT_MS,
  sendFailure,
  shownFingerprint,
} from './linking.ts';

const NO_ANSWER_MS = 30_000;
const KEPT_MS = 60_000;
// The most repeats of message 3 in a row that can fail without ending the linking. In the first ten seconds of a loss
// none fails, because messages wait then.
const MOST_MISSED = 3;

/** What a linking is made of. */
export interface ExistingDeviceLinkingParts {
  readonly own: { readonly address: string; readonly name: string; readonly deviceKeys: DeviceKeys };
  readonly send: Transport['send'];
  readonly clock: Clock;
  readonly random: Random;
  /** This person's chain and removals. Undefined if this device cannot add another device. */
  readonly chain: () => HandedChain | undefined;
  /** The data that is handed over, made just before it leaves. Undefined if it cannot be made. */
  readonly bundle: () => LinkBundle | undefined;
  /** Makes the new device, which has everything, a member of this person's chain. */
  readonly add: (member: DeviceMember) => Promise<Changing>;
  readonly onChange: () => void;
  /** The data leaves for the new device now. Nobody knows yet whether it arrives. */
  readonly onLeaving: (device: string, name: string) => void;
}

/** One linking, from the side of the existing device. */
export class ExistingDeviceLinking {
  readonly #parts: ExistingDeviceLinkingParts;
  readonly #device: string;
  readonly #linkId: Bytes;
  readonly #handshake: ExistingDeviceHandshake;
  readonly #timers: (() => void)[] = [];
  readonly #mayRead: () => boolean;
  #channel: LinkChannel | undefined;
  #fresh: Device | undefined; // once the new device has answered
  #person: Bytes | undefined; // whose chain was handed over
  #member: DeviceMember | undefined; // once the new device has signed that it joins
  #missed = 0;
  #view: ExistingDeviceView = { kind: 'calling' };

  /** Begins a linking with the device whose code was typed. */
  constructor(device: string, parts: ExistingDeviceLinkingParts) {
    this.#parts = parts;
    this.#device = device;
    this.#mayRead = createBudget(parts.clock, READS_PER_SECOND, 1000);
    this.#linkId = parts.random(LINK_ID_BYTES);
    this.#handshake = new ExistingDeviceHandshake(parts.own.deviceKeys, device, this.#linkId);
    const hello = writeLinkEnvelope(
      this.#linkId,
      'hello',
      this.#handshake.writeHello({ ephemeral: parts.random(32), kem: parts.random(64) }),
    );
    this.#after(LINKING_MS, () => this.end('timeout', 'timeout'));
    this.#after(NO_ANSWER_MS, () => {
      if (this.#view.kind === 'calling') this.end('no-answer');
    });
    this.#call(hello);
  }

  /** The state of the linking. */
  get view(): ExistingDeviceView {
    return this.#view;
  }

  /** Whether the linking is over, successfully or not. */
  get isOver(): boolean {
    return this.#view.kind === 'done' || this.#view.kind === 'failed';
  }

  /**
   * Takes a LINK message. A message of another linking is dropped. A sealed message that is not due ends this linking,
   * unless the new device is already being added.
   */
  receive(from: string, bytes: Uint8Array): void {
    const envelope = readLinkEnvelope(bytes);
    if (envelope === undefined || this.isOver || from !== this.#device) return;
    if (!equal(envelope.linkId, this.#linkId)) return;
    if (envelope.step === 'offer') this.#offered(envelope);
    else if (envelope.step === 'sealed') this.#opened(envelope);
  }

  /** The person at this device agrees. False if they were not asked. */
  confirm(): boolean {
    if (this.#view.kind !== 'asking') return false;
    const { name } = this.#view;
    const bundle = this.#parts.bundle();
    const parts = bundle === undefined ? 'unusable' : writeBundle(bundle);
    if (typeof parts === 'string') {
      this.end(parts === 'too-large' ? 'too-large' : 'unreadable', 'cancelled');
      return true;
    }
    this.#parts.onLeaving(this.#device, name);
    this.#become({ kind: 'sending', name });
    void (async () => {
      for (const part of parts) if (!(await this.#seal(part))) return;
      // The time counts from here, not from the person's agreement: thousands of contacts may take minutes on a slow
      // network.
      if (!this.isOver) this.#after(KEPT_MS, () => this.end('not-told'));
    })();
    return true;
  }

  /**
   * Ends the linking, without a trace here unless data has left. `tell` goes to the new device if there is a channel.
   * While the data is under way, nobody here knows whether it arrived, and the view says so. Once the new device has
   * everything, `end` does nothing, and the adding goes on.
   */
  end(reason: LinkFailure, tell?: LinkEnd): void {
    if (this.#view.kind === 'adding') return;
    this.#fail(this.#view.kind === 'sending' ? 'not-told' : reason, tell);
  }

  /** Erases the keys of the channel now if the new device is being added. The new device then gets no `added`. */
  abandon(): void {
    if (this.#view.kind === 'adding') this.#close({ kind: 'failed', reason: 'not-told' });
  }

  #fail(reason: LinkFailure, tell?: LinkEnd): void {
    if (this.isOver) return;
    if (tell !== undefined && this.#channel !== undefined) {
      void this.#parts.send(this.#device, this.#channel.seal({ kind: 'end', reason: tell }), LINK_EXPIRY_SECONDS);
    }
    this.#close({ kind: 'failed', reason });
  }

  // Sends message 1 repeatedly, because the new device may still be connecting.
  #call(hello: Bytes): void {
    if (this.#view.kind !== 'calling') return;
    void this.#send(hello);
    this.#after(REPEAT_MS, () => this.#call(hello));
  }

  // Sends message 3 repeatedly until something sealed arrives: without this message the new device asks for no number,
  // and nobody would know why. A short absence of the broker does not end the linking, here or on the new device.
  #prove(proof: Bytes): void {
    if (this.#view.kind !== 'number') return;
    void (async () => {
      const failure = sendFailure(await this.#parts.send(this.#device, proof, LINK_EXPIRY_SECONDS));
      this.#missed = failure === undefined ? 0 : this.#missed + 1;
      if (failure === undefined || this.#view.kind !== 'number') return;
      if (failure === 'refused' || this.#missed > MOST_MISSED) this.end(failure);
    })();
    this.#after(REPEAT_MS, () => this.#prove(proof));
  }

  #offered({ body }: LinkEnvelope): void {
    if (this.#view.kind !== 'calling' || !this.#mayRead()) return;
    const offer = this.#handshake.readOffer(body, (payload) => readLinkText(LinkOffer, payload));
    if (offer === undefined) return;
    this.#fresh = offer.device;
    const { address, name, deviceKeys } = this.#parts.own;
    const text = writeLinkText({ kind: 'person', address, name, d: toB64u(deviceKeys.d) });
    const proof = this.#handshake.writeProof(text);
    if (proof === undefined) return this.end('unusable');
    const secrets = this.#handshake.takeSecrets();
    this.#channel = new LinkChannel('existing', this.#linkId, secrets);
    this.#become({ kind: 'number', number: secrets.number });
    this.#prove(writeLinkEnvelope(this.#linkId, 'proof', proof));
  }

  #opened(envelope: LinkEnvelope): void {
    for (const message of this.#channel?.open(envelope) ?? []) if (!this.isOver) this.#take(message);
  }

  #take(message: LinkMessage | 'unusable'): void {
    // The new device has everything: none of its messages stops the adding or hides the adding from the person here
    // (13.E.2).
    if (this.#view.kind === 'adding') return;
    if (message === 'unusable') return this.end('unusable', 'unusable');
    const view = this.#view;
    // What the new device says about its end proves nothing: it may have stored every part that has left.
    if (message.kind === 'end') return this.#fail(view.kind === 'sending' ? 'has-left' : failureOf(message.reason));
    if (message.kind === 'confirmed' && view.kind === 'number') return this.#handOver();
    if (message.kind === 'join' && view.kind === 'confirmed') return this.#joined(message, view.fingerprint);
    if (message.kind === 'kept' && view.kind === 'sending') return void this.#add(view.name);
    this.end('unusable', 'unusable');
  }

  // The chain says who the person is. It is sent before the person here is asked, because the new device joins only
  // after it has checked the chain.
  #handOver(): void {
    const held = this.#parts.chain();
    if (held === undefined) return this.end('not-allowed', 'cancelled');
    const message = writeLinkChain(held);
    if (!fitsIntoLink(message)) return this.end('too-large', 'cancelled');
    this.#person = held.chain.person;
    this.#become({ kind: 'confirmed', fingerprint: shownFingerprint(held.chain) });
    void this.#seal(message);
  }

  #joined(message: Extract<LinkMessage, { kind: 'join' }>, fingerprint: string): void {
    const [person, fresh] = [this.#person, this.#fresh];
    this.#member = person && fresh && readJoin(message, person, fresh);
    if (this.#member === undefined) return this.end('unusable', 'unusable');
    this.#become({ kind: 'asking', name: message.name, fingerprint });
  }

  // The new device has everything: from here on it is a device of this person. Only the chain can prove that to others.
  async #add(name: string): Promise<void> {
    const member = unwrap(this.#member, 'data leaves only for a device that has signed its join');
    for (const cancel of this.#timers.splice(0)) cancel();
    this.#become({ kind: 'adding', name });
    const sinceMs = this.#parts.clock.nowMs();
    let outcome = await this.#parts.add(member);
    while (outcome === 'not-connected' && isWithin(sinceMs, this.#parts.clock.nowMs(), LINKING_MS) && !this.isOver) {
      await new Promise<void>((resolve) => this.#after(REPEAT_MS, resolve));
      outcome = await this.#parts.add(member);
    }
    if (this.isOver) return;
    const isAdded = outcome === 'done' || outcome === 'unconfirmed';
    if (isAdded && this.#channel !== undefined) {
      void this.#parts.send(this.#device, this.#channel.seal({ kind: 'added' }), LINK_EXPIRY_SECONDS);
    }
    this.#close(isAdded ? { kind: 'done', name, isSeen: outcome === 'done' } : { kind: 'failed', reason: 'not-added' });
  }

  async #seal(message: Parameters<LinkChannel['seal']>[0]): Promise<boolean> {
    if (this.isOver || this.#channel === undefined) return false;
    return this.#send(this.#channel.seal(message));
  }

  async #send(bytes: Bytes): Promise<boolean> {
    const failure = sendFailure(await this.#parts.send(this.#device, bytes, LINK_EXPIRY_SECONDS));
    if (failure !== undefined) this.end(failure);
    return failure === undefined;
  }

  #after(delayMs: number, run: () => void): void {
    this.#timers.push(this.#parts.clock.after(delayMs, run));
  }

  #become(view: ExistingDeviceView): void {
    this.#view = view;
    this.#parts.onChange();
  }

  #close(view: ExistingDeviceView): void {
    for (const cancel of this.#timers) cancel();
    this.#handshake.wipe();
    this.#channel?.wipe();
    this.#become(view);
  }
}
