// Who vouches for the person at the other end. The window's text, the end of the call and the tray all use this answer.
import type { CallView, CodeView } from './view.ts';

/** What decides who vouches for the person at the other end. The code itself does not matter. */
export type KnownCall = Pick<CallView, 'unconfirmed' | 'trust' | 'organisation'> & {
  readonly code: { readonly kind: CodeView['kind']; readonly confirmedAt?: number | undefined };
};

/**
 * Who vouches for the person at the other end: the person at this device, else the organisation, else nobody. One's own
 * verification comes first.
 */
export function knownBy(call: KnownCall): 'person' | 'organisation' | 'nobody' {
  if (call.unconfirmed || call.trust.kind === 'changed' || call.code.kind === 'mismatch') return 'nobody';
  const compared = call.code.kind === 'shown' && call.code.confirmedAt !== undefined;
  if (call.trust.kind === 'verified' || compared) return 'person';
  return call.organisation.kind === 'confirmed' ? 'organisation' : 'nobody';
}
