// The handshake of the two sides of a call in a history, from ANSWER to READY (protocol §5): who has sent which
// message, with which description. No key is made. A description is bound to the handshake by travelling with it.
import { unwrap } from '../../../../src/core/assert.ts';
import { acceptedBy } from '../../../../src/core/call/media-state.ts';
import type { PageDescription } from '../../../../src/core/call/page-state.ts';
import type { Performer } from '../../../../src/core/call/performer.ts';
import type { CallState } from '../../../../src/core/call/state.ts';
import type { Bare } from '../bare.ts';
import type { Word } from './surroundings.ts';

/** What the handshake of one side does by others. */
export interface HandshakeParts {
  readonly call: () => CallState;
  readonly dispatch: (event: Bare) => void;
  /** Says something to the device at the other end. */
  readonly say: (word: Word) => void;
  /** CONFIRM or READY is done: what overtook it follows. */
  readonly release: () => void;
  /** ANSWER or CONFIRM is to leave. */
  readonly onLeaves: () => void;
  /** Whether what was read has the newest head of the peer's devices that it has named. */
  readonly isKnown: () => boolean;
}

/** The handshake of one side. */
export class Handshake {
  /** The device that a session is with. */
  peer: string | undefined;
  /** A caller has taken an ANSWER. */
  hasAnswer = false;
  /** CONFIRM was checked here, or READY has come, which says so of the peer. */
  hasConfirmed = false;
  readonly #parts: HandshakeParts;
  readonly #answers = new Map<string, PageDescription>(); // by device
  #ours: PageDescription | undefined; // in ANSWER or CONFIRM
  #confirm: Word | undefined;
  #hasReady = false;

  constructor(parts: HandshakeParts) {
    this.#parts = parts;
  }

  /** ANSWER of a device: one whose description cannot be used leads nowhere. */
  answered(device: string, description: PageDescription): void {
    if (acceptedBy(this.#parts.call().media, description) === undefined) return;
    this.#answers.set(device, description);
    this.#parts.dispatch({ kind: 'answered', device });
  }

  /** CONFIRM opens the commitment once: a repeat is a spent counter, and gets the same bytes. */
  confirmed(description: PageDescription): void {
    if (this.#hasReady) return this.#parts.say({ kind: 'ready' });
    if (this.hasConfirmed) return;
    this.hasConfirmed = true;
    this.#describes('answer', description);
    this.#parts.dispatch({ kind: 'confirmed' });
    this.#parts.release();
  }

  /** READY. */
  ready(): void {
    this.hasConfirmed = true;
    this.#parts.dispatch({ kind: 'ready' });
    this.#parts.release();
  }

  /** How the effects that are about it are performed. */
  get performs() {
    const { call, dispatch, isKnown, onLeaves, say } = this.#parts;
    return {
      'take-answer': ({ device }) => {
        this.peer = device;
        this.hasAnswer = true;
        dispatch({ kind: 'head-heard', isKnown: isKnown() });
        this.#describes('offer', unwrap(this.#answers.get(device), 'an ANSWER was here'));
      },
      'bind-description': ({ description }) => {
        this.#ours = description;
        dispatch({ kind: 'described' });
      },
      'send-answer': () => {
        const { ring } = call();
        onLeaves();
        this.peer = unwrap('device' in ring ? ring.device : undefined, 'a callee answers a device');
        say({ kind: 'answer', description: unwrap(this.#ours, 'ANSWER has our description') });
      },
      'send-confirm': () => {
        onLeaves();
        this.#confirm = { kind: 'confirm', description: unwrap(this.#ours, 'CONFIRM has our description') };
        say(this.#confirm);
      },
      'repeat-confirm': () => say(unwrap(this.#confirm, 'CONFIRM is repeated after it was sent')),
      'send-ready': () => {
        this.#hasReady = true;
        say({ kind: 'ready' });
      },
    } satisfies Partial<Performer>;
  }

  #describes(type: 'offer' | 'answer', description: PageDescription): void {
    const sdp = unwrap(acceptedBy(this.#parts.call().media, description), 'a genuine description is accepted');
    this.#parts.dispatch({ kind: 'peer-described', description: { ...description, sdp, type } });
  }
}
