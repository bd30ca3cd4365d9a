// What a call to oneself through the relays says. One that is lost is a hint and no fault: relays that may
// not send to themselves carry calls to others, and a command that ended with 0 on such a machine still does.
import type { DoctorCheck } from '../../../contract/managed.ts';
import { found } from '../check.ts';
import type { TrialOutcome } from '../trial-call.ts';

/** What is to be said of it. */
export function checkTrialCall(outcome: TrialOutcome): DoctorCheck {
  if (outcome.kind === 'carried') return found('trial-call-good', { milliseconds: outcome.milliseconds });
  return found(outcome.kind === 'lost' ? 'trial-call-lost' : 'trial-call-not-now');
}
