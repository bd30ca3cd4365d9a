// The signatures of a chain (protocol §2), checked one per step: a stranger's chain may have hundreds of signatures,
// and a running call must not wait for them. Links verified earlier are not verified again, and cut links are not
// verified at all.
import { assert, unwrap } from '../assert.ts';
import type { Steps } from '../steps.ts';
import { beginningOf, type Chain, type ParsedChain, sharedLinks } from './chain.ts';
import { type SignedLink, verifyLink } from './link.ts';
import { verifyJoin } from './member.ts';

/**
 * What verifying leaves out: links shared with the beginning of a `known` chain, and all links behind link number
 * `links`, which is at least 1.
 */
export interface VerifyBounds {
  readonly known?: readonly Chain[];
  readonly links?: number;
}

/** How many signature checks `verifyChainSteps` makes, including those of joining members. */
export function signaturesToCheck(chain: ParsedChain, bounds: VerifyBounds = {}): number {
  return unverified(chain, bounds).links.reduce((sum, { link }) => sum + 1 + joinsOf(link.n, link.add.length), 0);
}

// The first device has no join signature: its link defines the person.
function joinsOf(n: number, added: number): number {
  return n === 1 ? 0 : added;
}

// The links to verify, and the verified ones before them. Equal hashes mean equal links up to there, since each link
// carries the hash of the one before.
function unverified(
  chain: ParsedChain,
  { known = [], links = chain.links.length }: VerifyBounds,
): { readonly verified: readonly SignedLink[]; readonly links: readonly SignedLink[] } {
  assert(Number.isInteger(links) && links >= 1 && links <= chain.links.length, 'a cut leaves links of the chain');
  let verified: readonly SignedLink[] = [];
  for (const other of known) {
    const shared = Math.min(sharedLinks(chain, other), links);
    if (shared > verified.length) verified = other.links.slice(0, shared);
  }
  return { verified, links: chain.links.slice(verified.length, links) };
}

/**
 * The chain of the first `bounds.links` links, verified, or `signature` if a signature is wrong; one signature check
 * per step. Links shared with a known chain come from there, with their verified signatures: this chain may carry other
 * signatures, which would be handed on unverified.
 */
export function* verifyChainSteps(chain: ParsedChain, bounds: VerifyBounds = {}): Steps<Chain | 'signature'> {
  const { verified, links } = unverified(chain, bounds);
  for (const signed of links) {
    yield;
    if (!verifyLink(signed, authorKey(chain, signed))) return 'signature';
    if (signed.link.n === 1) continue;
    for (const member of signed.link.add) {
      yield;
      if (!verifyJoin(chain.person, member)) return 'signature';
    }
  }
  const body = beginningOf(chain, verified.length + links.length);
  return { ...body, kind: 'verified', links: [...verified, ...links] };
}

function authorKey(chain: ParsedChain, { link }: SignedLink): Uint8Array {
  const before = link.n === 1 ? link.add : chain.members[link.n - 2];
  return unwrap(before?.find(({ id }) => id === link.by)?.d, 'parsing has checked the author of each link');
}
