// The table judged as a table: what every reader, file and page relies on.
import { describe, expect, it } from 'vitest';
import { readValue } from '../../../src/core/policy/read-value.ts';
import { policyCategories, type Policy } from '../../../src/core/policy/policy.ts';
import { policies, policyNames } from '../../../src/core/policy/table.ts';
import { hasTighterSide } from '../../../src/core/policy/tighter.ts';
import { isAsTight, switches } from './any-policy.ts';

describe.each(policyNames.map((name) => [name, policies[name] as Policy] as const))('%s', (name, policy) => {
  it('has a name that every system can carry', () => {
    expect(name).toMatch(/^[A-Z][A-Za-z0-9]{1,40}$/);
  });

  it('has a default and a strict value that it would allow itself', () => {
    expect(readValue(policy, policy.default)).toEqual({ kind: 'value', value: policy.default });
    expect(readValue(policy, policy.strict)).toEqual({ kind: 'value', value: policy.strict });
  });

  it('is on the tighter side where it is strict, if it has such a side', () => {
    expect(hasTighterSide(policy)).toBe(switches.includes(name));
    expect(isAsTight(name, policy.strict, policy.default) ?? true).toBe(true);
  });

  it('stands in a category that people are shown', () => {
    expect(policyCategories).toContain(policy.category);
  });
});

it('holds no two names that differ only in case: the registry could not tell them apart', () => {
  expect(new Set(policyNames.map((name) => name.toLowerCase())).size).toBe(policyNames.length);
});
