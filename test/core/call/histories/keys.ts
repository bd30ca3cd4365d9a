// The keys and the session of one side of a history, without any secret: which key is with which worker, and what was said under which
// generation. The properties of protocol §6 and §7 that concern one key or one message are checked here, at every grant and every word.
import type { Bare } from '../bare.ts';
import { assert, unwrap } from '../../../../src/core/assert.ts';
import type { KeysEffect } from '../../../../src/core/call/keys-event.ts';
import type { Stream } from '../../../../src/core/call/keys-state.ts';
import type { Switched } from '../../../../src/core/call/media-switches.ts';
import type { Reopen } from '../../../../src/core/call/page-state.ts';
import type { EndReasonOnWire } from '../../../../src/core/signal/message.ts';

/** What is said under the session's keys. */
export type Said =
  | { readonly kind: 'rekey' | 'rekeyed' | 'restart' | 'restarted' }
  | { readonly kind: 'media'; readonly state: Switched }
  | { readonly kind: 'reopen'; readonly message: Reopen }
  | { readonly kind: 'end'; readonly reason: EndReasonOnWire };

/** A sealed message: repeats of it are the same one. */
export interface Sealed {
  readonly kind: 'sealed';
  readonly generation: number;
  readonly counter: number;
  readonly said: Said;
}

/** A key of a stream, as the machine speaks of it. */
export interface Key {
  readonly stream: Stream;
  readonly generation: number;
  readonly step: number;
}

const TEXT = Uint8Array.of(1);
const nameOf = ({ stream, generation, step }: Key): string => `${generation}/${stream}/${step}`;

/** The keys and the session of one side. */
export class Keyring {
  /** What each stream is sealed with. */
  readonly sealing = new Map<Stream, Key>();
  readonly #opening = new Set<string>();
  readonly #granted = new Set<string>();
  readonly #workerOf = new Map<string, number>(); // of a direction, generation and stream
  readonly #send: (sealed: Sealed) => void;
  readonly #dispatch: (event: Bare) => void;
  readonly #nowSwitched: () => Switched;
  #newest = 0;
  #sending = 0;
  #below = 0;
  #counter = 0;
  #offer: Sealed | undefined;
  #announcement: Sealed | undefined;
  readonly #taken = new Set<string>();
  readonly #replies = new Map<string, Sealed>();
  #isOver = false;

  constructor(parts: {
    readonly send: (sealed: Sealed) => void;
    readonly dispatch: (event: Bare) => void;
    readonly switched: () => Switched;
  }) {
    this.#send = parts.send;
    this.#dispatch = parts.dispatch;
    this.#nowSwitched = parts.switched;
  }

  /** Says something under the generation that is sent under. */
  say(said: Said): Sealed {
    const sealed: Sealed = { kind: 'sealed', generation: this.#sending, counter: this.#counter++, said };
    if (!this.#isOver) this.#send(sealed);
    return sealed;
  }

  /** What a message says, where it is the first of its place and of a generation that is taken; a repeat gets its reply. */
  open(sealed: Sealed): Said | undefined {
    const { generation } = sealed;
    assert(generation <= this.#newest, 'nothing is sent under a key that the peer lacks');
    if (generation < this.#below || this.#isOver) return undefined;
    const place = placeOf(sealed);
    if (this.#taken.has(place)) {
      const reply = this.#replies.get(place);
      if (reply !== undefined) this.#send(reply);
      return undefined;
    }
    this.#taken.add(place);
    this.#dispatch({ kind: 'peer-heard', generation });
    return sealed.said;
  }

  /** The peer's `rekey` or `rekeyed`. */
  take({ counter, generation, said }: Sealed): void {
    if (said.kind === 'rekey') {
      const rekey = { generation, counter: BigInt(counter), e: 'e', kem: 'kem', text: TEXT };
      this.#dispatch({ kind: 'rekey-received', rekey });
    } else this.#dispatch({ kind: 'rekeyed-received', generation, e: 'e', ct: 'ct', text: TEXT });
  }

  /** Whether a frame under this key is opened here. */
  opens(key: Key): boolean {
    return this.#opening.has(nameOf(key));
  }

  /** The worker is gone, and what it had. */
  workerGone(): void {
    this.sealing.clear();
    this.#opening.clear();
  }

  /** The call is over. */
  forget(): void {
    this.#isOver = true;
    this.workerGone();
  }

  /** Does what the machine asks for; `worker` is the number of the worker that is there. */
  perform(effect: Exclude<KeysEffect, { kind: 'keys-renewed' }>, worker: number | undefined): void {
    switch (effect.kind) {
      case 'grant-seal':
        this.#grant('seal', effect, worker);
        this.sealing.set(effect.stream, effect);
        return;
      case 'grant-open':
        this.#grant('open', effect, worker);
        this.#opening.add(nameOf(effect));
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
        this.#offer = this.say({ kind: 'rekey' });
        return;
      case 'repeat-rekey':
        return this.#send(unwrap(this.#offer, 'an offer is repeated after it was sent'));
      case 'answer-rekey':
      case 'finish-rekey':
        this.#dispatch({ kind: 'generation-entered', generation: this.#newest + 1 });
        this.#newest++;
        return;
      case 'reply-rekey': {
        const reply = this.say({ kind: 'rekeyed' });
        this.#replies.set(`${effect.generation}:${effect.counter}`, reply);
        return;
      }
      case 'seal-under':
        assert(effect.generation <= this.#newest && effect.generation > this.#sending, 'generations go forward');
        this.#sending = effect.generation;
        return;
      case 'announce-generation':
        this.#announcement = this.say({ kind: 'media', state: this.#nowSwitched() });
        return;
      case 'repeat-announcement':
        return this.#send(unwrap(this.#announcement, 'it is repeated after it was made'));
      case 'forget-session':
        this.#below = effect.below;
    }
  }

  #grant(direction: 'seal' | 'open', key: Key, worker: number | undefined): void {
    const name = `${direction} ${nameOf(key)}`;
    assert(!this.#isOver && worker !== undefined, 'keys are granted to a worker that is there');
    assert(!this.#granted.has(name), 'a key is granted once');
    this.#granted.add(name);
    const place = `${direction} ${key.generation}/${key.stream}`;
    assert((this.#workerOf.get(place) ?? worker) === worker, 'the keys of a stream and generation go to one worker');
    this.#workerOf.set(place, worker);
  }
}

function placeOf({ counter, generation }: Sealed): string {
  return `${generation}:${counter}`;
}
