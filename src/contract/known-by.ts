// Who vouches for the person at the other end: one answer for the window's line, the end of the call and the tray.
import type { CallView, CodeView } from './view.ts';

/** What tells who vouches for the person at the other end; the code itself does not. */
export type KnownCall = Pick<CallView, 'unconfirmed' | 'trust' | 'organisation'> & {
  readonly code: { readonly kind: CodeView['kind']; readonly confirmedAt?: number | undefined };
};

/** Who vouches for the person at the other end: this person, else the organisation, else nobody. What one verified oneself wins. */
export function knownBy(call: KnownCall): 'person' | 'organisation' | 'nobody' {
  if (call.unconfirmed || call.trust.kind === 'changed' || call.code.kind === 'mismatch') return 'nobody';
  const compared = call.code.kind === 'shown' && call.code.confirmedAt !== undefined;
  if (call.trust.kind === 'verified' || compared) return 'person';
  return call.organisation.kind === 'confirmed' ? 'organisation' : 'nobody';
}
