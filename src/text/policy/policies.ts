// The texts on every policy, for people and administrators: on the page of policies, in the output of `--print-policy`,
// in the files for administrators and in the administrator's guide.
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
