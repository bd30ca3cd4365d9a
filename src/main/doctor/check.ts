// How a check reports its result: a code of the closed list, with facts. Facts are numbers, flags and short words, such
// as error codes and versions. Nothing that names a person, a host or a place may get into a fact.
import { type FindingCode, findings } from '../../contract/finding.ts';
import type { DoctorCheck } from '../../contract/managed.ts';

/** The facts of a finding by name: numbers, flags and short words. */
export type CheckFacts = DoctorCheck['facts'];

const WORD = /^[A-Za-z0-9][A-Za-z0-9._,+-]{0,63}$/;

/**
 * The check to which this finding belongs, with its result. A text that is not one short word is replaced by `other`.
 */
export function found(code: FindingCode, facts: CheckFacts = {}): DoctorCheck {
  const { id, outcome } = findings[code];
  const told = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === 'string' && !WORD.test(value) ? 'other' : value,
  ]);
  return { id, outcome, finding: code, facts: Object.fromEntries(told) as CheckFacts };
}
