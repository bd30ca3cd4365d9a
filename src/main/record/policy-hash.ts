// A short name for the policy in force, so that an entry can say under which rules something happened without repeating
// them. Secret values are left out: a hash over a short password would reveal it.
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, toHex, utf8 } from '../../core/bytes.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { policies, policyNames, type PolicyValues } from '../../core/policy/table.ts';

const HASH_BYTES = 8;

/** 16 hex digits: the first 8 bytes of SHA-256 over `"Siegel 1 policy"` and all names and values that are no secret. */
export function policyHash(values: PolicyValues): string {
  const open = policyNames.filter((name) => {
    const policy: Policy = policies[name];
    return policy.isSecret !== true;
  });
  const text = JSON.stringify(open.toSorted().map((name) => [name, values[name]]));
  return toHex(sha256(concat(utf8('Siegel 1 policy'), utf8(text)))).slice(0, 2 * HASH_BYTES);
}
