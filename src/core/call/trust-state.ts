// How far the peer of one call may be trusted, and what follows for it: what is known of them, what policy says to that, what became of
// the code. Pure data and questions; the typed code itself is compared elsewhere and never comes here.
//
//   stage   address ─organisation-asked─▶ peer    before that policy's word on pictures is all that counts
//   code    open ─right, settled, undisputed─▶ (marked in the book) ─code-marked─▶ confirmed
//             └────────────┴──────wrong──────▶ mismatch            for good: the peer counts as nobody's, nothing is sealed any more
//   clock   stopped ◀─free─┬─▶ running     while live or reconnecting and policy wants a verification that is missing; starts once,
//                    voice-to-verify        a broken connection does not stop it, and when it runs out the call ends
//
// Facts come as a whole (`judged`), whenever one of them may have changed; the newest replace those before. Who the peer is found to be is
// drawn in trust-reading-state.ts.
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

/** What a person did with the code; times in ms since 1970. */
export type CodeState =
  | { readonly kind: 'open' }
  | { readonly kind: 'confirmed'; readonly atMs: number }
  | { readonly kind: 'mismatch' };

/** The trust region of a call. */
export interface TrustState {
  readonly reading: PeerReading;
  /** Undefined before the first `judged`. */
  readonly facts: TrustFacts | undefined;
  /** `peer`: the peer was read and the organisation asked; before that a judgement says too little to withhold pictures. */
  readonly stage: 'address' | 'peer';
  readonly code: CodeState;
  /** What became of the right code that was typed last; undefined before one was. */
  readonly marked: 'confirmed' | 'key-changed' | 'disk' | undefined;
  /** When the call ends unless the peer is verified by then; undefined: never. */
  readonly verifyByMs: number | undefined;
}

/** The two regions that questions of trust are about. */
export interface TrustedRing {
  readonly ring: RingState;
  readonly trust: TrustState;
}

/** Nothing is known of the peer. */
export const FRESH_TRUST: TrustState = {
  reading: UNREAD,
  facts: undefined,
  stage: 'address',
  code: { kind: 'open' },
  marked: undefined,
  verifyByMs: undefined,
};

/** When this region wants a `time` event next, in ms since 1970; undefined: never. */
export function trustWakeAtMs({ reading: { again }, verifyByMs }: TrustState): number | undefined {
  const dueAtMs = again.kind === 'due' ? again.atMs : undefined;
  if (dueAtMs === undefined || verifyByMs === undefined) return dueAtMs ?? verifyByMs;
  return Math.min(dueAtMs, verifyByMs);
}

/** `settled`: read, agrees with the call, and nothing newer is known of; `unread` before anybody was found (protocol §5 rules 1, 7). */
export function settlement({ reading }: TrustState): 'unread' | 'unconfirmed' | 'settled' {
  return settlementOf(reading);
}

/** Whether the time to verify the peer is over. */
export function isVerificationOver({ verifyByMs }: TrustState, atMs: number): boolean {
  return verifyByMs !== undefined && atMs >= verifyByMs;
}

/** What the person knows of the peer: after a wrong code, nothing. */
export function personOf(trust: TrustState): PeerFacts['person'] {
  const peer = settlement(trust);
  if (trust.code.kind === 'mismatch' || trust.facts?.book !== 'verified' || peer === 'unread') return 'none';
  return peer === 'settled' ? 'verified' : 'not-settled';
}

/** What policy makes of the peer now; undefined before the first facts. */
export function judgementOf(trust: TrustState): PeerJudgement | undefined {
  return trust.facts?.judgements[personOf(trust)];
}

/** Whether the person at the other end is verified, as far as this call has come (protocol §5 rules 1, 7). */
export function isVerified(trust: TrustState): boolean {
  return personOf(trust) === 'verified';
}

/** The strongest verification that holds. */
export function verificationOf(trust: TrustState): 'person' | 'organisation' | 'none' {
  if (isVerified(trust)) return 'person';
  return trust.facts?.isConfirmed === true ? 'organisation' : 'none';
}

/** Whether pictures may be sent and shown; undefined before the first facts. */
export function mayVideo(trust: TrustState): boolean | undefined {
  if (trust.facts === undefined) return undefined;
  return trust.facts.allowsVideo && (trust.stage === 'address' || judgementOf(trust)?.mode === 'free');
}

/** Why the camera may not be switched on, or undefined. */
export function noVideo(trust: TrustState): 'video-not-allowed' | 'peer-not-verified' | undefined {
  if (trust.facts?.allowsVideo !== true) return 'video-not-allowed';
  return judgementOf(trust)?.mode === 'free' ? undefined : 'peer-not-verified';
}

/** Why a person may not answer somebody who calls, or undefined: what has changed about them is read first. */
export function noAnswer(trust: TrustState, media: 'audio' | 'video'): 'key-changed' | 'video-not-allowed' | undefined {
  if (trust.facts?.book === 'changed') return 'key-changed';
  return media === 'video' && trust.facts?.allowsVideo !== true ? 'video-not-allowed' : undefined;
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
  return settlement(trust) === 'settled' && trust.facts !== undefined && trust.facts.book !== 'changed';
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

/** What a call ends as when a person hangs up: after a wrong code that is why. */
export function hangUpReason({ code }: TrustState): Extract<EndReason, 'hung-up' | 'code-mismatch'> {
  return code.kind === 'mismatch' ? 'code-mismatch' : 'hung-up';
}
