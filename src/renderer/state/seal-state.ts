// What the status line of a call says, from main's view alone: one kind per state that a person must tell apart. There
// is no unencrypted state, so there is no kind for one.
import { unreachable } from '../../core/assert.ts';
import { heldBy } from '../../contract/held-by.ts';
import { type KnownCall, knownBy } from '../../contract/known-by.ts';
import type { CallView } from '../../contract/view.ts';

/** The states of the status line, each with its own text and shape. */
export type SealState =
  | 'placing'
  | 'paced'
  | 'calling'
  | 'ringing'
  | 'incoming'
  | 'securing'
  | 'connecting'
  | 'verified'
  | 'confirmed'
  | 'refused'
  | 'pinned'
  | 'replacing'
  | 'unconfirmed'
  | 'changed'
  | 'held'
  | 'heldByPeer'
  | 'heldByBoth'
  | 'reconnecting'
  | 'mismatch'
  | 'ended';

/** The parts of a call from which the state is derived; the code itself is not needed. */
export type SealedCall = KnownCall & Pick<CallView, 'phase' | 'local' | 'remote' | 'replaces'>;

/** The state of `call`. A code that did not match outranks everything but the end. */
export function sealState(call: SealedCall): SealState {
  const { phase } = call;
  if (phase.kind === 'ended') return 'ended';
  if (call.code.kind === 'mismatch') return 'mismatch';
  switch (phase.kind) {
    case 'placing':
      return phase.paced === true ? 'paced' : 'placing';
    case 'calling':
      return phase.ringing ? 'ringing' : 'calling';
    case 'ringing':
      return 'incoming';
    case 'securing':
      return 'securing';
    case 'connecting':
      return 'connecting';
    case 'reconnecting':
      return 'reconnecting';
    case 'live':
      return holdState(call) ?? trustState(call);
    default:
      return unreachable(phase);
  }
}

// A hold is shown before trust: while it lasts, nobody is there to compare a code with.
function holdState(call: SealedCall): 'held' | 'heldByPeer' | 'heldByBoth' | undefined {
  const states = { nobody: undefined, us: 'held', peer: 'heldByPeer', both: 'heldByBoth' } as const;
  return states[heldBy(call)];
}

function trustState(
  call: SealedCall,
): 'verified' | 'confirmed' | 'refused' | 'pinned' | 'replacing' | 'unconfirmed' | 'changed' {
  if (call.trust.kind === 'changed') return 'changed';
  if (call.unconfirmed) return 'unconfirmed';
  if (call.replaces !== undefined) return 'replacing'; // even if the organisation confirms the peer
  const mark = knownBy(call);
  if (mark !== 'nobody') return mark === 'person' ? 'verified' : 'confirmed';
  return call.organisation.kind === 'refused' ? 'refused' : 'pinned';
}
