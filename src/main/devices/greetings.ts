// Senders of message 1 to a new device, before one of them has proven itself (protocol §13 rule 1). Anybody may send
// message 1, so up to four senders each get a place for a while, with a budget of their own: no sender can use up the
// budget of another.
import { type Bytes, equal, toB64u, toHex } from '../../core/bytes.ts';
import type { Device, DeviceKeys } from '../../core/keys/identity.ts';
import { type LinkSecrets, NewDeviceHandshake } from '../../core/keys/link-handshake.ts';
import {
  type LinkEnvelope,
  LinkProof,
  readLinkText,
  writeLinkEnvelope,
  writeLinkText,
} from '../../core/signal/link.ts';
import { isWithin } from '../../core/within.ts';
import { createBudget } from '../time/budget.ts';
import type { Clock, Random } from '../time/clock.ts';
import { READS_PER_SECOND } from './linking.ts';

const MOST_SENDERS = 4;
const PLACE_MS = 10_000; // then a sender that proves nothing gives way to another; a true device proves itself at once
const GREETINGS_PER_SECOND = 2; // read of each sender; an existing device repeats itself every 5 s

interface Sender {
  /** Since when the sender has its place, in ms since 1970. */
  readonly atMs: number;
  readonly mayGreet: () => boolean;
  readonly mayProve: () => boolean;
  /** Present after a valid message 1. */
  session: Session | undefined;
}

interface Session {
  readonly handshake: NewDeviceHandshake;
  readonly linkId: Bytes;
  readonly hello: string; // hex, to recognise a repeat
  readonly offer: Bytes;
}

/** What a sender has proven: its device, the content of its message 3, and the result of its handshake. */
export interface Proven {
  readonly device: Device;
  readonly proof: LinkProof;
  readonly secrets: LinkSecrets;
}

/** The senders during one linking. */
export class Greetings {
  readonly #own: DeviceKeys;
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #random: Random;
  readonly #senders = new Map<string, Sender>();

  /** No sender yet. `own` are the keys of the new device, borrowed. */
  constructor(own: DeviceKeys, { clock, random }: { readonly clock: Pick<Clock, 'nowMs'>; readonly random: Random }) {
    this.#own = own;
    this.#clock = clock;
    this.#random = random;
  }

  /** The LINK message that replies to a message 1, or undefined if there is no reply. A repeat gets the same reply. */
  greeted(from: string, { linkId, body }: LinkEnvelope): Bytes | undefined {
    const sender = this.#senderOf(from);
    if (sender?.mayGreet() !== true) return undefined;
    const { session } = sender;
    const hello = toHex(body);
    if (session !== undefined && session.hello === hello && equal(session.linkId, linkId)) return session.offer;
    const handshake = new NewDeviceHandshake(this.#own, from, linkId);
    const payload = writeLinkText({ kind: 'device', d: toB64u(this.#own.d) });
    const noise = handshake.readHello(body)
      ? handshake.writeOffer(payload, { ephemeral: this.#random(32), kem: this.#random(32) })
      : undefined;
    if (noise === undefined) {
      handshake.wipe();
      return undefined;
    }
    session?.handshake.wipe();
    const offer = writeLinkEnvelope(linkId, 'offer', noise);
    sender.session = { handshake, linkId, hello, offer };
    return offer;
  }

  /**
   * The content of a message 3. If it is not genuine, the result is undefined and nothing changes. A genuine message 3
   * ends that sender's handshake.
   */
  proven(from: string, { linkId, body }: LinkEnvelope): Proven | undefined {
    const sender = this.#senders.get(from);
    const session = sender?.session;
    if (sender === undefined || session === undefined || !equal(session.linkId, linkId)) return undefined;
    if (!sender.mayProve()) return undefined;
    const proof = session.handshake.readProof(body, (payload) => readLinkText(LinkProof, payload));
    if (proof === undefined) return undefined;
    this.#senders.delete(from);
    return { device: proof.device, proof: proof.payload, secrets: session.handshake.takeSecrets() };
  }

  /** Erases what is left of all handshakes. */
  wipe(): void {
    for (const { session } of this.#senders.values()) session?.handshake.wipe();
    this.#senders.clear();
  }

  #senderOf(from: string): Sender | undefined {
    const known = this.#senders.get(from);
    if (known !== undefined) return known;
    const atMs = this.#clock.nowMs();
    if (!this.#hasPlace(atMs)) return undefined;
    const sender = {
      atMs,
      mayGreet: createBudget(this.#clock, GREETINGS_PER_SECOND, 1000),
      mayProve: createBudget(this.#clock, READS_PER_SECOND, 1000),
      session: undefined,
    };
    this.#senders.set(from, sender);
    return sender;
  }

  // A sender that has not proven itself after a while gives way to another, however often it starts anew: a few senders
  // must not keep out the true device.
  #hasPlace(nowMs: number): boolean {
    if (this.#senders.size < MOST_SENDERS) return true;
    for (const [name, { atMs, session }] of this.#senders) {
      if (isWithin(atMs, nowMs, PLACE_MS)) continue;
      session?.handshake.wipe();
      this.#senders.delete(name);
      return true;
    }
    return false;
  }
}
