// What people and administrators are told of every policy, by its name: on the page of
// policies, by `--print-policy`, in the files for administrators and in their guide.
import type { policies } from '../../core/policy/table.ts';
import { connectionTexts } from './connection.ts';
import { deviceTexts } from './device.ts';
import { organisationTexts } from './organisation.ts';
import { peopleTexts } from './people.ts';
import type { PolicyTexts } from './policy-text.ts';
import { programTexts } from './program.ts';

/** The texts for every policy of the table. */
export const policyTexts: PolicyTexts<typeof policies> = {
  ...connectionTexts,
  ...peopleTexts,
  ...organisationTexts,
  ...deviceTexts,
  ...programTexts,
};
