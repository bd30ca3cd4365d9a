// What two devices share from ANSWER on: session, keys, rekeys, code, text (protocol §5, §6). The peer's messages are
// read here and become facts for the call. The keys of a call after ANSWER live in this object and are erased by `end`;
// the ring erases r_A and the early keys. The object remembers whether `end` ran: a message may end the call while it
// is being read, and a wiped key must not be used.
import { assert, unreachable, unwrap } from '../../../core/assert.ts';
import { type Bytes, fromB64u, toHex } from '../../../core/bytes.ts';
import type { CallEvent, Timeless } from '../../../core/call/event.ts';
import type { KeysEffect } from '../../../core/call/keys-event.ts';
import { acceptedBy, mayRead } from '../../../core/call/media-state.ts';
import type { CallState } from '../../../core/call/state.ts';
import { opens } from '../../../core/keys/commitment.ts';
import type { HandshakeSecrets } from '../../../core/keys/handshake.ts';
import { KeySchedule } from '../../../core/keys/schedule.ts';
import type { Envelope } from '../../../core/signal/envelope.ts';
import type { Session } from '../../../core/signal/message.ts';
import { isBefore, NO_PLACE, type Place } from '../../../core/signal/place.ts';
import type { MediaState } from '../../../contract/view.ts';
import type { Random } from '../../time/clock.ts';
import { CallText } from './call-text.ts';
import type { GrantPort } from './grant.ts';
import type { Opening } from './opening.ts';
import { KeySecrets } from './key-secrets.ts';
import type { Description } from '../../../core/call/media-path.ts';
import { type Received, SessionChannel } from './session-channel.ts';

type Confirm = Extract<Session, { kind: 'confirm' }>;
type Reopen = Extract<Session, { kind: 'reopen' }>;

/**
 * What the code is made from besides the handshake: our r_A and the callee's r_B, or the caller's commitment and our
 * r_B.
 */
export type Halves =
  | { readonly role: 'caller'; readonly opening: Opening; readonly nonce: Bytes }
  | { readonly role: 'callee'; readonly commitment: Bytes; readonly nonce: Bytes };

/** What a session works with. */
export interface CallSessionParts {
  /** The call's own time, which never goes back. */
  readonly nowMs: () => number;
  readonly random: Random;
  readonly send: (bytes: Bytes, expirySeconds: number) => void;
  /** The current call: descriptions are filtered by its rules, and text is shown if it allows that. */
  readonly call: () => Pick<CallState, 'media' | 'ring'>;
  /** The sealing worker. Undefined while there is none. */
  readonly worker: () => Pick<GrantPort, 'post'> | undefined;
  /**
   * Receives facts: the peer's messages (opened, and checked as far as the session can), typed text, and changes of
   * keys.
   */
  readonly dispatch: (event: CallEvent) => void;
  /** Text has changed. */
  readonly onChange: () => void;
}

/** What a session starts from. A leg has it once ANSWER exists. */
export interface SessionOptions extends CallSessionParts {
  readonly callId: Bytes;
  readonly secrets: HandshakeSecrets;
  readonly halves: Halves;
}

/** The session with one device. */
export class CallSession {
  readonly text: CallText;
  readonly #options: SessionOptions;
  readonly #schedule: KeySchedule;
  readonly #channel: SessionChannel;
  readonly #keys: KeySecrets;
  #code: string | undefined;
  #confirm: Bytes | undefined;
  #newestMedia: Place = NO_PLACE;
  #newestReopen: Place = NO_PLACE;
  #isOver = false;

  constructor(options: SessionOptions) {
    const { call, callId, halves, nowMs, onChange, random, secrets, send } = options;
    const { role } = halves;
    this.#options = options;
    const { schedule, keys } = KeySchedule.enterGeneration0(secrets);
    this.#schedule = schedule;
    this.text = new CallText({
      nowMs,
      mayRead: () => mayRead(call()),
      onTyped: (line) => this.#happens({ kind: 'text-typed', line }),
      onChange,
      send: (text) => void this.send({ kind: 'text', text }),
    });
    this.#channel = new SessionChannel({
      role,
      callId,
      session: keys.session,
      nowMs,
      send,
      events: {
        onFirst: (message) => this.#first(message),
        onMessage: (received) => this.#message(received),
        onHeard: (generation) => this.#happens({ kind: 'peer-heard', generation }),
      },
    });
    this.#keys = new KeySecrets(keys, {
      role,
      schedule,
      channel: this.#channel,
      random,
      worker: options.worker,
      announce: (state) => this.announce(state),
      onEvent: (event) => this.#happens(event),
    });
    if (halves.role === 'caller') this.#code = halves.opening.code(schedule, halves.nonce);
  }

  /** The eight digits, once they are known. */
  get code(): string | undefined {
    return this.#code;
  }

  /** When the next of the messages that came too fast has its turn. Undefined if none waits. */
  get dueAtMs(): number | undefined {
    return this.#channel.dueAtMs;
  }

  /** Reads the messages whose turn has come. */
  readDue(): void {
    this.#channel.openDue();
  }

  /** Does what the keys region of the machine asks for. */
  perform(effect: KeysEffect): void {
    if (!this.#isOver) this.#keys.perform(effect);
  }

  /** Caller: sends CONFIRM, the first message, which opens the commitment. */
  sendConfirm({ fingerprint, sdp }: Description): void {
    const { halves } = this.#options;
    assert(halves.role === 'caller', 'a caller sends CONFIRM');
    this.#confirm = this.#channel.send({ kind: 'confirm', open: halves.opening.open(), fingerprint, sdp });
  }

  /** Caller: CONFIRM again, byte for byte. */
  repeatConfirm(): void {
    this.#channel.repeat(unwrap(this.#confirm, 'CONFIRM is repeated after it was sent'), true);
  }

  /** Callee: sends READY. Every repeat of CONFIRM gets the same bytes. */
  sendReady(): void {
    this.#channel.setReply(0, 0n, this.#channel.send({ kind: 'ready' }));
  }

  /** Sends any other message. Returns its bytes, for repeating it, or undefined after the end. */
  send(message: Session): Bytes | undefined {
    return this.#isOver ? undefined : this.#channel.send(message);
  }

  /** Tells the peer the whole state of our media. Returns the bytes, like `send`. */
  announce({ mute, camera, hold, screen }: MediaState): Bytes | undefined {
    return this.send({ kind: 'media', mute, camera, hold, screen });
  }

  /** Takes a SESSION envelope from the peer's device. */
  receive(envelope: Extract<Envelope, { kind: 'session' }>): void {
    if (!this.#isOver) this.#channel.receive(envelope);
  }

  /** Erases all keys and the text. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.text.erase();
    this.#keys.wipe();
    this.#channel.wipe();
    this.#schedule.wipe();
  }

  // Counter 0 of generation 0: CONFIRM at the callee, READY at the caller, or `end` instead. Unusable content there
  // ends the call (protocol §5 rule 10).
  #first(message: Session | undefined): void {
    const { halves } = this.#options;
    if (message?.kind === 'end') this.#happens({ kind: 'peer-ended', reason: message.reason });
    else if (message?.kind === 'confirm' && halves.role === 'callee') this.#confirmed(message, halves);
    else if (message?.kind === 'ready' && this.#confirm !== undefined) this.#happens({ kind: 'ready' });
    else this.#happens({ kind: 'confirm-unusable', what: 'content' });
    if (!this.#isOver) this.#channel.release();
  }

  #confirmed(message: Confirm, { commitment, nonce }: Extract<Halves, { role: 'callee' }>): void {
    const { call, callId } = this.#options;
    const open = unwrap(fromB64u(message.open), 'checked by the message schema');
    if (!opens(commitment, callId, open)) {
      this.#happens({ kind: 'confirm-unusable', what: 'opening' });
      return;
    }
    this.#code = this.#schedule.code(open, nonce);
    const sdp = acceptedBy(call().media, message);
    if (sdp === undefined) return this.#happens({ kind: 'confirm-unusable', what: 'content' });
    const description = { type: 'answer', sdp, fingerprint: message.fingerprint } as const;
    this.#happens({ kind: 'peer-described', description });
    this.#happens({ kind: 'confirmed' });
  }

  #message(received: Received): void {
    const { message } = received;
    if (this.#isOver) return;
    switch (message.kind) {
      case 'candidates':
        return this.#happens({ kind: 'remote-candidates', list: message.list });
      case 'key-frame':
        return this.#happens({ kind: 'key-frame-asked', stream: message.stream });
      case 'media':
        return this.#media(message, received);
      case 'restart':
        return isBefore(received, this.#newestReopen) ? undefined : this.#happens({ kind: 'peer-restart', message });
      case 'reopen':
        return this.#reopen(message, received);
      case 'rekey':
        return this.#happens({
          kind: 'rekey-received',
          rekey: { ...placeOf(received), e: message.e, kem: message.kem, text: received.text },
        });
      case 'rekeyed':
        return this.#happens({
          ...message,
          kind: 'rekeyed-received',
          generation: received.generation,
          text: received.text,
        });
      case 'transfer':
        return this.#transfer(message, placeOf(received));
      case 'end':
        return this.#happens({ kind: 'peer-ended', reason: message.reason });
      case 'text':
        return this.text.take(message.text, received);
      case 'confirm':
      case 'ready':
        return; // not allowed at this place
      default:
        return unreachable(message);
    }
  }

  // An offer sent before the peer's newest `reopen` belongs to a connection that the peer has given up: such an offer
  // opens and proves nothing.
  #reopen(message: Reopen, received: Received): void {
    const isOvertaken = isBefore(received, this.#newestReopen);
    if (!isOvertaken) this.#newestReopen = placeOf(received);
    if (isOvertaken && message.type !== 'answer') return; // answers are matched by their number
    const sdp = acceptedBy(this.#options.call().media, message, 'reopen'); // an unusable one is ignored
    if (sdp !== undefined) this.#happens({ kind: 'peer-reopens', message: { ...message, sdp } });
  }

  #media(message: Extract<Session, { kind: 'media' }>, received: Received): void {
    if (isBefore(received, this.#newestMedia)) return;
    this.#newestMedia = placeOf(received);
    const { mute, camera, hold, screen } = message;
    this.#happens({ kind: 'peer-switched', state: { mute, camera, hold, screen } });
  }

  #transfer({ call, device }: Extract<Session, { kind: 'transfer' }>, place: Place): void {
    const id = unwrap(fromB64u(call), 'checked by the message schema');
    this.#happens({ kind: 'move-announced', device, call: toHex(id), place });
  }

  #happens(event: Timeless<CallEvent>): void {
    this.#options.dispatch({ ...event, atMs: this.#options.nowMs() });
  }
}

function placeOf({ generation, counter }: Received): Place {
  return { generation, counter }; // without the message itself
}
