// The code of one call and what a person did with it: typed right it marks the peer verified, also in the place of somebody else who was;
// typed wrong it silences the call for good. Nothing but the code that both nonces gave is compared here.
import { assert, unwrap } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import { isSecured, type RingState } from '../../core/call/ring-state.ts';
import { verifiedSince } from '../../contract/verified-since.ts';
import type { CallView, CodeView } from '../../contract/view.ts';
import type { CallDeps } from './call-deps.ts';
import { codeOf } from './call-view.ts';
import type { PeerInCall } from './peer-in-call.ts';
import type { Whom } from './whom.ts';

type Deps = Pick<CallDeps, 'book' | 'clock' | 'people'>;

/** What became of a code that a person typed. */
export type CodeVerdict = 'confirmed' | 'code-mismatch' | 'unconfirmed' | 'key-changed' | 'disk' | 'unknown-call';

/** What is compared, and with whom. */
export interface CodeFacts {
  readonly state: () => RingState;
  /** The call's code, once it is known. */
  readonly code: () => string | undefined;
  /** The peer, once found, and whether they were read and agree. */
  readonly peer: () => Pick<PeerInCall, 'peer' | 'isSettled'> | undefined;
  /** The identity the call is bound to, once known. */
  readonly person: () => Bytes | undefined;
  /** The code was wrong: nothing is sent or sealed from here on. */
  readonly onMismatch: () => void;
}

/** The code of one call. */
export class CodeCheck {
  readonly #address: string;
  readonly #whom: Whom;
  readonly #deps: Deps;
  readonly #facts: CodeFacts;
  #confirmedAtMs: number | undefined;
  #isMismatch = false;

  constructor(address: string, whom: Whom, deps: Deps, facts: CodeFacts) {
    this.#address = address;
    this.#whom = whom;
    this.#deps = deps;
    this.#facts = facts;
  }

  /** A person typed a code that is not this call's. */
  get isMismatch(): boolean {
    return this.#isMismatch;
  }

  /** A person typed the code. */
  confirm(code: string): CodeVerdict {
    const { book, clock } = this.#deps;
    const ours = this.#facts.code();
    if (!isSecured(this.#facts.state()) || ours === undefined || this.#isMismatch) return 'unknown-call';
    if (code !== ours) {
      this.#isMismatch = true;
      this.#facts.onMismatch();
      return 'code-mismatch';
    }
    if (this.#facts.peer()?.isSettled !== true) return 'unconfirmed';
    if (book.trustOf(this.#address).kind === 'changed') return 'key-changed';
    const person = unwrap(this.#facts.person(), 'a secured call is bound to an identity');
    const marked = this.#mark(person);
    if (marked === 'confirmed') this.#confirmedAtMs = clock.nowMs();
    return marked;
  }

  /** Since when whom this call's person would replace is verified, for as long as they are not replaced. */
  get replaces(): Pick<CallView, 'replaces'> {
    const { book } = this.#deps;
    const verifiedAt = verifiedSince(book.trustOf(this.#address));
    if (this.#whom.kind !== 'claimant' || verifiedAt === undefined) return {};
    const pin = book.pin(this.#address);
    return pin !== undefined && equal(pin.person, this.#whom.replaces) ? { replaces: { verifiedAt } } : {};
  }

  // The identity of this call, whatever the address means meanwhile: who was asked for is who is marked, or nobody.
  #mark(person: Bytes): 'confirmed' | 'key-changed' | 'disk' {
    const { book, clock, people } = this.#deps;
    const atMs = clock.nowMs();
    // Typed again after it was right: they are pinned by now.
    if (this.#whom.kind !== 'claimant' || this.#confirmedAtMs !== undefined) {
      return book.markVerified(this.#address, person, atMs) ? 'confirmed' : 'disk';
    }
    const peer = unwrap(this.#facts.peer()?.peer, 'a peer who agrees was read');
    assert(equal(peer.person, person), 'the peer of a call is whom it is bound to');
    const replaced = people.replace(peer, this.#whom.replaces, atMs);
    return replaced === 'replaced' ? 'confirmed' : replaced === 'changed' ? 'key-changed' : replaced;
  }

  /** What a person may see of it. */
  view(direction: CallView['direction']): CodeView {
    const facts = {
      code: this.#facts.code(),
      direction,
      mayConfirm: this.#facts.peer()?.isSettled === true && this.#deps.book.trustOf(this.#address).kind !== 'changed',
      confirmedAtMs: this.#confirmedAtMs,
      isMismatch: this.#isMismatch,
    };
    return codeOf(facts, this.#facts.state());
  }
}
