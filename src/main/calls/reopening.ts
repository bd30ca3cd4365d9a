// A call whose page is lost goes on in a new one (protocol §5 rule 17, docs/decisions/0026). Whoever lost its page offers, and both
// sides make a new connection, a new worker and new keys; the session in main stays. The words travel under its keys, so the new
// certificates are as well known as the first ones were.
import type { Role } from '../../core/call/ring-state.ts';
import type { Session } from '../../core/signal/message.ts';
import type { EndReason } from '../../contract/failure.ts';
import type { Clock } from '../app/clock.ts';
import type { Description, MediaPath } from './media-path.ts';

const AGAIN_MS = 3000;
const MOST = 3;
const WITHIN_MS = 60_000;

type Reopen = Extract<Session, { kind: 'reopen' }>;

/** What a reopening moves. */
export interface ReopeningParts {
  readonly role: Role;
  readonly clock: Clock;
  readonly path: () => MediaPath;
  /** Lets go of connection and worker and opens new ones; gives the new way, or undefined where there can be none. */
  readonly replace: (offers: boolean) => MediaPath | undefined;
  readonly send: (message: Session) => void;
  /** New keys are asked for, unless they are there: nothing is sealed with the old ones any more. */
  readonly renew: () => void;
  readonly fault: (reason: EndReason) => void;
}

/** The reopenings of one call. */
export class Reopening {
  readonly #parts: ReopeningParts;
  readonly #former = new Set<string>();
  /** Our offer until it is answered; its words once the page has described. */
  #own: { readonly offer: Reopen | undefined } | undefined;
  #ownNr = 0;
  /** The peer's newest offer: the offer itself while our page has not described yet, our answer from then on. */
  #theirs: { readonly nr: number; readonly offer?: Reopen; readonly answer?: Reopen } = { nr: 0 };
  #atMs: readonly number[] = [];
  #cancelAgain: () => void = () => undefined;

  constructor(parts: ReopeningParts) {
    this.#parts = parts;
  }

  /** Whether this fingerprint was the peer's before the call was opened anew, and is no more. */
  isFormer(fingerprint: string): boolean {
    return this.#former.has(fingerprint) && fingerprint !== this.#parts.path().peerFingerprint;
  }

  /** Our page is gone. Where that happens again and again, the call ends with `page-lost`. */
  pageLost(): void {
    if (!this.#mayOnceMore()) return this.#parts.fault('page-lost');
    const { offer } = this.#theirs;
    if (offer !== undefined) return this.#openFor(offer); // it still waits for an answer, and might take no offer meanwhile
    this.#own = { offer: undefined };
    this.#ownNr++;
    this.#cancelAgain();
    this.#replace(true);
  }

  /** The new page has described its connection; undefined where what it said cannot be used. */
  described(description: Description | undefined): void {
    if (description === undefined) return this.#parts.fault('error');
    if (this.#own !== undefined) {
      const offer: Reopen = { kind: 'reopen', type: 'offer', nr: this.#ownNr, ...inOrder(description) };
      this.#own = { offer };
      this.#parts.send(offer);
      this.#armAgain(offer);
    } else {
      const { nr } = this.#theirs;
      const answer: Reopen = { kind: 'reopen', type: 'answer', nr, ...inOrder(description) };
      this.#theirs = { nr, answer };
      this.#parts.send(answer);
    }
    this.#parts.path().startTrickling();
  }

  /** The peer's `reopen`; what does not fit is dropped. */
  take(message: Reopen): void {
    if (message.type === 'answer') this.#takeAnswer(message);
    else this.#takeOffer(message);
  }

  /** Nothing is said again. */
  stop(): void {
    this.#cancelAgain();
  }

  #takeOffer(message: Reopen): void {
    const { nr, answer } = this.#theirs;
    if (message.nr === nr && answer !== undefined) return this.#answerAgain(answer);
    if (message.nr <= nr) return;
    if (this.#own !== undefined && this.#parts.role === 'caller') return; // both offered: the caller's stands
    if (this.#parts.path().accepts(message) === undefined || !this.#mayOnceMore()) return;
    this.#own = undefined;
    this.#cancelAgain();
    this.#openFor(message);
  }

  #openFor(offer: Reopen): void {
    this.#theirs = { nr: offer.nr, offer };
    const path = this.#replace(false);
    if (path === undefined) return;
    describe(path, offer);
    this.#parts.renew();
  }

  // Of a page that is gone since, it lets the peer take the offer that we make now; the way of this page has nothing to add to it.
  #answerAgain(answer: Reopen): void {
    if (this.#own === undefined) this.#parts.path().say(answer);
    else this.#parts.send(answer);
  }

  #takeAnswer(message: Reopen): void {
    if (this.#own?.offer === undefined || message.nr !== this.#ownNr) return;
    if (!describe(this.#parts.path(), message)) return;
    this.#own = undefined;
    this.#theirs = { nr: this.#theirs.nr }; // whoever takes ours waits for no answer
    this.#cancelAgain();
    this.#parts.renew();
  }

  #replace(offers: boolean): MediaPath | undefined {
    const { peerFingerprint } = this.#parts.path();
    if (peerFingerprint !== '') this.#former.add(peerFingerprint);
    return this.#parts.replace(offers);
  }

  // Of both sides together: a page that cannot stay, or a peer that will not let it, must not go on for ever.
  #mayOnceMore(): boolean {
    const nowMs = this.#parts.clock.nowMs();
    const recent = this.#atMs.filter((atMs) => nowMs - atMs < WITHIN_MS);
    const isAllowed = recent.length < MOST;
    this.#atMs = isAllowed ? [...recent, nowMs] : recent;
    return isAllowed;
  }

  #armAgain(offer: Reopen): void {
    this.#cancelAgain = this.#parts.clock.after(AGAIN_MS, () => {
      this.#parts.path().say(offer);
      this.#armAgain(offer);
    });
  }
}

function describe(path: MediaPath, { type, sdp, fingerprint }: Reopen): boolean {
  const accepted = path.accepts({ sdp, fingerprint });
  if (accepted !== undefined) path.describe(type, accepted, fingerprint);
  return accepted !== undefined;
}

// Messages have their fields in printed order.
function inOrder({ fingerprint, sdp }: Description): Description {
  return { fingerprint, sdp };
}
