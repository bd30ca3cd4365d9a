// The code of one call and what a person did with it: typed right it marks the peer verified, typed wrong it silences the call
// for good. Nothing but the code that both nonces gave is compared here.
import { unwrap } from '../../core/assert.ts';
import type { Bytes } from '../../core/bytes.ts';
import type { CallState } from '../../core/call/state.ts';
import type { CallView, CodeView } from '../../contract/view.ts';
import type { CallDeps } from './call-deps.ts';
import { codeOf, isSecured } from './call-view.ts';

/** What became of a code that a person typed. */
export type CodeVerdict = 'confirmed' | 'code-mismatch' | 'unconfirmed' | 'key-changed' | 'disk' | 'unknown-call';

/** What is compared, and with whom. */
export interface CodeFacts {
  readonly state: () => CallState;
  /** The call's code, once it is known. */
  readonly code: () => string | undefined;
  /** Whether the peer was read and agrees; undefined while there is none. */
  readonly isSettled: () => boolean | undefined;
  /** The identity the call is bound to, once known. */
  readonly person: () => Bytes | undefined;
  /** The code was wrong: nothing is sent or sealed from here on. */
  readonly onMismatch: () => void;
}

/** The code of one call. */
export class CodeCheck {
  readonly #address: string;
  readonly #deps: Pick<CallDeps, 'book' | 'clock'>;
  readonly #facts: CodeFacts;
  #confirmedAtMs: number | undefined;
  #isMismatch = false;

  constructor(address: string, deps: Pick<CallDeps, 'book' | 'clock'>, facts: CodeFacts) {
    this.#address = address;
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
    if (this.#facts.isSettled() !== true) return 'unconfirmed';
    if (book.trustOf(this.#address).kind === 'changed') return 'key-changed';
    const person = unwrap(this.#facts.person(), 'a secured call is bound to an identity');
    if (!book.markVerified(this.#address, person, clock.nowMs())) return 'disk';
    this.#confirmedAtMs = clock.nowMs();
    return 'confirmed';
  }

  /** What a person may see of it. */
  view(direction: CallView['direction']): CodeView {
    const facts = {
      code: this.#facts.code(),
      direction,
      mayConfirm: this.#facts.isSettled() === true && this.#deps.book.trustOf(this.#address).kind !== 'changed',
      confirmedAtMs: this.#confirmedAtMs,
      isMismatch: this.#isMismatch,
    };
    return codeOf(facts, this.#facts.state());
  }
}
