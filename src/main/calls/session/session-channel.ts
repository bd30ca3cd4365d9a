// The SESSION messages of one call (protocol §4, §5): one sealer for the generation we send under, and one opener per
// generation of which messages may still arrive. The channel holds messages that overtake CONFIRM or READY, and answers
// repeats of CONFIRM and `rekey` with their stored reply. The call machine decides which generations exist
// (core/call/keys-state.ts).
import { unwrap } from '../../../core/assert.ts';
import type { Bytes } from '../../../core/bytes.ts';
import type { Role } from '../../../core/call/ring-state.ts';
import type { PerDirection } from '../../../core/keys/handshake.ts';
import type { Secret } from '../../../core/keys/secret.ts';
import type { Envelope } from '../../../core/signal/envelope.ts';
import type { Session } from '../../../core/signal/message.ts';
import { SessionOpener, SessionSealer } from '../../../core/signal/session.ts';
import { Inflow } from './inflow.ts';

const MOST_HELD = 32;
const FIRST_EXPIRY_SECONDS = 20; // CONFIRM, READY
const EXPIRY_SECONDS = 30;

/** A message and its place in the session. `text` is its unpadded JSON. */
export interface Received {
  readonly message: Session;
  readonly generation: number;
  readonly counter: bigint;
  readonly text: Bytes;
}

/** What a channel reports, once for each message. */
export interface ChannelEvents {
  /** CONFIRM, READY or an `end` instead: counter 0 of generation 0. Undefined if its content cannot be used. */
  readonly onFirst: (message: Session | undefined) => void;
  readonly onMessage: (received: Received) => void;
  /** A genuine message of this generation arrived. */
  readonly onHeard: (generation: number) => void;
}

/** What a channel needs. `send` takes a whole envelope, and the number of seconds for which the broker may store it. */
export interface ChannelOptions {
  readonly role: Role;
  readonly callId: Bytes;
  readonly session: PerDirection<Secret>;
  /** The call's own time, which never goes back. */
  readonly nowMs: () => number;
  readonly send: (bytes: Bytes, expirySeconds: number) => void;
  readonly events: ChannelEvents;
}

type SessionEnvelope = Extract<Envelope, { kind: 'session' }>;

/** The session of one call with one device. */
export class SessionChannel {
  readonly #options: ChannelOptions;
  #sealer: SessionSealer;
  readonly #sealers = new Map<number, SessionSealer>(); // by generation: entered, but not used yet
  readonly #openers = new Map<number, SessionOpener>();
  readonly #replies = new Map<number, Map<bigint, Bytes>>(); // by generation and counter
  #held: Received[] | undefined = [];
  readonly #inflow: Inflow<SessionEnvelope>;
  #unusable = 0;

  constructor(options: ChannelOptions) {
    this.#options = options;
    const { own, theirs } = this.#directions(options.session);
    this.#sealer = new SessionSealer(own, 0, options.callId);
    this.#openers.set(0, new SessionOpener(theirs, 0));
    this.#inflow = new Inflow(options.nowMs, (envelope) => this.#open(envelope));
  }

  /**
   * How many genuine messages had unusable content, not counting those in the place of CONFIRM or READY (§5 rule 10).
   */
  get unusable(): number {
    return this.#unusable;
  }

  /** When the next of the messages that came too fast has its turn. Undefined if none waits. */
  get dueAtMs(): number | undefined {
    return this.#inflow.dueAtMs;
  }

  /** Opens the messages whose turn has come. */
  openDue(): void {
    this.#inflow.openDue();
  }

  /** Seals and sends a message. Returns its bytes, for repeating it. */
  send(message: Session): Bytes {
    const { bytes } = this.#sealer.seal(message);
    this.repeat(bytes, message.kind === 'confirm' || message.kind === 'ready');
    return bytes;
  }

  /** Sends earlier bytes again. */
  repeat(bytes: Bytes, isFirst = false): void {
    this.#options.send(bytes, isFirst ? FIRST_EXPIRY_SECONDS : EXPIRY_SECONDS);
  }

  /** From here on a repeat of the message at this place gets these bytes as its reply. */
  setReply(generation: number, counter: bigint, bytes: Bytes): void {
    this.#replies.set(generation, new Map([...(this.#replies.get(generation) ?? []), [counter, bytes]]));
  }

  /** Takes an envelope from the peer's device. An envelope that is not genuine only costs its units (inflow.ts). */
  receive(envelope: SessionEnvelope): void {
    // Without room the envelope is dropped unopened, so that it spends no counter (protocol §4).
    if (this.#openers.has(envelope.generation) && this.#hasRoom(envelope)) this.#inflow.take(envelope);
  }

  #open(envelope: SessionEnvelope): void {
    const { generation, counter } = envelope;
    const opener = this.#openers.get(generation);
    // The generation ended, or the room was used up, while the envelope waited.
    if (opener === undefined || !this.#hasRoom(envelope)) return;
    const isFirst = isFirstPlace(envelope);
    const opened = opener.open(envelope);
    if (opened.kind === 'refused') return;
    if (opened.kind === 'replay') {
      const reply = this.#replies.get(generation)?.get(counter);
      if (reply !== undefined) this.repeat(reply, isFirst);
      return;
    }
    this.#options.events.onHeard(generation);
    if (isFirst) {
      this.#options.events.onFirst(opened.message);
      return;
    }
    if (opened.message === undefined || opened.text === undefined) {
      this.#unusable++;
      return;
    }
    const received = { message: opened.message, generation, counter, text: opened.text };
    // `end` is never held (protocol §5).
    if (this.#held === undefined || received.message.kind === 'end') this.#options.events.onMessage(received);
    else this.#held.push(received);
  }

  /**
   * CONFIRM or READY is done: passes on the messages that overtook it, in the order of generation and counter, and
   * holds no further messages.
   */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    held.sort((a, b) => a.generation - b.generation || (a.counter < b.counter ? -1 : 1));
    for (const received of held) this.#options.events.onMessage(received);
  }

  /**
   * Takes the keys of a generation just entered. Messages of it can be received at once; `sealUnder` starts sending
   * under it.
   */
  enter(generation: number, session: PerDirection<Secret>): void {
    const { own, theirs } = this.#directions(session);
    this.#sealers.set(generation, new SessionSealer(own, generation, this.#options.callId));
    this.#openers.set(generation, new SessionOpener(theirs, generation));
  }

  /** Sends under this generation from now on. The previous key is erased. */
  sealUnder(generation: number): void {
    const next = unwrap(this.#sealers.get(generation), 'a generation is entered before it sends');
    this.#sealers.delete(generation);
    this.#sealer.wipe();
    this.#sealer = next;
  }

  /** Older generations are no longer accepted; their keys are erased. */
  forgetBelow(generation: number): void {
    for (const [number, opener] of this.#openers) {
      if (number >= generation) continue;
      opener.wipe();
      this.#openers.delete(number);
      this.#replies.delete(number); // the messages that these reply to can no longer be opened
    }
  }

  /** Erases every key. The channel cannot be used any more. */
  wipe(): void {
    this.#inflow.stop();
    this.#sealer.wipe();
    for (const sealer of this.#sealers.values()) sealer.wipe();
    this.forgetBelow(Number.POSITIVE_INFINITY);
    this.#held = undefined;
    this.#replies.clear();
  }

  #hasRoom(envelope: SessionEnvelope): boolean {
    return this.#held === undefined || isFirstPlace(envelope) || this.#held.length < MOST_HELD;
  }

  #directions({ callerToCallee, calleeToCaller }: PerDirection<Secret>): { own: Secret; theirs: Secret } {
    return this.#options.role === 'caller'
      ? { own: callerToCallee, theirs: calleeToCaller }
      : { own: calleeToCaller, theirs: callerToCallee };
  }
}

// The place of CONFIRM and READY.
function isFirstPlace({ generation, counter }: SessionEnvelope): boolean {
  return generation === 0 && counter === 0n;
}
