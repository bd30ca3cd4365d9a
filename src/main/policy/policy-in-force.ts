// What policy says now, as the rest of main asks for it: values, where they come from, and a word when they change.
// Reading sources is the business of the files beside this one; nobody else opens a policy file or a registry key.
import type { PolicyReport } from '../../contract/managed.ts';
import { type PolicyName, policies, policyNames, type PolicyValues } from '../../core/policy/table.ts';

/** Policy as it is in force. */
export interface PolicyInForce {
  /** A value for every policy; those that take a restart keep the value of this start. */
  readonly values: () => PolicyValues;
  /** Every policy with its source, and what is wrong with the sources; no secret is in it. */
  readonly report: () => PolicyReport;
  /** Called after every change of `values` or `report`. */
  readonly onChange: (listener: () => void) => void;
}

/** The values of the table where nobody has set anything. */
export function defaultPolicyValues(): PolicyValues {
  const entries = policyNames.map((name: PolicyName) => [name, policies[name].default]);
  return Object.fromEntries(entries) as PolicyValues;
}

/** Policy on a machine where nobody has set any. */
export function noPolicy(): PolicyInForce {
  const values = defaultPolicyValues();
  return {
    values: () => values,
    report: () => ({ policies: [], problems: [], sources: [] }),
    onChange: () => undefined,
  };
}
