// The table of policies as a list, so that a test can give the generators another list.
import type { Policy } from '../../src/core/policy/policy.ts';
import { policies, policyNames } from '../../src/core/policy/table.ts';
import { policyTexts } from '../../src/text/policy/policies.ts';
import type { PolicyWords } from '../../src/text/policy/policy-text.ts';

/** One policy with its name and its texts. */
export interface PolicyEntry {
  readonly name: string;
  readonly policy: Policy;
  readonly text: PolicyWords;
}

/** Every policy of the table, in its order. */
export const policyEntries: readonly PolicyEntry[] = policyNames.map((name) => ({
  name,
  policy: policies[name],
  text: policyTexts[name],
}));
