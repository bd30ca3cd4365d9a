// SESSION messages (protocol §4): sealed under the session key of one generation and direction. A counter starts at 0,
// lives as long as the generation and never repeats: only `seal` advances it.
import { gcm } from '@noble/ciphers/aes.js';
import { assert } from '../assert.ts';
import { type Bytes, concat, uint } from '../bytes.ts';
import { ReplayWindow } from '../frame/window.ts';
import { openGcm } from '../keys/open-gcm.ts';
import type { Secret } from '../keys/secret.ts';
import { type Envelope, sessionHeader } from './envelope.ts';
import { messageText, readMessage, Session, writeMessage } from './message.ts';

/**
 * The result of opening: a message with its unpadded text (both undefined if the content cannot be used); a genuine
 * message whose counter was spent or is too old, which gets at most a stored reply; or a forgery.
 */
export type SessionOpened =
  | {
      readonly kind: 'opened';
      readonly counter: bigint;
      readonly message: Session | undefined;
      readonly text: Bytes | undefined;
    }
  | { readonly kind: 'replay'; readonly counter: bigint }
  | { readonly kind: 'refused' };

function nonceOf(counter: bigint): Bytes {
  return concat(new Uint8Array(4), uint(8, counter)); // 0^4 || counter
}

/** Seals our messages of one generation. Owns `key`. */
export class SessionSealer {
  readonly generation: number;
  readonly #key: Secret;
  readonly #callId: Bytes;
  #next = 0n;

  constructor(key: Secret, generation: number, callId: Bytes) {
    this.#key = key;
    this.generation = generation;
    this.#callId = callId;
  }

  /**
   * The whole envelope and the counter it spent. To repeat a message, send these bytes again; never seal the same
   * message twice.
   */
  seal(message: Session): { readonly bytes: Bytes; readonly counter: bigint } {
    assert(this.#next < 1n << 64n, 'session counter is spent');
    const counter = this.#next++;
    const header = sessionHeader(this.#callId, this.generation, counter);
    const sealed = this.#key.use((key) => gcm(key, nonceOf(counter), header).encrypt(writeMessage(message)));
    return { bytes: concat(header, sealed), counter };
  }

  /** Erases the key. Sealing afterwards is a bug. */
  wipe(): void {
    this.#key.wipe();
  }
}

/** Opens the peer's messages of one generation. Owns `key`. */
export class SessionOpener {
  readonly generation: number;
  readonly #key: Secret;
  readonly #window = new ReplayWindow();

  constructor(key: Secret, generation: number) {
    this.#key = key;
    this.generation = generation;
  }

  /** Opens an envelope of this generation. A valid tag spends the counter, whatever the content. */
  open(envelope: Extract<Envelope, { kind: 'session' }>): SessionOpened {
    assert(envelope.generation === this.generation, 'an opener is asked for its own generation only');
    const { counter, header, sealed } = envelope;
    const plaintext = this.#key.use((key) => openGcm(key, nonceOf(counter), header, sealed));
    if (plaintext === undefined) return { kind: 'refused' }; // the broker may send anything
    // The window is consulted after the tag was verified, so that a forged counter can neither spend nor probe it
    // (protocol §4).
    if (!this.#window.isFresh(counter)) return { kind: 'replay', counter };
    this.#window.spend(counter);
    const message = readMessage(Session, plaintext);
    return {
      kind: 'opened',
      counter,
      message,
      text: message === undefined ? undefined : messageText(message),
    };
  }

  /** Erases the key. Opening afterwards is a bug. */
  wipe(): void {
    this.#key.wipe();
  }
}
