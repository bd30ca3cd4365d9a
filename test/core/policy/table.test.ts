// Checks the table itself: the properties on which every reader, file and page relies.
import { describe, expect, it } from 'vitest';
import { readValue } from '../../../src/core/policy/read-value.ts';
import { policyCategories, type Policy } from '../../../src/core/policy/policy.ts';
import { policies, policyNames } from '../../../src/core/policy/table.ts';
import { hasTighterSide } from '../../../src/core/policy/tighter.ts';
import { isAsTight, switches } from './any-policy.ts';

describe.each(policyNames.map((name) => [name, policies[name] as Policy] as const))('the policy %s', (name, policy) => {
  it('a policy’s name is 2 to 41 ASCII letters and digits, and begins with a capital letter', () => {
    expect(name).toMatch(/^[A-Z][A-Za-z0-9]{1,40}$/);
  });

  it('a policy accepts its own default and strict value', () => {
    expect(readValue(policy, policy.default)).toEqual({ kind: 'value', value: policy.default });
    expect(readValue(policy, policy.strict)).toEqual({ kind: 'value', value: policy.strict });
  });

  it('a policy’s strict value is no looser than its default, if the policy has a tighter side', () => {
    expect(hasTighterSide(policy)).toBe(switches.includes(name));
    expect(isAsTight(name, policy.strict, policy.default) ?? true).toBe(true);
  });

  it('a policy belongs to one of the known categories', () => {
    expect(policyCategories).toContain(policy.category);
  });
});

it('no two policy names differ only in case', () => {
  expect(new Set(policyNames.map((name) => name.toLowerCase())).size).toBe(policyNames.length);
});
