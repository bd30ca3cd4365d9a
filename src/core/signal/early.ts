// EARLY messages (protocol §4): ringing, busy, decline and cancel, sealed under keys that are derived from INVITE, not
// under session keys. Each side has one sealer and one opener per leg. A sealer has one salt and uses each
// counter once, so a nonce never repeats.
import { gcm } from '@noble/ciphers/aes.js';
import { assert } from '../assert.ts';
import { type Bytes, concat, equal, uint } from '../bytes.ts';
import { ReplayWindow } from '../frame/window.ts';
import { openGcm } from '../keys/open-gcm.ts';
import type { Secret } from '../keys/secret.ts';
import { earlyHeader, type Envelope } from './envelope.ts';
import { Early, readMessage, writeMessage } from './message.ts';

/**
 * The result of opening: a message (undefined if its content cannot be used), a counter that was seen before or is too
 * old, or a wrong tag or salt.
 */
export type EarlyOpened =
  | { readonly kind: 'opened'; readonly counter: bigint; readonly message: Early | undefined }
  | { readonly kind: 'replay' }
  | { readonly kind: 'refused' };

/** Seals one direction's EARLY messages of one leg. `salt` is 8 random bytes, never used with this key before. */
export class EarlySealer {
  readonly #key: Secret;
  readonly #salt: Bytes;
  readonly #callId: Bytes;
  #next = 0n;

  constructor(key: Secret, salt: Bytes, callId: Bytes) {
    this.#key = key;
    this.#salt = salt;
    this.#callId = callId;
  }

  /** The whole envelope. To repeat a message, send these bytes again; never seal the same message twice. */
  seal(message: Early): Bytes {
    assert(this.#next < 1n << 32n, 'early counter is spent');
    const counter = this.#next++;
    const header = earlyHeader(this.#callId, this.#salt, counter);
    const nonce = concat(this.#salt, uint(4, counter));
    return concat(
      header,
      this.#key.use((key) => gcm(key, nonce, header).encrypt(writeMessage(message))),
    );
  }
}

/**
 * Opens one direction's EARLY messages of one leg. It keeps the salt of the first valid message and refuses any other
 * (protocol §4).
 */
export class EarlyOpener {
  readonly #key: Secret;
  readonly #window = new ReplayWindow();
  #salt: Bytes | undefined;

  constructor(key: Secret) {
    this.#key = key;
  }

  /** Opens an envelope of kind `early`. A valid tag spends the counter, whatever the content. */
  open(envelope: Extract<Envelope, { kind: 'early' }>): EarlyOpened {
    if (this.#salt !== undefined && !equal(this.#salt, envelope.salt)) return { kind: 'refused' };
    const nonce = concat(envelope.salt, uint(4, envelope.counter));
    const plaintext = this.#key.use((key) => openGcm(key, nonce, envelope.header, envelope.sealed));
    if (plaintext === undefined) return { kind: 'refused' }; // the broker may send anything
    this.#salt = envelope.salt;
    if (!this.#window.isFresh(envelope.counter)) return { kind: 'replay' };
    this.#window.spend(envelope.counter);
    return { kind: 'opened', counter: envelope.counter, message: readMessage(Early, plaintext) };
  }
}
