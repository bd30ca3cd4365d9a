import { describe, expect, it } from 'vitest';
import type { PolicyState } from '../../../src/contract/managed.ts';
import { policies } from '../../../src/core/policy/table.ts';
import { isSet, policyCategories, policyGroups, policyJson } from '../../../src/renderer/state/policy-list.ts';

const state = (name: string, change: Partial<PolicyState> = {}): PolicyState => ({
  name,
  category: 'connection',
  title: { de: 'Gespräche nur über das Relais', en: 'Calls only through the relay' },
  help: { de: '', en: '' },
  value: true,
  isSecret: false,
  level: 'machine',
  source: 'file.json',
  ...change,
});

describe('the list of policies', () => {
  it('the list of policies has a place for every category of the table, in the table’s order', () => {
    const ofTable = new Set(Object.values(policies).map(({ category }) => category));
    expect(policyCategories.filter((category) => category !== 'other')).toEqual([...ofTable]);
  });

  it('the list of policies puts an unknown category last instead of hiding it', () => {
    const groups = policyGroups([state('A', { category: 'newer' }), state('B')], '', false, 'en');
    expect(groups.map(({ category }) => category)).toEqual(['connection', 'other']);
  });

  it('the list of policies is searched by name and by the title in the reader’s language', () => {
    expect(policyGroups([state('RelayOnly')], 'relais', false, 'de')).toHaveLength(1);
    expect(policyGroups([state('RelayOnly')], 'relais', false, 'en')).toHaveLength(0);
    expect(policyGroups([state('RelayOnly')], ' RELAYONLY ', false, 'en')).toHaveLength(1);
  });

  it('an invalid policy counts as set, though its default is in force', () => {
    expect(isSet(state('A', { level: 'default' }))).toBe(false);
    expect(isSet(state('A', { level: 'default', problem: 'wrong-type' }))).toBe(true);
    expect(policyGroups([state('A', { level: 'default' })], '', true, 'en')).toEqual([]);
  });
});

describe('the list as JSON', () => {
  it('the JSON list says that a secret is set and where, and leaves out its value even if main sent one', () => {
    const json = policyJson({
      policies: [state('TurnPassword', { isSecret: true, value: 'hunter2' })],
      problems: [],
      sources: ['file.json'],
    });
    expect(json).not.toContain('hunter2');
    expect(JSON.parse(json)).toEqual({
      policies: [{ name: 'TurnPassword', isSecret: true, isSet: true, level: 'machine', source: 'file.json' }],
      problems: [],
      sources: ['file.json'],
    });
  });

  it('the JSON list includes the problem of an invalid policy', () => {
    const [policy] = (
      JSON.parse(
        policyJson({
          policies: [state('A', { problem: 'out-of-bounds' })],
          problems: [],
          sources: [],
        }),
      ) as { readonly policies: readonly unknown[] }
    ).policies;
    expect(policy).toMatchObject({ value: true, problem: 'out-of-bounds' });
  });
});
