// From readings to layers: a corrupt or unreadable file never loosens a policy that another file set.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedPolicies, gather, type SourceReading } from '../../../src/core/policy/gather.ts';
import { decideAll, valuesOf, withImplied } from '../../../src/core/policy/in-force.ts';
import { policies, policyNames, type PolicyValues } from '../../../src/core/policy/table.ts';
import { readValue } from '../../../src/core/policy/read-value.ts';
import { anyName, anyValue, loosened } from './any-policy.ts';

const machine = (content: object, source = 'a.json'): SourceReading => ({
  level: 'machine',
  source,
  content: { ...content },
});
const valuesUnder = (readings: readonly SourceReading[]): PolicyValues =>
  valuesOf(decideAll(withImplied(gather(readings).layers), {}));

/** A file with valid entries. */
const anyContent = fc
  .uniqueArray(anyName, { maxLength: 12 })
  .chain((names) => fc.tuple(...names.map((name) => anyValue(policies[name]).map((value) => [name, value] as const))))
  .map((entries): Readonly<Record<string, unknown>> => Object.fromEntries(entries));

/** Only invalid entries: refused values under names of policies, and anything under other names. */
const anyGarbage = fc
  .array(
    fc.tuple(fc.oneof(anyName, fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString')), fc.jsonValue()),
    { maxLength: 12 },
  )
  .map((entries): Readonly<Record<string, unknown>> => {
    const wrong = entries.filter(([name, raw]) => {
      const policy = policyNames.find((each) => each === name);
      return policy === undefined || readValue(policies[policy], raw).kind !== 'value';
    });
    const content: Record<string, unknown> = {};
    for (const [name, raw] of wrong)
      Object.defineProperty(content, name, { value: raw, enumerable: true, configurable: true });
    return content;
  });

describe('policy files', () => {
  it('a garbage policy file crashes nothing, sets nothing invalid and loosens nothing', () => {
    fc.assert(
      fc.property(anyContent, anyGarbage, (good, garbage) => {
        const before = valuesUnder([machine(good)]);
        const after = valuesUnder([machine(good), machine(garbage, 'b.json')]);
        expect(policyNames.filter((name) => readValue(policies[name], after[name]).kind !== 'value')).toEqual([]);
        expect(loosened(before, after)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('a policy whose name was damaged sets nothing and is reported by the damaged name', () => {
    const { layers } = gather([machine({})]);
    for (const name of policyNames)
      for (const damaged of [name.slice(1), `${name}s`, name.toLowerCase(), ` ${name}`])
        expect(gather([machine({ [damaged]: policies[name].strict })])).toEqual({
          layers,
          problems: [{ source: 'a.json', name: damaged, kind: 'unknown-name' }],
        });
  });

  it('an unreadable policy file loosens nothing that other files set', () => {
    fc.assert(
      fc.property(anyContent, fc.boolean(), fc.constantFrom('machine', 'user-managed'), (good, isFirst, level) => {
        const broken = { level, source: 'b.json', failure: 'not-json' } as const;
        const readings = isFirst ? [broken, machine(good)] : [machine(good), broken];
        expect(loosened(valuesUnder([machine(good)]), valuesUnder(readings))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('an unreadable policy file of the machine loosens nothing that is managed for the user', () => {
    fc.assert(
      fc.property(anyContent, (good) => {
        const user: SourceReading = { level: 'user-managed', source: 'u.json', content: good };
        const before = valuesUnder([user]);
        const after = valuesUnder([user, { level: 'machine', source: 'b.json', failure: 'not-trusted' }]);
        expect(loosened(before, after)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('a policy file managed for the user loosens nothing that the machine’s file sets', () => {
    fc.assert(
      fc.property(anyContent, anyContent, anyGarbage, (good, more, garbage) => {
        const user: SourceReading = { level: 'user-managed', source: 'u.json', content: { ...more, ...garbage } };
        const before = valuesUnder([machine(good)]);
        const after = valuesUnder([machine(good), user]);
        const set = policyNames.filter((name) => Object.hasOwn(good, name));
        expect(loosened(before, after).filter((name) => set.includes(name))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('an unreadable policy file keeps its last values and is reported', () => {
    const held = gather([{ ...machine({ AllowVideo: false }), failure: 'not-json' }]);
    expect(held.layers.AllowVideo.machine).toEqual({ value: false, source: 'a.json' });
    expect(held.layers.RelayOnly).toEqual({});
    expect(held.problems).toEqual([{ source: 'a.json', kind: 'not-json' }]);
  });

  it('a policy file that was never readable sets the strict value of every policy that has another default', () => {
    const { layers } = gather([{ level: 'machine', source: 'a.json', failure: 'unreadable' }]);
    for (const name of closedPolicies) {
      const { strict } = policies[name];
      expect(layers[name].machine).toEqual({ value: strict, source: 'a.json', problem: 'unreadable-source' });
    }
    expect(closedPolicies).toEqual(expect.arrayContaining(['AllowedPeers', 'KeyStoreMinimum', 'RequireVerifiedPeer']));
    expect(closedPolicies).not.toContain('HistoryDays');
  });

  it('an unreadable file of recommendations and a wrong recommended value set nothing', () => {
    const { layers, problems } = gather([
      { level: 'recommended', source: 'r.json', failure: 'not-json' },
      { level: 'recommended', source: 's.json', content: { AllowVideo: 'no' } },
    ]);
    expect(policyNames.filter((name) => Object.keys(layers[name]).length > 0)).toEqual([]);
    expect(problems.map(({ kind }) => kind)).toEqual(['wrong-type', 'not-json']);
  });

  it('a wrong entry leaves an earlier file’s entry in force if the policy’s strict value is no tighter', () => {
    const EnrolmentUrl = 'https://ca.klinik.example';
    const values = valuesUnder([
      machine({ EnrolmentUrl, IdleLockMinutes: 1 }),
      machine({ EnrolmentUrl: 'x', IdleLockMinutes: 'x' }),
    ]);
    expect(values).toMatchObject({ EnrolmentUrl, IdleLockMinutes: 1 });
  });

  it('unreadable roots and revocation lists each take their strict value of one entry', () => {
    const values = valuesUnder([machine({ TlsRoots: ['-----BEGIN CERT'], OrganisationRevocations: 'none' })]);
    expect(values.TlsRoots).toEqual(policies.TlsRoots.strict);
    expect(values.OrganisationRevocations).toEqual(policies.OrganisationRevocations.strict);
    expect([values.TlsRoots.length, values.OrganisationRevocations.length]).toEqual([1, 1]);
  });

  it('an empty text in a policy file does not override another file', () => {
    expect(valuesUnder([machine({ BrokerUrl: 'mqtts://a.example' }), machine({ BrokerUrl: '' })]).BrokerUrl).toBe(
      'mqtts://a.example',
    );
  });

  it('a policy that only the machine may set is ignored and reported if it is managed for the user', () => {
    const { layers, problems } = gather([{ level: 'user-managed', source: 'u.json', content: { LogLevel: 'debug' } }]);
    expect(layers.LogLevel).toEqual({});
    expect(problems).toEqual([{ source: 'u.json', name: 'LogLevel', kind: 'wrong-scope' }]);
  });

  it('a policy file of 10,000 foreign names gives 32 problems, and a wrong value under a policy’s name one more', () => {
    const foreign = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`${'x'.repeat(100)}${at}`, at]));
    const { problems } = gather([machine({ ...foreign, AllowVideo: 'no' })]);
    expect(problems).toHaveLength(33);
    expect(problems[0]?.name).toBe('x'.repeat(64));
    expect(problems.at(-1)).toMatchObject({ name: 'AllowVideo', kind: 'wrong-type' });
  });
});
