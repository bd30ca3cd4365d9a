// Turns what a policy file, a registry key or a profile holds into a value of the table, or says why that is
// impossible. Nothing is repaired or accepted in part: a list with one bad item is a bad list.
import { isOfForm } from './form.ts';
import type { EnumPolicy, ListPolicy, NumberPolicy, Policy, PolicyValue, StringPolicy } from './policy.ts';

/** A value, or why there is none: the wrong type, or a content that the table does not allow. */
export type PolicyReading =
  | { readonly kind: 'value'; readonly value: PolicyValue }
  | { readonly kind: 'wrong-type' }
  | { readonly kind: 'out-of-bounds' };

const wrongType: PolicyReading = { kind: 'wrong-type' };
const outOfBounds: PolicyReading = { kind: 'out-of-bounds' };

function valueIf(isGood: boolean, value: PolicyValue): PolicyReading {
  return isGood ? { kind: 'value', value } : outOfBounds;
}

function readNumber({ min, max }: NumberPolicy, raw: unknown): PolicyReading {
  if (typeof raw !== 'number') return wrongType;
  return valueIf(Number.isInteger(raw) && raw >= min && raw <= max, raw);
}

// Empty means not set: every text in the table is empty by default.
function readText({ maxLength, form }: StringPolicy, raw: unknown): PolicyReading {
  if (typeof raw !== 'string') return wrongType;
  return valueIf(raw === '' || (raw.length <= maxLength && isOfForm(form, raw)), raw);
}

function readEnum({ values }: EnumPolicy, raw: unknown): PolicyReading {
  if (typeof raw !== 'string') return wrongType;
  return valueIf(values.includes(raw), raw);
}

function readList({ maxItems, itemMaxLength, form }: ListPolicy, raw: unknown): PolicyReading {
  if (!Array.isArray(raw)) return wrongType;
  const items: readonly unknown[] = raw;
  if (!items.every((item) => typeof item === 'string')) return wrongType;
  const isGood = (item: string): boolean => item !== '' && item.length <= itemMaxLength && isOfForm(form, item);
  return valueIf(items.length <= maxItems && items.every(isGood), [...items]);
}

/** Reads a raw value, as `JSON.parse` gives it, by the policy's type, bounds and form. */
export function readValue(policy: Policy, raw: unknown): PolicyReading {
  switch (policy.type) {
    case 'boolean':
      return typeof raw === 'boolean' ? { kind: 'value', value: raw } : wrongType;
    case 'number':
      return readNumber(policy, raw);
    case 'string':
      return readText(policy, raw);
    case 'enum':
      return readEnum(policy, raw);
    default:
      return readList(policy, raw);
  }
}
