// Turns the outcome of a trial call into a finding. A lost call is a notice and not a fault: a relay that may not send
// to itself can still carry calls to others. So a lost call alone must not make a command exit with 1.
import type { DoctorCheck } from '../../../contract/managed.ts';
import { found } from '../check.ts';
import type { TrialOutcome } from '../trial-call.ts';

/** The finding for `outcome`. */
export function checkTrialCall(outcome: TrialOutcome): DoctorCheck {
  if (outcome.kind === 'carried') return found('trial-call-good', { milliseconds: outcome.milliseconds });
  return found(outcome.kind === 'lost' ? 'trial-call-lost' : 'trial-call-not-now');
}
