// Records that the code of a call was typed right: the peer is verified. In a call placed to a claimant, the peer
// replaces the verified person of that address. The machine decides whether the code was right and may count
// (core/call/trust.ts).
import { assert } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import { verifiedSince } from '../../contract/verified-since.ts';
import type { CallView } from '../../contract/view.ts';
import type { PeerPerson } from '../people/people.ts';
import type { CallDeps } from './call-deps.ts';
import type { Whom } from './ring/whom.ts';

type Deps = Pick<CallDeps, 'book' | 'clock' | 'people'>;

/** The person whose code was compared. */
export interface Compared {
  readonly address: string;
  readonly whom: Whom;
  /** The person to whom the call is bound, as read. */
  readonly peer: PeerPerson;
  readonly person: Bytes;
  /** Whether the book has accepted a right code in this call before: then a claimant is pinned by now. */
  readonly isMarked: boolean;
}

/**
 * Marks the identity of the call verified, whatever the address means by now: nobody else is ever marked.
 * `key-changed`: the person to be replaced is not the pinned, verified one any more, or a person who replaces nobody is
 * not the pinned one; or a dispute waits. `disk`: it could not be stored.
 */
export function markVerified(
  { address, isMarked, peer, person, whom }: Compared,
  { book, clock, people }: Deps,
): 'confirmed' | 'key-changed' | 'disk' {
  const atMs = clock.nowMs();
  if (whom.kind !== 'claimant' || isMarked) {
    if (book.markVerified(address, person, atMs)) return 'confirmed';
    const pin = book.pin(address);
    const isPinned = pin !== undefined && equal(pin.person, person);
    return isPinned && book.trustOf(address).kind !== 'changed' ? 'disk' : 'key-changed';
  }
  assert(equal(peer.person, person), 'the peer of a call is whom it is bound to');
  const replaced = people.replace(peer, whom.replaces, atMs);
  return replaced === 'replaced' ? 'confirmed' : replaced === 'changed' ? 'key-changed' : replaced;
}

/**
 * In a call to a claimant: when the person whom the claimant may replace was verified. Empty if there is no such
 * person.
 */
export function replacedBy(whom: Whom, address: string, book: Deps['book']): Pick<CallView, 'replaces'> {
  const verifiedAt = verifiedSince(book.trustOf(address));
  if (whom.kind !== 'claimant' || verifiedAt === undefined) return {};
  const pin = book.pin(address);
  return pin !== undefined && equal(pin.person, whom.replaces) ? { replaces: { verifiedAt } } : {};
}
