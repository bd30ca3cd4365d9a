// Policy: how much is set, and what is wrong with its sources. The page of policies and `--print-policy` say which
// policies are set and from where. The finding has only numbers, the kind of the first problem, and the hash that
// stands for all policies in the security record.
import type { DoctorCheck, PolicyReport } from '../../../contract/managed.ts';
import type { PolicyValues } from '../../../core/policy/table.ts';
import { policyHash } from '../../record/policy-hash.ts';
import { found } from '../check.ts';

type ProblemKind = PolicyReport['problems'][number]['kind'];

const ofTheSource: readonly ProblemKind[] = [
  'unreadable',
  'not-trusted',
  'too-large',
  'not-json',
  'not-an-object',
  'reader-missing',
];

/** The finding about policy. */
export function checkPolicy(report: PolicyReport, values: PolicyValues): DoctorCheck {
  const set = report.policies.filter(({ level }) => level !== 'default' && level !== 'user').length;
  const unreadable = report.problems.filter(({ kind }) => ofTheSource.includes(kind)).length;
  const [problem] = report.problems;
  const facts = {
    set,
    problems: report.problems.length,
    unreadable,
    hash: policyHash(values),
    ...(problem !== undefined && { firstProblem: problem.kind }),
  };
  if (unreadable > 0) return found('policy-unreadable', facts);
  if (report.problems.some(({ kind }) => kind === 'misplaced')) return found('policy-misplaced', facts);
  if (report.problems.length > 0) return found('policy-entries', facts);
  return found(set === 0 ? 'policy-none' : 'policy-good', facts);
}
