// The handshake of the two sides of a call in a history, from ANSWER to READY (protocol §5): who has sent which
// message, with which description. No key is made. A description is bound to the handshake by travelling with it.
import { unwrap } from '../../../../src/core/assert.ts';
import { acceptedBy } from '../../../../src/core/call/media-state.ts';
import type { PageDescription } from '../../../../src/core/call/page-state.ts';
import type { Performer } from '../../../../src/core/call/performer.ts';
import type { CallState } from '../../../../src/core/call/state.ts';
import type { Bare } from '../bare.ts';
import type { Word } from './surroundings.ts';

/** What the handshake of one side needs from others. */
export interface HandshakeParts {
  readonly call: () => CallState;
  readonly dispatch: (event: Bare) => void;
  /** Sends a message to the device at the other end. */
  readonly say: (word: Word) => void;
  /** CONFIRM or READY is processed: the messages that overtook it follow. */
  readonly release: () => void;
  /** ANSWER or CONFIRM is about to be sent. */
  readonly onLeaves: () => void;
  /** Whether the reading contains the newest head that the peer has named for its own devices. */
  readonly isKnown: () => boolean;
}

/** The handshake of one side. */
export class Handshake {
  /** The device with which there is a session. */
  peer: string | undefined;
  /** Whether the caller has accepted an ANSWER. */
  hasAnswer = false;
  /** Whether CONFIRM was checked here or READY has arrived, either of which proves the peer. */
  hasConfirmed = false;
  readonly #parts: HandshakeParts;
  readonly #answers = new Map<string, PageDescription>(); // by device
  #ours: PageDescription | undefined; // in ANSWER or CONFIRM
  #confirm: Word | undefined;
  #hasReady = false;

  constructor(parts: HandshakeParts) {
    this.#parts = parts;
  }

  /** Takes the ANSWER of a device. An unusable description has no effect. */
  answered(device: string, description: PageDescription): void {
    if (acceptedBy(this.#parts.call().media, description) === undefined) return;
    this.#answers.set(device, description);
    this.#parts.dispatch({ kind: 'answered', device });
  }

  /** Takes the first CONFIRM. After READY was sent, a repeated CONFIRM gets READY again. */
  confirmed(description: PageDescription): void {
    if (this.#hasReady) return this.#parts.say({ kind: 'ready' });
    if (this.hasConfirmed) return;
    this.hasConfirmed = true;
    this.#describes('answer', description);
    this.#parts.dispatch({ kind: 'confirmed' });
    this.#parts.release();
  }

  /** Takes READY. */
  ready(): void {
    this.hasConfirmed = true;
    this.#parts.dispatch({ kind: 'ready' });
    this.#parts.release();
  }

  /** The performers of the effects that concern the handshake. */
  get performs() {
    const { call, dispatch, isKnown, onLeaves, say } = this.#parts;
    return {
      'take-answer': ({ device }) => {
        this.peer = device;
        this.hasAnswer = true;
        dispatch({ kind: 'head-heard', isKnown: isKnown() });
        this.#describes('offer', unwrap(this.#answers.get(device), 'the ANSWER of this device has arrived'));
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
