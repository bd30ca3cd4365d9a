// Which of two values of a policy is the tighter one. The order decides how layers are joined, what a person may still
// choose, and what an unreadable source counts as.
import type { Policy, PolicyValue } from './policy.ts';

/** Whether differing layers join towards the tighter side. For every other policy the higher layer counts. */
export function hasTighterSide(policy: Policy): boolean {
  return policy.type === 'enum' ? policy.isOrdered === true : 'tighter' in policy && policy.tighter !== undefined;
}

// The rank of a value; a tighter one has a higher rank. Only called for values that have an order.
function rank(policy: Policy, value: PolicyValue): number {
  if (policy.type === 'boolean') return value === policy.tighter ? 1 : 0;
  if (policy.type === 'enum') return policy.values.indexOf(String(value));
  return policy.type === 'number' && policy.tighter === 'lower-but-0-is-never' && value === 0
    ? Number.NEGATIVE_INFINITY
    : -Number(value);
}

function itemsOf(value: PolicyValue): readonly string[] {
  return typeof value === 'object' ? value : [];
}

/**
 * The tighter of two values. If they are equal, or the policy has no tighter side: `higher`. Lists are united, `higher`
 * first.
 */
export function tighterOf(policy: Policy, higher: PolicyValue, lower: PolicyValue): PolicyValue {
  if (!hasTighterSide(policy)) return higher;
  if (policy.type === 'list') {
    const more = itemsOf(lower).filter((item) => !itemsOf(higher).includes(item));
    return more.length === 0 ? higher : [...itemsOf(higher), ...more];
  }
  return rank(policy, lower) > rank(policy, higher) ? lower : higher;
}

/** Whether two values of one policy are the same. The order of a list matters. */
export function isSameValue(one: PolicyValue, other: PolicyValue): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.length === other.length && one.every((item, at) => item === other[at]);
}

/** Whether nothing tighter can be chosen. Lists can always grow. */
export function isTightest(policy: Policy, value: PolicyValue): boolean {
  switch (policy.type) {
    case 'boolean':
      return value === policy.tighter;
    case 'enum':
      return value === policy.values.at(-1);
    case 'number':
      return value === (policy.tighter === 'lower-but-0-is-never' ? Math.max(1, policy.min) : policy.min);
    default:
      return false;
  }
}

/** Whether every other value is tighter, so that this limit leaves every choice. */
export function isLoosest(policy: Policy, value: PolicyValue): boolean {
  switch (policy.type) {
    case 'boolean':
      return value !== policy.tighter;
    case 'enum':
      return value === policy.values[0];
    case 'number':
      return value === (policy.tighter === 'lower-but-0-is-never' ? 0 : policy.max);
    default:
      return itemsOf(value).length === 0;
  }
}
