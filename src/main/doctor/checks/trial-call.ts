// Turns the outcome of a trial call into a finding. A lost call is a hint and not a fault: a relay that may not send to
// itself can still carry calls to others. A command that exits with 0 on such a machine must keep doing so.
import type { DoctorCheck } from '../../../contract/managed.ts';
import { found } from '../check.ts';
import type { TrialOutcome } from '../trial-call.ts';

/** The finding for `outcome`. */
export function checkTrialCall(outcome: TrialOutcome): DoctorCheck {
  if (outcome.kind === 'carried') return found('trial-call-good', { milliseconds: outcome.milliseconds });
  return found(outcome.kind === 'lost' ? 'trial-call-lost' : 'trial-call-not-now');
}
