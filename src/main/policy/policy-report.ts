// Policy as a person and an administrator may see it: every policy with its value and its source, and what is wrong.
// The value that somebody has set for a secret policy is left out.
import type { PolicyReport, PolicyState } from '../../contract/managed.ts';
import type { SourceProblem } from '../../core/policy/gather.ts';
import type { Decisions } from '../../core/policy/in-force.ts';
import type { Decision } from '../../core/policy/merge.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { type PolicyName, policies, policyNames } from '../../core/policy/table.ts';
import { policyTexts } from '../../text/policy/policies.ts';

function stateOf(name: PolicyName, decision: Decision): PolicyState {
  const policy: Policy = policies[name];
  const { de, en } = policyTexts[name];
  const { value, level, source, problem } = decision;
  const isSecret = policy.isSecret === true;
  return {
    name,
    category: policy.category,
    title: { de: de.title, en: en.title },
    help: { de: de.help, en: en.help },
    ...((!isSecret || level === 'default') && { value: typeof value === 'object' ? [...value] : value }),
    isSecret,
    level,
    source,
    ...(problem !== undefined && { problem }),
  };
}

/** The report about decisions. */
export function reportOf(
  decisions: Decisions,
  problems: readonly SourceProblem[],
  places: readonly string[],
): PolicyReport {
  return {
    policies: policyNames.map((name) => stateOf(name, decisions[name])),
    problems: problems.map((problem) => ({ ...problem })),
    sources: [...places],
  };
}
