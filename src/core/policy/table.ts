// THE table of policies. Everything about policies is derived from it: the readers, the files for administrators
// (tools/policy), the chapter of the guide, the page that lists them. Their texts are in src/text/policy. A policy
// stands here only if something enforces it.
import { connectionPolicies } from './table-connection.ts';
import { devicePolicies } from './table-device.ts';
import { organisationPolicies } from './table-organisation.ts';
import { peoplePolicies } from './table-people.ts';
import { programPolicies } from './table-program.ts';
import type { ValueOf } from './policy.ts';

/** Every policy by its name. Names are `[A-Za-z0-9]+` and never change their meaning. */
export const policies = {
  ...connectionPolicies,
  ...peoplePolicies,
  ...organisationPolicies,
  ...devicePolicies,
  ...programPolicies,
} as const;

/** The name of a policy. */
export type PolicyName = keyof typeof policies;

/** A value in force for every policy. */
export type PolicyValues = { readonly [N in PolicyName]: ValueOf<(typeof policies)[N]> };

/** All names, in the order of the table. */
export const policyNames = Object.keys(policies) as readonly PolicyName[];
