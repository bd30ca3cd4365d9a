// How the main window shows a claimant of an address.
import { toB64u } from '../../core/bytes.ts';
import type { ClaimView } from '../../contract/claims.ts';
import type { Claim } from '../people/claims.ts';

/** The view of a claim. `fingerprint` as `Fingerprints` gives it, undefined until it is computed. */
export function claimView({ person, firstSeenMs, organisation }: Claim, fingerprint: string | undefined): ClaimView {
  const plain = { person: toB64u(person), firstSeen: firstSeenMs, organisation };
  return fingerprint === undefined ? plain : { ...plain, fingerprint };
}
