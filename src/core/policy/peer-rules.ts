// What the policies on people say about one peer: may there be a call, how well must the peer be known, may a stranger ring.
// Pure: what is known of the peer comes in as facts. Whether a confirmation holds and what a person has verified is judged elsewhere.
import type { PolicyValues } from './table.ts';

/** What is known of the peer of a call that is to be made, or is on. */
export interface PeerFacts {
  readonly address: string; // wire form (protocol §2)
  /**
   * By the person: `verified` is the identity of this call and its newest list was read; `not-settled` the same, while a newer
   * list is still being read (protocol §5 rules 1, 7); `none` everything else, a changed key above all.
   */
  readonly person: 'verified' | 'not-settled' | 'none';
  /** By the organisation: the very device of this call, with the very keys of this call. */
  readonly isConfirmed: boolean;
}

/** What a call with this peer may be. */
export interface PeerJudgement {
  /** The address is on the allowed list and on no blocked one. */
  readonly isAllowed: boolean;
  /** Policy wants this peer verified. */
  readonly needsVerification: boolean;
  /** By the person, or by the organisation where policy accepts that. */
  readonly isVerified: boolean;
  /** `free`: as people like; `voice-to-verify`: voice only and for a short time; `refuse`: no call. */
  readonly mode: 'free' | 'voice-to-verify' | 'refuse';
}

/** What a call with one peer may be, by what the person knows of them. */
export type Judgements = Readonly<Record<PeerFacts['person'], PeerJudgement>>;

/** The policies that a judgement of a peer reads. */
export type PeerPolicies = Pick<
  PolicyValues,
  'AllowedPeers' | 'BlockedPeers' | 'RequireVerifiedPeer' | 'PeersToVerify' | 'AcceptedVerification' | 'UnverifiedPeer'
>;

/**
 * Whether one of the patterns names this address: `name@domain` that person, `@domain` everybody there, `@*.domain` everybody
 * in a domain below it (and not in it), `*` everybody. Case and composition do not count, nor does white space around.
 */
export function matchesPeer(patterns: readonly string[], address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@'));
  return patterns.some((text) => {
    const pattern = text.trim().normalize('NFC').toLowerCase().normalize('NFC');
    if (pattern === '*' || pattern === address) return true;
    if (pattern.startsWith('@*.')) return domain.endsWith(pattern.slice(2));
    return pattern.startsWith('@') && pattern === domain;
  });
}

/** Whether calls with this address are possible at all, both ways. A blocked address is blocked even where it is allowed. */
export function isPeerAllowed(values: Pick<PeerPolicies, 'AllowedPeers' | 'BlockedPeers'>, address: string): boolean {
  return matchesPeer(values.AllowedPeers, address) && !matchesPeer(values.BlockedPeers, address);
}

/** Whether policy wants this address verified. */
export function needsVerification(
  values: Pick<PeerPolicies, 'RequireVerifiedPeer' | 'PeersToVerify'>,
  address: string,
): boolean {
  if (values.RequireVerifiedPeer === 'listed') return matchesPeer(values.PeersToVerify, address);
  return values.RequireVerifiedPeer === 'always';
}

/**
 * What a call with this peer may be. A peer verified by the person whose newest list is still being read is not refused for that:
 * such a call is `voice-to-verify` until the list was read.
 */
export function judgePeer(values: PeerPolicies, { person, ...facts }: PeerFacts): PeerJudgement {
  return judgementsOf(values, facts)[person];
}

/** The same for all that the person may know of this peer; the lists of policy, which may be long, are gone through once. */
export function judgementsOf(values: PeerPolicies, { address, isConfirmed }: Omit<PeerFacts, 'person'>): Judgements {
  const isAllowed = isPeerAllowed(values, address);
  const isRequired = needsVerification(values, address);
  const isVouchedFor = values.AcceptedVerification === 'organisation-or-person' && isConfirmed;
  return {
    verified: judgement(true, 'free'),
    'not-settled': judgement(isVouchedFor, 'voice-to-verify'),
    none: judgement(isVouchedFor, values.UnverifiedPeer),
  };

  function judgement(isVerified: boolean, otherwise: PeerJudgement['mode']): PeerJudgement {
    const mode = !isRequired || isVerified ? 'free' : otherwise;
    return { isAllowed, needsVerification: isRequired, isVerified, mode: isAllowed ? mode : 'refuse' };
  }
}

/** Whether a caller rings; `unknownCallers` is the setting in force. Unknown is who is no contact and not confirmed. */
export function judgeCaller(
  unknownCallers: PolicyValues['UnknownCallers'],
  caller: { readonly isContact: boolean; readonly isConfirmed: boolean },
): PolicyValues['UnknownCallers'] {
  return caller.isContact || caller.isConfirmed ? 'ring' : unknownCallers;
}
