// Whether an incoming call may ring here, and on which devices of a callee an outgoing one may ring
// (docs/decisions/0010). Also whether an incoming call rings without sound, and whether do not disturb silences it
// (docs/decisions/0017).
// The answers follow from the trust region and from facts that hold only now. What policy does with a running call is
// decided in trust.ts.
import type { Judgements } from '../policy/peer-rules.ts';
import type { PolicyValues } from '../policy/table.ts';
import type { EndReason } from './end-reason.ts';
import { judgementOf, personOf, type TrustFacts, type TrustState } from './trust-state.ts';

/** What is recorded when policy refuses a caller or a callee. */
export type Refusal = 'peer-not-allowed' | 'unknown-caller' | 'peer-not-verified';

/** What policy does with an incoming call. `why`: what is recorded about a refusal. */
export type Welcome =
  | { readonly kind: 'ring'; readonly isVisual: boolean }
  | {
      readonly kind: 'refuse';
      readonly reason: EndReason;
      readonly why: Refusal | undefined;
    };

/** The facts that hold when somebody calls. */
export interface Knock {
  /** How a stranger's call is treated; `ring` for everybody who is not a stranger. */
  readonly stranger: PolicyValues['UnknownCallers'];
  /** Media have an allowed path: direct paths are allowed, or there is a relay. */
  readonly hasAllowedPath: boolean;
}

/** The facts if the organisation could be asked and has not answered yet. */
export interface Unvouched {
  /** What policy makes of the peer without the organisation's answer. */
  readonly judgements: Judgements;
  /** Which verification policy accepts. */
  readonly accepts: PolicyValues['AcceptedVerification'];
  /**
   * How a stranger's call is treated without that answer; `ring` for everybody who is not a stranger, and for a callee.
   */
  readonly stranger: PolicyValues['UnknownCallers'];
}

/** What policy makes of a call with one device of the callee. */
export interface DeviceJudged {
  readonly device: string;
  readonly judgements: Judgements;
}

/** The caller, as far as do not disturb needs to know. */
export interface Disturber {
  /** The person lets this contact always ring. */
  readonly alwaysRings: boolean;
  /** What the trust book says of the identity that calls. */
  readonly book: TrustFacts['book'];
  /** What was read does not settle who the caller is. */
  readonly isUnconfirmed: boolean;
}

/** Whether a caller may ring here, once they were read and the organisation was asked. */
export function welcome(trust: TrustState, { hasAllowedPath, stranger }: Knock): Welcome {
  const judgement = judgementOf(trust);
  if (judgement?.isAllowed !== true) return refusal('not-allowed', 'peer-not-allowed');
  if (stranger === 'refuse') return refusal('not-allowed', 'unknown-caller');
  if (judgement.mode === 'refuse') return refusal('verification-required', 'peer-not-verified');
  if (!hasAllowedPath) return refusal('relay-required', undefined);
  return { kind: 'ring', isVisual: stranger === 'silent' };
}

/**
 * Whether the treatment of a call depends on what the organisation says about the peer's devices. If so, the
 * organisation's answer is awaited.
 */
export function dependsOnOrganisation(trust: TrustState, { accepts, judgements, stranger }: Unvouched): boolean {
  const { isAllowed, mode } = judgements[personOf(trust)];
  const maySayMore = isAllowed && mode !== 'free' && accepts !== 'person';
  return maySayMore || stranger !== 'ring';
}

/** Which of the callee's devices may ring. Devices with which policy refuses a call are left out. */
export function mayRing(trust: TrustState, devices: readonly DeviceJudged[]): readonly string[] {
  const person = personOf(trust);
  return devices.filter(({ judgements }) => judgements[person].mode !== 'refuse').map(({ device }) => device);
}

/**
 * Whether do not disturb silences a call. It refuses nobody: the call is shown silently, the caller hears the ordinary
 * ringback tone, and a call that nobody takes is a missed call. The exception for a contact holds for the known person
 * only: not in a dispute about them, and not for an address that is merely claimed.
 */
export function isSilenced(isDoNotDisturb: boolean, { alwaysRings, book, isUnconfirmed }: Disturber): boolean {
  if (!isDoNotDisturb) return false;
  const isOnlyClaimed = book === 'new' && isUnconfirmed;
  return !alwaysRings || book === 'changed' || isOnlyClaimed;
}

function refusal(reason: EndReason, why: Extract<Welcome, { kind: 'refuse' }>['why']): Welcome {
  return { kind: 'refuse', reason, why };
}
