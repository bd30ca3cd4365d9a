// How layers combine, over every policy and every combination of layers: no lower layer loosens what a higher layer
// sets.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideAll, valuesOf, withImplied, type AllLayers } from '../../../src/core/policy/in-force.ts';
import { type Layers, lockOf, mayChoose, mergeLayers, type SetLevel } from '../../../src/core/policy/merge.ts';
import type { PolicyValue } from '../../../src/core/policy/policy.ts';
import { type PolicyName, policies, policyNames } from '../../../src/core/policy/table.ts';
import { isSameValue, tighterOf } from '../../../src/core/policy/tighter.ts';
import { anyPolicyWith, anyValue, isAsTight } from './any-policy.ts';

const levels: readonly SetLevel[] = ['machine', 'user-managed', 'user', 'recommended'];
const layersOf = (values: readonly (PolicyValue | undefined)[]): Layers =>
  Object.fromEntries(
    levels.flatMap((level, at) => {
      const value = values[at];
      return value === undefined ? [] : [[level, { value, source: `${level}.json` }]];
    }),
  );
/** A policy with each of its layers set or not, and one more value of it. */
const anyLayers = anyPolicyWith(5).chain(({ name, policy, values }) =>
  fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }).map((isSet) => ({
    name,
    policy,
    layers: layersOf(values.slice(0, 4).map((v, at) => (isSet[at] === true ? v : undefined))),
    other: values[4] ?? policy.default,
  })),
);
const without = (layers: Layers, ...gone: readonly SetLevel[]): Layers =>
  Object.fromEntries(Object.entries(layers).filter(([level]) => !gone.some((name) => name === level)));

/** Whether the value respects the limit: at least as tight, or the same if the policy has no tighter side. */
const keepsTo = (name: PolicyName, value: PolicyValue, limit: PolicyValue): boolean =>
  isAsTight(name, value, limit) ?? isSameValue(value, limit);

describe('merging the layers of one policy', () => {
  it('the merged value is never looser than the machine’s', () => {
    fc.assert(
      fc.property(anyLayers, ({ name, policy, layers }) => {
        const { value } = mergeLayers(policy, layers);
        expect(layers.machine === undefined || keepsTo(name, value, layers.machine.value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('if the machine sets no value, a value managed for the user limits the result, unless only the machine may set the policy', () => {
    fc.assert(
      fc.property(anyLayers, ({ name, policy, layers }) => {
        const managed = layers['user-managed'];
        if (managed === undefined || layers.machine !== undefined) return;
        const { value } = mergeLayers(policy, layers);
        const alone = mergeLayers(policy, without(layers, 'user-managed')).value;
        expect(policy.scope === 'both' ? keepsTo(name, value, managed.value) : isSameValue(value, alone)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('without managed values, the merged value is the person’s, else the recommendation, else the default', () => {
    fc.assert(
      fc.property(anyLayers, ({ policy, layers }) => {
        const free = without(layers, 'machine', 'user-managed');
        const { value, level } = mergeLayers(policy, free);
        const first = free.user ?? free.recommended;
        expect(value).toEqual(first === undefined ? policy.default : first.value);
        expect(level).toBe(free.user ? 'user' : free.recommended ? 'recommended' : 'default');
      }),
    );
  });

  it('the merged value names the layer that decided it', () => {
    fc.assert(
      fc.property(anyLayers, ({ policy, layers }) => {
        const { value, level, source } = mergeLayers(policy, layers);
        const entry = level === 'default' ? { value: policy.default, source: '' } : layers[level];
        expect(entry?.source).toBe(source);
        expect(policy.type === 'list' ? value : entry?.value).toEqual(value);
      }),
    );
  });

  it('the merged value keeps the problem of an unreadable entry', () => {
    const entry = { value: true, source: 'a', problem: 'wrong-type' } as const;
    const { RelayOnly } = policies;
    expect(mergeLayers(RelayOnly, { machine: entry }).problem).toBe('wrong-type');
    const decided = mergeLayers(RelayOnly, { machine: { value: false, source: 'm' }, 'user-managed': entry });
    expect(decided).toEqual({ value: true, level: 'user-managed', source: 'a', problem: 'wrong-type' });
    const overruled = mergeLayers(RelayOnly, { machine: { value: true, source: 'm' }, 'user-managed': entry });
    expect(overruled).toEqual({ value: true, level: 'machine', source: 'm', problem: 'wrong-type' });
  });
});

describe('the person’s choice of a value', () => {
  it('a lock allows exactly the choices that would be in force', () => {
    fc.assert(
      fc.property(anyLayers, ({ name, policy, layers, other }) => {
        const base = without(layers, 'user');
        const lock = lockOf(policy, base);
        const may = mayChoose(policy, base, other);
        expect(may).toBe(
          isSameValue(mergeLayers(policy, { ...base, user: { value: other, source: '' } }).value, other),
        );
        const isList = policy.type === 'list';
        expect(lock !== undefined || isList || may).toBe(true);
        expect(lock?.limit === undefined || isList ? may : isAsTight(name, other, lock.limit)).toBe(may);
        const isFixed = lock !== undefined && lock.limit === undefined;
        expect(isFixed && may ? mergeLayers(policy, base).value : other).toEqual(other);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[PolicyName, PolicyValue, object | undefined]>([
    ['RelayOnly', true, { by: 'machine' }],
    ['RelayOnly', false, undefined],
    ['UnknownCallers', 'ring', undefined],
    ['UnknownCallers', 'silent', { by: 'machine', limit: 'silent' }],
    ['UnknownCallers', 'refuse', { by: 'machine' }],
    ['IdleLockMinutes', 0, undefined],
    ['IdleLockMinutes', 10, { by: 'machine', limit: 10 }],
    ['IdleLockMinutes', 1, { by: 'machine' }],
    ['HistoryDays', 0, { by: 'machine' }],
    ['HistoryDays', 30, { by: 'machine', limit: 30 }],
    ['HistoryDays', 3650, undefined],
    ['BrokerUrl', 'mqtts://a.example', { by: 'machine' }],
    ['BlockedPeers', ['@a.example'], { by: 'machine', limit: ['@a.example'] }],
    ['BlockedPeers', [], undefined],
    ['LogLevel', 'debug', { by: 'machine' }],
  ])('the machine’s value %s = %j gives the lock %j on a person’s choice', (name, value, lock) => {
    expect(lockOf(policies[name], { machine: { value, source: 'm' } })).toEqual(lock);
  });

  it('a lock names the value managed for the user only if the machine’s is missing or looser', () => {
    const { HistoryDays } = policies;
    const managed = (machine: number | undefined, user: number): Layers =>
      layersOf([machine, user, undefined, undefined]);
    expect(lockOf(HistoryDays, managed(undefined, 30))?.by).toBe('user-managed');
    expect(lockOf(HistoryDays, managed(90, 30))?.by).toBe('user-managed');
    expect(lockOf(HistoryDays, managed(30, 90))?.by).toBe('machine');
  });
});

describe('the tighter of two values', () => {
  it('the tighter of two values is as tight as both, or the higher one if the policy has no tighter side', () => {
    fc.assert(
      fc.property(anyPolicyWith(2), ({ name, policy, values: [higher = policy.default, lower = policy.default] }) => {
        const value = tighterOf(policy, higher, lower);
        expect(keepsTo(name, value, higher)).toBe(true);
        expect(isAsTight(name, value, lower) ?? true).toBe(true);
        expect(isSameValue(higher, lower) ? value : higher).toBe(higher);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('all policies together', () => {
  const layersWith = (set: Partial<Record<PolicyName, Layers>>): AllLayers =>
    Object.fromEntries(policyNames.map((name) => [name, set[name] ?? {}])) as AllLayers;
  const high: Layers = { machine: { value: true, source: 'a.json' } };

  it('high confidentiality implies relays, sharing of windows only, and no history, although the person chose otherwise', () => {
    const decided = decideAll(withImplied(layersWith({ HighConfidentiality: high })), {
      RelayOnly: false,
      HistoryDays: 365,
    });
    expect(valuesOf(decided)).toMatchObject({
      HighConfidentiality: true,
      RelayOnly: true,
      HistoryDays: 0,
      AllowScreenShare: 'window',
    });
    expect(decided.HistoryDays).toMatchObject({ level: 'machine', source: 'a.json' });
  });

  it('high confidentiality loosens nothing that is already tighter', () => {
    fc.assert(
      fc.property(anyValue(policies.HistoryDays), anyValue(policies.RelayOnly), (days, relay) => {
        const set = {
          HighConfidentiality: high,
          HistoryDays: layersOf([days]),
          RelayOnly: layersOf([undefined, relay]),
          AllowScreenShare: layersOf(['none']),
        };
        expect(valuesOf(decideAll(withImplied(layersWith(set)), {}))).toMatchObject({
          RelayOnly: true,
          HistoryDays: 0,
          AllowScreenShare: 'none',
        });
      }),
    );
  });

  it('an unreadable source of high confidentiality implies relays but shortens no history', () => {
    const unread = { machine: { value: true, source: 'a', problem: 'unreadable-source' } } as const;
    const values = valuesOf(decideAll(withImplied(layersWith({ HighConfidentiality: unread })), {}));
    expect(values).toMatchObject({ RelayOnly: true, HistoryDays: 90 });
  });

  it('high confidentiality implies nothing while off or unset', () => {
    const off = layersWith({ HighConfidentiality: { machine: { value: false, source: 'a' } } });
    for (const layers of [off, layersWith({})]) expect(withImplied(layers)).toEqual(layers);
  });
});
