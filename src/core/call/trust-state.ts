// How far the peer of one call may be trusted, and what follows for it: what is known of them, what policy says to that, what became of
// the code. Pure data and questions; the typed code itself is compared elsewhere and never comes here. The reading of the peer is a machine
// of its own (drawn in trust-reading-state.ts); beside it, and beside each other, three more run. What a person may rely on is no state but
// a question about all of them (`personOf`).
//
//   judged  not-yet ─judged─▶ by-address ─organisation-asked─▶ by-peer    by the address alone, only whether policy allows pictures counts
//   code    open ─code-unmarked─▶ unmarked, both ─code-marked─▶ confirmed     right, settled, undisputed: by what the book says to that
//           all of these ─wrong─▶ mismatch     for good: the peer counts as nobody's, nothing is sealed any more
//   clock   stopped ◀─free─┬─▶ running     while live or reconnecting and policy wants a verification that is missing; starts once,
//                    voice-to-verify        a broken connection does not stop it, and when it runs out the call ends
//
// Facts come as a whole (`judged`), whenever one of them may have changed; the newest replace those before.
import type { Judgements, PeerFacts, PeerJudgement } from '../policy/peer-rules.ts';
import type { EndReason } from './end-reason.ts';
import { isSecured, type RingState } from './ring-state.ts';
import { type PeerReading, settlementOf, UNREAD } from './trust-reading-state.ts';

/** How long people may talk to compare the code where policy wants a verification that is missing; counted from live. */
export const VERIFY_MS = 180_000;

/** What policy, the book and the organisation say of the peer of this call. */
export interface TrustFacts {
  /** What the book says of the identity that this call is bound to: an address alone is anybody's to name. */
  readonly book: 'new' | 'pinned' | 'verified' | 'changed';
  /** Another identity is pinned at the address than the one that this call is bound to. */
  readonly isOtherPinned: boolean;
  /** The organisation has confirmed the very device of this call. */
  readonly isConfirmed: boolean;
  /** What policy makes of the peer, by what the person knows of them. */
  readonly judgements: Judgements;
  /** Policy allows pictures at all. */
  readonly allowsVideo: boolean;
}

/**
 * What the facts are about. `by-peer`: the peer was read and the organisation asked; before that a judgement says too little to withhold
 * pictures.
 */
export type Judged =
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'by-address' | 'by-peer'; readonly facts: TrustFacts };

/** What became of a right code in the book: the peer is verified there by it, or why not. */
export type Marked = 'confirmed' | NotMarked;
/** Why the book does not have it. */
export type NotMarked = 'key-changed' | 'disk';

/**
 * What a person did with the code; times in ms since 1970. `unmarked`: it was right, and the book does not have it; `confirmed`: it has, and
 * `last` is what became of the right code that was typed last.
 */
export type CodeState =
  | { readonly kind: 'open' }
  | { readonly kind: 'unmarked'; readonly why: NotMarked }
  | { readonly kind: 'confirmed'; readonly atMs: number; readonly last: Marked }
  | { readonly kind: 'mismatch' };

/** Policy's clock: the call ends at `untilMs`, in ms since 1970, unless the peer is verified by then. */
export type VerifyClock = { readonly kind: 'stopped' } | { readonly kind: 'running'; readonly untilMs: number };

/** The trust region of a call. */
export interface TrustState {
  readonly reading: PeerReading;
  readonly judged: Judged;
  readonly code: CodeState;
  readonly clock: VerifyClock;
}

/** The two regions that questions of trust are about. */
export interface TrustedRing {
  readonly ring: RingState;
  readonly trust: TrustState;
}

/** Nothing is known of the peer. */
export const FRESH_TRUST: TrustState = {
  reading: UNREAD,
  judged: { kind: 'not-yet' },
  code: { kind: 'open' },
  clock: { kind: 'stopped' },
};

/** When this region wants a `time` event next, in ms since 1970; undefined: never. */
export function trustWakeAtMs({ clock, reading: { again } }: TrustState): number | undefined {
  const atMs = Math.min(
    again.kind === 'due' ? again.atMs : Infinity,
    clock.kind === 'running' ? clock.untilMs : Infinity,
  );
  return atMs === Infinity ? undefined : atMs;
}

/** What is known of the peer beside what was read; undefined before the first facts. */
export function factsOf({ judged }: TrustState): TrustFacts | undefined {
  return judged.kind === 'not-yet' ? undefined : judged.facts;
}

/** `settled`: read, agrees with the call, and nothing newer is known of; `unread` before anybody was found (protocol §5 rules 1, 7). */
export function settlement({ reading }: TrustState): 'unread' | 'unconfirmed' | 'settled' {
  return settlementOf(reading);
}

/** Whether the time to verify the peer is over. */
export function isVerificationOver({ clock }: TrustState, atMs: number): boolean {
  return clock.kind === 'running' && atMs >= clock.untilMs;
}

/** What the person knows of the peer: after a wrong code, nothing. */
export function personOf(trust: TrustState): PeerFacts['person'] {
  const peer = settlement(trust);
  if (trust.code.kind === 'mismatch' || factsOf(trust)?.book !== 'verified' || peer === 'unread') return 'none';
  return peer === 'settled' ? 'verified' : 'not-settled';
}

/** What policy makes of the peer now; undefined before the first facts. */
export function judgementOf(trust: TrustState): PeerJudgement | undefined {
  return factsOf(trust)?.judgements[personOf(trust)];
}

/** Whether the person at the other end is verified, as far as this call has come (protocol §5 rules 1, 7). */
export function isVerified(trust: TrustState): boolean {
  return personOf(trust) === 'verified';
}

/** The strongest verification that holds. */
export function verificationOf(trust: TrustState): 'person' | 'organisation' | 'none' {
  if (isVerified(trust)) return 'person';
  return factsOf(trust)?.isConfirmed === true ? 'organisation' : 'none';
}

/** Whether pictures may be sent and shown; undefined before the first facts. */
export function mayVideo(trust: TrustState): boolean | undefined {
  const { judged } = trust;
  if (judged.kind === 'not-yet') return undefined;
  return judged.facts.allowsVideo && (judged.kind === 'by-address' || judgementOf(trust)?.mode === 'free');
}

/** Why the camera may not be switched on, or undefined. */
export function noVideo(trust: TrustState): 'video-not-allowed' | 'peer-not-verified' | undefined {
  if (factsOf(trust)?.allowsVideo !== true) return 'video-not-allowed';
  return judgementOf(trust)?.mode === 'free' ? undefined : 'peer-not-verified';
}

/** Why a person may not answer somebody who calls, or undefined: what has changed about them is read first. */
export function noAnswer(trust: TrustState, media: 'audio' | 'video'): 'key-changed' | 'video-not-allowed' | undefined {
  if (factsOf(trust)?.book === 'changed') return 'key-changed';
  return media === 'video' && factsOf(trust)?.allowsVideo !== true ? 'video-not-allowed' : undefined;
}

/** Why a call may not be answered by a person now, or undefined. */
export function whyNotAnswer(
  { ring, trust }: TrustedRing,
  media: 'audio' | 'video',
): 'unknown-call' | ReturnType<typeof noAnswer> {
  return ring.kind === 'ringing' ? noAnswer(trust, media) : 'unknown-call';
}

/** Whether the code may be confirmed, once both sides hold it: never for somebody who was not read, or about whom a dispute waits. */
export function mayConfirm(trust: TrustState): boolean {
  const facts = factsOf(trust);
  return settlement(trust) === 'settled' && facts !== undefined && facts.book !== 'changed';
}

/** What becomes of a code that a person has typed; `right`: the peer is to be marked verified. */
export type CodeVerdict = 'right' | 'code-mismatch' | 'unconfirmed' | 'key-changed' | 'unknown-call';

/** What a typed code comes to in this call; `isRight` where it is the call's own. */
export function verdictOn({ ring, trust }: TrustedRing, isRight: boolean): CodeVerdict {
  if (!isSecured(ring) || trust.code.kind === 'mismatch') return 'unknown-call';
  if (!isRight) return 'code-mismatch';
  if (settlement(trust) !== 'settled') return 'unconfirmed';
  return mayConfirm(trust) ? 'right' : 'key-changed';
}

/** What became of the right code that was typed last; undefined where none was, or a wrong one since. */
export function markedOf({ code }: TrustState): Marked | undefined {
  if (code.kind === 'confirmed') return code.last;
  return code.kind === 'unmarked' ? code.why : undefined;
}

/** What a call ends as when a person hangs up: after a wrong code that is why. */
export function hangUpReason({ code }: TrustState): Extract<EndReason, 'hung-up' | 'code-mismatch'> {
  return code.kind === 'mismatch' ? 'code-mismatch' : 'hung-up';
}
