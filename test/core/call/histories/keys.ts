// The keys and the session of one side of a history, without secrets: which worker has which key, and which message was
// sent under which generation. At every grant and every message `Keyring` checks the properties of protocol §6 and §7
// that concern one key or one message.
import { assert, unwrap } from '../../../../src/core/assert.ts';
import type { KeysEffect } from '../../../../src/core/call/keys-event.ts';
import type { Stream } from '../../../../src/core/call/keys-state.ts';
import type { Session } from '../../../../src/core/signal/message.ts';
import type { Bare } from '../bare.ts';
import type { Happening } from './happenings.ts';

/** A sealed message; its repeats are the same object. */
export interface Sealed {
  readonly kind: 'sealed';
  readonly generation: number;
  readonly counter: number;
  readonly said: Session;
}

/** A key of a stream, as the machine names it. */
export interface Key {
  readonly stream: Stream;
  readonly generation: number;
  readonly step: number;
}

/** What a keyring needs from others. */
export interface KeyringParts {
  readonly send: (sealed: Sealed) => void;
  readonly dispatch: (event: Bare) => void;
  /** Whether the handshake has come far enough for a worker to have keys of this direction. */
  readonly mayGrant: (direction: Direction) => boolean;
  readonly count: (what: Happening) => void;
}

type Direction = 'seal' | 'open';

const TEXT = Uint8Array.of(1);
/**
 * Once a frame was opened under a key, the older keys of its stream live two seconds more. They are withdrawn with the
 * next event after that (protocol §7).
 */
const OLD_LIVES_MS = 2000;

/** The keys and the session of one side. */
export class Keyring {
  /** The key with which each stream is sealed. */
  readonly sealing = new Map<Stream, Key>();
  /** The keys for opening, by stream, generation and step. */
  readonly #opening = new Map<string, Key>();
  readonly #granted = new Set<string>();
  readonly #workerOf = new Map<string, number>(); // by direction, generation and stream
  readonly #older: { readonly key: Key; readonly goneByMs: number }[] = [];
  readonly #parts: KeyringParts;
  #newest = 0;
  #sending = 0;
  #below = 0;
  #counter = 0;
  #offer: Sealed | undefined;
  #announcement: Sealed | undefined;
  readonly #taken = new Set<string>();
  readonly #replies = new Map<string, Sealed>();
  #isOver = false;

  constructor(parts: KeyringParts) {
    this.#parts = parts;
  }

  /** Seals a message under the sending generation, and sends it unless the call is over. */
  say(said: Session): Sealed {
    const sealed: Sealed = { kind: 'sealed', generation: this.#sending, counter: this.#counter++, said };
    if (!this.#isOver) this.#parts.send(sealed);
    return sealed;
  }

  /**
   * Opens a message and returns its content. Returns undefined for a repeat, for a generation that is no longer
   * accepted, and after the end of the call. If a repeat had a reply, the reply is sent again.
   */
  open(sealed: Sealed): Session | undefined {
    const { generation } = sealed;
    assert(generation <= this.#newest, 'nothing is sent under a key that the peer lacks');
    if (generation < this.#below || this.#isOver) return undefined;
    const place = placeOf(sealed);
    if (this.#taken.has(place)) {
      const reply = this.#replies.get(place);
      if (reply !== undefined) this.#parts.send(reply);
      return undefined;
    }
    this.#taken.add(place);
    this.#parts.dispatch({ kind: 'peer-heard', generation });
    return sealed.said;
  }

  /** Takes the peer's `rekey` or `rekeyed`. */
  take({ counter, generation, said }: Sealed): void {
    const { dispatch } = this.#parts;
    if (said.kind === 'rekey') {
      const rekey = { generation, counter: BigInt(counter), e: said.e, kem: said.kem, text: TEXT };
      dispatch({ kind: 'rekey-received', rekey });
    } else if (said.kind === 'rekeyed') {
      dispatch({ kind: 'rekeyed-received', generation, e: said.e, ct: said.ct, text: TEXT });
    }
  }

  /** Whether a frame under this key is opened here. */
  opens(key: Key): boolean {
    return this.#opening.has(nameOf(key));
  }

  /** The streams for which this side has a key. */
  streams(): readonly Stream[] {
    return [...this.sealing.keys(), ...[...this.#opening.values()].map(({ stream }) => stream)];
  }

  /** Whether no worker has a key. */
  get isEmpty(): boolean {
    return this.sealing.size === 0 && this.#opening.size === 0;
  }

  /** The worker has opened a frame under this key. */
  opened(key: Key, atMs: number): void {
    for (const older of this.#opening.values()) {
      const isOlder =
        older.generation < key.generation || (older.generation === key.generation && older.step < key.step);
      if (older.stream !== key.stream || !isOlder) continue;
      this.#parts.count('an older key is due to be withdrawn');
      this.#older.push({ key: older, goneByMs: atMs + OLD_LIVES_MS });
    }
  }

  /** Checks that what was granted is withdrawn in time. */
  checkWithdrawn(atMs: number): void {
    for (const { key, goneByMs } of this.#older.filter(({ goneByMs }) => goneByMs < atMs))
      assert(!this.opens(key), `each grant is followed by a withdrawal: ${nameOf(key)} by ${goneByMs}`);
    this.#older.splice(0, this.#older.findLastIndex(({ goneByMs }) => goneByMs < atMs) + 1);
    for (const { generation } of this.#opening.values())
      assert(generation >= this.#newest - 1, 'a worker opens with no key older than the previous generation');
  }

  /** The worker has ended, and all its keys with it. */
  workerGone(): void {
    this.sealing.clear();
    this.#opening.clear();
  }

  /** The call is over. */
  forget(): void {
    this.#isOver = true;
    this.workerGone();
  }

  /** Performs an effect; `worker` is the number of the present worker, or undefined if there is none. */
  perform(effect: KeysEffect, worker: number | undefined): void {
    const { count, dispatch, send } = this.#parts;
    switch (effect.kind) {
      case 'grant-seal':
        this.#grant('seal', effect, worker);
        this.sealing.set(effect.stream, keyOf(effect));
        return;
      case 'grant-open':
        this.#grant('open', effect, worker);
        this.#opening.set(nameOf(effect), keyOf(effect));
        return;
      case 'forget-seal':
        this.sealing.delete(effect.stream);
        return;
      case 'forget-open':
        this.#opening.delete(nameOf(effect));
        return;
      case 'pass-seal':
      case 'erase-open':
      case 'drop-rekey':
        return;
      case 'send-rekey':
        this.#offer = this.say({ kind: 'rekey', e: 'e', kem: 'kem' });
        return;
      case 'repeat-rekey':
        return send(unwrap(this.#offer, 'an offer is repeated after it was sent'));
      case 'answer-rekey':
      case 'finish-rekey':
        count('a rekey');
        dispatch({ kind: 'generation-entered', generation: this.#newest + 1 });
        this.#newest++;
        return;
      case 'reply-rekey': {
        const reply = this.say({ kind: 'rekeyed', e: 'e', ct: 'ct' });
        this.#replies.set(`${effect.generation}:${effect.counter}`, reply);
        return;
      }
      case 'seal-under':
        assert(
          effect.generation <= this.#newest && effect.generation > this.#sending,
          'the generation used for sending only grows, up to the newest',
        );
        this.#sending = effect.generation;
        return;
      case 'announce-generation':
        this.#announcement = this.say({ kind: 'media', ...effect.state });
        return;
      case 'repeat-announcement':
        return send(unwrap(this.#announcement, 'an announcement is repeated after it was made'));
      case 'forget-session':
        this.#below = effect.below;
    }
  }

  #grant(direction: Direction, key: Key, worker: number | undefined): void {
    const { count, mayGrant } = this.#parts;
    const name = `${direction} ${nameOf(key)}`;
    assert(mayGrant(direction), 'a key is granted only once the handshake allows its direction');
    assert(
      !this.#isOver && worker !== undefined,
      'keys are granted only to an existing worker, and not after the end of the call',
    );
    assert(!this.#granted.has(name), 'a key is granted once');
    this.#granted.add(name);
    const place = `${direction} ${key.generation}/${key.stream}`;
    assert((this.#workerOf.get(place) ?? worker) === worker, 'the keys of a stream and generation go to one worker');
    this.#workerOf.set(place, worker);
    if (worker > 1) count('a second or later worker gets keys');
  }
}

function keyOf({ stream, generation, step }: Key): Key {
  return { stream, generation, step };
}

function nameOf({ stream, generation, step }: Key): string {
  return `${generation}/${stream}/${step}`;
}

function placeOf({ counter, generation }: Sealed): string {
  return `${generation}:${counter}`;
}
