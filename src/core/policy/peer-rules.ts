// What the policies on people say about one peer: whether a call is allowed, how well the peer must be known, whether a
// stranger may ring. Pure: what is known of the peer comes in as facts. Other code judges whether a confirmation holds
// and what a person has verified.
import type { PolicyValues } from './table.ts';

/** What is known of the peer of a planned or running call. */
export interface PeerFacts {
  readonly address: string; // wire form (protocol §2)
  /**
   * What the person has verified. `verified`: the person verified the identity of this call, and its newest device list
   * was read. `not-settled`: the person verified this identity, but a newer device list is still being read (protocol
   * §5 rules 1, 7). `none`: everything else, above all a changed key.
   */
  readonly person: 'verified' | 'not-settled' | 'none';
  /** Whether the organisation confirms the very device of this call, with the very keys of this call. */
  readonly isConfirmed: boolean;
}

/** What policy makes of a call with this peer. */
export interface PeerJudgement {
  /** The address is on the allowed list and not on the blocked one. */
  readonly isAllowed: boolean;
  /** Policy demands that this peer is verified. */
  readonly needsVerification: boolean;
  /** The person has verified the peer, or the organisation confirms the peer and policy accepts that. */
  readonly isVerified: boolean;
  /** `free`: without limits. `voice-to-verify`: voice only and for a short time. `refuse`: no call. */
  readonly mode: 'free' | 'voice-to-verify' | 'refuse';
}

/** What policy makes of a call with one peer, for each result of the person's own verification. */
export type Judgements = Readonly<Record<PeerFacts['person'], PeerJudgement>>;

/** The policies that a judgement of a peer reads. */
export type PeerPolicies = Pick<
  PolicyValues,
  'AllowedPeers' | 'BlockedPeers' | 'RequireVerifiedPeer' | 'PeersToVerify' | 'AcceptedVerification' | 'UnverifiedPeer'
>;

/**
 * Whether one of the patterns matches this address: `name@domain` that person, `@domain` everybody there, `@*.domain`
 * everybody in a domain below it (and not in it), `*` everybody. Case, composition and surrounding white space of a
 * pattern do not matter; `address` is in wire form.
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

/**
 * Whether calls with this address are possible at all, in either direction. A blocked address is blocked even if it is
 * also allowed.
 */
export function isPeerAllowed(values: Pick<PeerPolicies, 'AllowedPeers' | 'BlockedPeers'>, address: string): boolean {
  return matchesPeer(values.AllowedPeers, address) && !matchesPeer(values.BlockedPeers, address);
}

/** Whether policy demands that this address is verified. */
export function needsVerification(
  values: Pick<PeerPolicies, 'RequireVerifiedPeer' | 'PeersToVerify'>,
  address: string,
): boolean {
  if (values.RequireVerifiedPeer === 'listed') return matchesPeer(values.PeersToVerify, address);
  return values.RequireVerifiedPeer === 'always';
}

/**
 * What policy makes of a call with this peer. A peer whom the person has verified is not refused just because their
 * newest list is still being read. If policy demands a verification, the call is `voice-to-verify` until the list was
 * read, unless the organisation confirms the peer and policy accepts that.
 */
export function judgePeer(values: PeerPolicies, { person, ...facts }: PeerFacts): PeerJudgement {
  return judgementsOf(values, facts)[person];
}

/**
 * What `judgePeer` returns for each result of the person's own verification. The policy's lists, which may be long, are
 * read only once.
 */
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

/**
 * Whether and how a caller rings. `unknownCallers` is the setting in force. A caller is unknown if they are neither a
 * contact nor confirmed.
 */
export function judgeCaller(
  unknownCallers: PolicyValues['UnknownCallers'],
  caller: { readonly isContact: boolean; readonly isConfirmed: boolean },
): PolicyValues['UnknownCallers'] {
  return caller.isContact || caller.isConfirmed ? 'ring' : unknownCallers;
}
