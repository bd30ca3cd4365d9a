// When the way of a call's media is looked for anew: after a break, for a constant rate, and once relays are no longer the only
// way (protocol §5 rules 9, 11). The way itself is media-path.ts; new keys come with a restart of the caller's (§6).
import type { Effect } from '../../core/call/effect.ts';
import { type RingState, RESTART_EVERY_MS, type Role } from '../../core/call/ring-state.ts';
import type { Session } from '../../core/signal/message.ts';
import type { EndReason } from '../../contract/failure.ts';
import type { Clock } from '../time/clock.ts';
import type { CallDeps } from './call-deps.ts';
import type { MediaPath } from './media-path.ts';

const SETTLING_MS = RESTART_EVERY_MS - 1000; // shorter than the machine's own patience, so that its next one is made

/** What a restart moves. */
export interface RestartParts {
  readonly role: Role;
  /** The way of the page that there is now. */
  readonly path: () => MediaPath;
  /** Whether a fingerprint was the peer's before it or we had to open the call anew. */
  readonly isFormer: (fingerprint: string) => boolean;
  readonly clock: Clock;
  readonly policy: CallDeps['policy'];
  readonly state: () => RingState;
  readonly fault: (reason: EndReason) => void;
}

type Restart = Extract<Session, { kind: 'restart' }>;

/** The ICE restarts of one call. */
export class Restarts {
  readonly #parts: RestartParts;
  #wantsDirect = false;
  /** Policy became tighter before the call was live, or while it was opened anew. */
  #isDue = false;
  #agreedAtMs = Number.NEGATIVE_INFINITY;
  /** The peer's newest offer that was taken, and our answer once it was given. */
  #offer = '';
  #answer: Restart | undefined;
  /** The peer's newest answer. */
  #heard = '';

  constructor(parts: RestartParts) {
    this.#parts = parts;
  }

  /** The connection was made; by relays only, a direct way is looked for later. */
  opened(): void {
    this.#wantsDirect = this.#parts.path().isRelayedForNow;
  }

  /** Policy may have become tighter: a constant rate comes with a restart; a call that was free to take a direct way ends. */
  tighten(): void {
    const { HighConfidentiality, RelayOnly } = this.#parts.policy.values(); // what a person sets is for the next call
    const policy = { mustRelay: RelayOnly || HighConfidentiality, isConstantRate: HighConfidentiality };
    const verdict = this.#parts.path().tighten(policy);
    if (verdict === 'no-way') this.#parts.fault('relay-required');
    if (verdict !== 'restart') return;
    const { kind } = this.#parts.state();
    if ((kind === 'live' || kind === 'mending') && this.#parts.path().descriptions === 2) this.#after();
    else this.#isDue = true;
  }

  /** The call is live, or is so again: with relays no longer the only way, the caller looks for a direct one, once (rule 9). */
  live(): void {
    if (this.#isDue) this.#after();
    else if (this.#wantsDirect && !this.#parts.path().kept.mustRelay && this.#parts.role === 'caller')
      this.#parts.path().restart();
    this.#isDue = false;
    this.#wantsDirect = false;
  }

  // One of which nothing is on its way yet: what has left already does not know what has changed.
  #after(): void {
    this.#parts.path().restart(true);
  }

  /**
   * The machine asks for one. What waits for an answer since before the addresses changed is followed by another; that the broker is
   * back asks for none where one was agreed a moment ago: one more than the peer takes at once would wait there, and keep this one's
   * way from healing meanwhile (measured: 10 s instead of 3).
   */
  asked(cause: Extract<Effect, { kind: 'restart-ice' }>['cause']): void {
    const agreedMs = this.#parts.clock.nowMs() - this.#agreedAtMs;
    if (cause === 'link' && agreedMs < SETTLING_MS) return;
    this.#parts.path().restart(cause === 'network');
  }

  /** The peer's `restart` message. */
  byPeer(message: Restart): void {
    if (this.#parts.isFormer(message.fingerprint)) return; // of a connection that is gone, and overtaken
    if (this.#isAgain(message)) return;
    const verdict = this.#parts.path().takeRestart(message);
    if (verdict === 'taken') this.#agreedAtMs = this.#parts.clock.nowMs();
    if (verdict === 'wrong-fingerprint') this.#parts.fault('fingerprint');
    if (verdict !== 'taken' && verdict !== 'waits') return;
    if (message.type === 'answer') this.#heard = message.sdp;
    else [this.#offer, this.#answer] = [message.sdp, undefined];
  }

  /** A word of ours has left. */
  said(message: Session): void {
    if (message.kind === 'restart') this.#answer = message.type === 'answer' ? message : undefined; // our page has described anew
  }

  // An offer said again gets the answer that it had, and no description of its own: its first answer is taken there, and this one
  // would be for an offer that has left since. An answer that was taken once says nothing more.
  #isAgain({ type, sdp }: Restart): boolean {
    if (type === 'answer') return sdp === this.#heard;
    if (sdp !== this.#offer || this.#answer === undefined) return false;
    this.#parts.path().say(this.#answer);
    return true;
  }
}
