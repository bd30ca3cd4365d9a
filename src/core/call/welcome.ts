// Whether a call may ring: here, when somebody calls, and on which devices of somebody who is called (docs/decisions/0010), and whether it
// does so without a sound (docs/decisions/0017). Questions to the trust region and to facts that count at this moment only; what policy does
// with a call that goes on is decided in trust.ts.
import type { Judgements } from '../policy/peer-rules.ts';
import type { PolicyValues } from '../policy/table.ts';
import type { EndReason } from './end-reason.ts';
import { judgementOf, personOf, type TrustFacts, type TrustState } from './trust-state.ts';

/** What is noted where policy refuses somebody who calls, or who is called. */
export type Refusal = 'peer-not-allowed' | 'unknown-caller' | 'peer-not-verified';

/** What policy does with a call that came in; `why` is what is noted of a refusal. */
export type Welcome =
  | { readonly kind: 'ring'; readonly isSoundless: boolean }
  | {
      readonly kind: 'refuse';
      readonly reason: EndReason;
      readonly why: Refusal | undefined;
    };

/** What counts at the moment in which somebody calls. */
export interface Knock {
  /** What becomes of the caller as a stranger; `ring` for everybody who is none. */
  readonly stranger: PolicyValues['UnknownCallers'];
  /** Media may take a path: relays are not the only one, or there is one. */
  readonly hasAllowedPath: boolean;
}

/** What counts where the organisation could be asked, and has said nothing yet. */
export interface Unvouched {
  /** What policy makes of the peer without the organisation's word. */
  readonly judgements: Judgements;
  /** Which verification policy accepts. */
  readonly accepts: PolicyValues['AcceptedVerification'];
  /** What becomes of who calls as a stranger without that word; `ring` for everybody who is none, and for who is called. */
  readonly stranger: PolicyValues['UnknownCallers'];
}

/** What a call with one device of somebody who is called may be. */
export interface DeviceJudged {
  readonly device: string;
  readonly judgements: Judgements;
}

/** Who calls, as far as do not disturb asks. */
export interface Disturber {
  /** A contact whom the person lets ring always. */
  readonly alwaysRings: boolean;
  /** What the book says of the identity that calls. */
  readonly book: TrustFacts['book'];
  /** What could be read of the caller does not suffice. */
  readonly isUnconfirmed: boolean;
}

/** Whether somebody who calls may ring here, once they were read and the organisation was asked. */
export function welcome(trust: TrustState, { hasAllowedPath, stranger }: Knock): Welcome {
  const judgement = judgementOf(trust);
  if (judgement?.isAllowed !== true) return refusal('not-allowed', 'peer-not-allowed');
  if (stranger === 'refuse') return refusal('not-allowed', 'unknown-caller');
  if (judgement.mode === 'refuse') return refusal('verification-required', 'peer-not-verified');
  if (!hasAllowedPath) return refusal('relay-required', undefined);
  return { kind: 'ring', isSoundless: stranger === 'silent' };
}

/** Whether what may become of a call depends on what the organisation says of the peer's devices: then its word is waited for. */
export function dependsOnOrganisation(trust: TrustState, { accepts, judgements, stranger }: Unvouched): boolean {
  const { isAllowed, mode } = judgements[personOf(trust)];
  const maySayMore = isAllowed && mode !== 'free' && accepts !== 'person';
  return maySayMore || stranger !== 'ring';
}

/** Which of these devices of somebody who is called may ring: those with which policy does not refuse a call. */
export function mayRing(trust: TrustState, devices: readonly DeviceJudged[]): readonly string[] {
  const person = personOf(trust);
  return devices.filter(({ judgements }) => judgements[person].mode !== 'refuse').map(({ device }) => device);
}

/**
 * Whether do not disturb keeps a call from being heard. It refuses nobody: the call is shown silently, the caller hears the ordinary
 * ringing, and what nobody takes is a missed call. That a contact rings always was given to the person who is known, so it does not hold in
 * a dispute about them, nor for an address that so far is only claimed.
 */
export function isSilenced(wantsQuiet: boolean, { alwaysRings, book, isUnconfirmed }: Disturber): boolean {
  if (!wantsQuiet) return false;
  const isOnlyClaimed = book === 'new' && isUnconfirmed;
  return !alwaysRings || book === 'changed' || isOnlyClaimed;
}

function refusal(reason: EndReason, why: Extract<Welcome, { kind: 'refuse' }>['why']): Welcome {
  return { kind: 'refuse', reason, why };
}
