// How far the peer of one call may be trusted, and what follows: what is known of them, what policy makes of that, and
// what became of the code. Pure data and questions; the typed code itself is compared elsewhere and never comes here.
// The reading of the peer is a machine of its own (trust-reading-state.ts). Three more run beside it, independent of
// each other. What a person may rely on is not a state but a question about several of them (`personOf`).
//
//   judged  not-yet ─judged─▶ by-address ─organisation-asked─▶ by-peer
//             While the peer is judged by the address alone, pictures are withheld only if policy allows none at all.
//   code    open ─code-unmarked─▶ unmarked;   open, unmarked ─code-marked─▶ confirmed
//             In both cases the code was right, and the peer is settled and undisputed: the trust book decides which.
//           any ─wrong─▶ mismatch
//             This is final: the peer counts as an unknown person, and nothing is sealed any more.
//   clock   stopped ◀─free─┬─▶ running
//                    voice-to-verify
//             The clock runs while the call is live or reconnecting and policy demands a verification that is missing.
//             A broken connection does not stop it. When its time is up, the call ends.
//
// Facts come as a whole (`judged`), whenever one of them may have changed; the newest replace those before.
import type { Judgements, PeerFacts, PeerJudgement } from '../policy/peer-rules.ts';
import type { EndReason } from './end-reason.ts';
import { isSecured, type RingState } from './ring-state.ts';
import { type PeerReading, settlementOf, UNREAD } from './trust-reading-state.ts';

/**
 * How long people may talk to compare the code if policy demands a verification that is missing. The time begins once
 * the call is live and policy demands this.
 */
export const VERIFY_MS = 180_000;

/** What policy, the trust book and the organisation say about the peer of this call. */
export interface TrustFacts {
  /**
   * What the trust book says about the identity to which this call is bound. An address alone proves nothing: anybody
   * can name it.
   */
  readonly book: 'new' | 'pinned' | 'verified' | 'changed';
  /** The address is pinned to another identity than the one to which this call is bound. */
  readonly isOtherPinned: boolean;
  /** The organisation has confirmed the very device in this call. */
  readonly isConfirmed: boolean;
  /** What policy makes of the peer, for each result that `personOf` may have. */
  readonly judgements: Judgements;
  /** Policy allows pictures at all. */
  readonly allowsVideo: boolean;
}

/**
 * What the facts are about. `by-peer`: the peer was read and the organisation asked. Before that a judgement is too
 * weak to withhold pictures.
 */
export type Judged =
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'by-address' | 'by-peer'; readonly facts: TrustFacts };

/** What the trust book made of a right code: the peer is verified by it, or why not. */
export type Marked = 'confirmed' | NotMarked;
/** Why the trust book did not accept a right code. */
export type NotMarked = 'key-changed' | 'disk';

/**
 * What a person did with the code; times in ms since 1970. `unmarked`: the code was right, and the trust book did not
 * accept it. `confirmed`: the trust book accepted it; `last` is what became of the last right code.
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

/** The two regions that questions of trust concern. */
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

/** What is known of the peer apart from readings. Undefined before the first facts. */
export function factsOf({ judged }: TrustState): TrustFacts | undefined {
  return judged.kind === 'not-yet' ? undefined : judged.facts;
}

/**
 * `settled`: read, agrees with the call, and nothing newer is known. `unread`: nobody was found yet (protocol §5 rules
 * 1, 7).
 */
export function settlement({ reading }: TrustState): 'unread' | 'unconfirmed' | 'settled' {
  return settlementOf(reading);
}

/** Whether the time to verify the peer has run out. */
export function isVerificationOver({ clock }: TrustState, atMs: number): boolean {
  return clock.kind === 'running' && atMs >= clock.untilMs;
}

/** How far the person at this device has verified the peer. After a wrong code: not at all. */
export function personOf(trust: TrustState): PeerFacts['person'] {
  const peer = settlement(trust);
  if (trust.code.kind === 'mismatch' || factsOf(trust)?.book !== 'verified' || peer === 'unread') return 'none';
  return peer === 'settled' ? 'verified' : 'not-settled';
}

/** What policy makes of the peer now; undefined before the first facts. */
export function judgementOf(trust: TrustState): PeerJudgement | undefined {
  return factsOf(trust)?.judgements[personOf(trust)];
}

/** Whether the person at the other end is verified, as far as this call knows (protocol §5 rules 1, 7). */
export function isVerified(trust: TrustState): boolean {
  return personOf(trust) === 'verified';
}

/** The strongest verification that holds now. */
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

/** Why a person may not answer this caller, or undefined. A dispute about the caller must be decided first. */
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

/**
 * Whether a right code would count, once both sides hold the code: only if the peer is settled and not disputed.
 */
export function mayConfirm(trust: TrustState): boolean {
  const facts = factsOf(trust);
  return settlement(trust) === 'settled' && facts !== undefined && facts.book !== 'changed';
}

/**
 * The result of a typed code. `right`: the peer is to be marked verified. `unknown-call`: there is no code yet, or a
 * wrong one was typed before.
 */
export type CodeVerdict = 'right' | 'code-mismatch' | 'unconfirmed' | 'key-changed' | 'unknown-call';

/** What a typed code means in this call. `isRight`: it is the code of this call. */
export function verdictOn({ ring, trust }: TrustedRing, isRight: boolean): CodeVerdict {
  if (!isSecured(ring) || trust.code.kind === 'mismatch') return 'unknown-call';
  if (!isRight) return 'code-mismatch';
  if (settlement(trust) !== 'settled') return 'unconfirmed';
  return mayConfirm(trust) ? 'right' : 'key-changed';
}

/** What became of the last right code. Undefined if none was typed, or a wrong one since. */
export function markedOf({ code }: TrustState): Marked | undefined {
  if (code.kind === 'confirmed') return code.last;
  return code.kind === 'unmarked' ? code.why : undefined;
}

/** The end reason when a person hangs up. After a wrong code, the wrong code is the reason. */
export function hangUpReason({ code }: TrustState): Extract<EndReason, 'hung-up' | 'code-mismatch'> {
  return code.kind === 'mismatch' ? 'code-mismatch' : 'hung-up';
}
