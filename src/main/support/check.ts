// How a check says what it found: a code of the closed list with facts. Facts are numbers, flags and words of a closed kind; what
// names a person, a host or a place never gets into one.
import { type FindingCode, findings } from '../../contract/finding.ts';
import type { DoctorCheck } from '../../contract/managed.ts';

export type CheckFacts = DoctorCheck['facts'];

/** The check that this finding belongs to, as it came out. */
export function found(code: FindingCode, facts: CheckFacts = {}): DoctorCheck {
  const { id, outcome } = findings[code];
  return { id, outcome, finding: code, facts };
}
