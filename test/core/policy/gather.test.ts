// From readings to layers: garbage in one file, or a whole file that cannot be read, never leaves less than there was without it.
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

/** A file of good entries. */
const anyContent = fc
  .uniqueArray(anyName, { maxLength: 12 })
  .chain((names) => fc.tuple(...names.map((name) => anyValue(policies[name]).map((value) => [name, value] as const))))
  .map((entries): Readonly<Record<string, unknown>> => Object.fromEntries(entries));

/** Entries none of which is good: values of a wrong kind under good names, and anything under any name. */
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

describe('a policy file', () => {
  it('of garbage crashes nothing, sets nothing that the table does not allow, and loosens nothing', () => {
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

  it('that cannot be read and never could loosens nothing that others say, in whatever order', () => {
    fc.assert(
      fc.property(anyContent, fc.boolean(), fc.constantFrom('machine', 'user-managed'), (good, isFirst, level) => {
        const broken = { level, source: 'b.json', failure: 'not-json' } as const;
        const readings = isFirst ? [broken, machine(good)] : [machine(good), broken];
        expect(loosened(valuesUnder([machine(good)]), valuesUnder(readings))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('that cannot be read for the machine loosens nothing that is managed for the user', () => {
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

  it('of a user loosens nothing of the machine’s, whatever stands in it', () => {
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

  it('that cannot be read keeps what it held, and is a problem all the same', () => {
    const held = gather([{ ...machine({ AllowVideo: false }), failure: 'not-json' }]);
    expect(held.layers.AllowVideo.machine).toEqual({ value: false, source: 'a.json' });
    expect(held.layers.RelayOnly).toEqual({});
    expect(held.problems).toEqual([{ source: 'a.json', kind: 'not-json' }]);
  });

  it('that cannot be read and never could closes what can be closed, and says which source it is', () => {
    const { layers } = gather([{ level: 'machine', source: 'a.json', failure: 'unreadable' }]);
    for (const name of closedPolicies) {
      const { strict } = policies[name];
      expect(layers[name].machine).toEqual({ value: strict, source: 'a.json', problem: 'unreadable-source' });
    }
    expect(closedPolicies).toEqual(expect.arrayContaining(['AllowedPeers', 'KeyStoreMinimum', 'RequireVerifiedPeer']));
    expect(closedPolicies).not.toContain('HistoryDays');
  });

  it('that only recommends limits nothing by being unreadable, and a wrong recommendation is none', () => {
    const { layers, problems } = gather([
      { level: 'recommended', source: 'r.json', failure: 'not-json' },
      { level: 'recommended', source: 's.json', content: { AllowVideo: 'no' } },
    ]);
    expect(policyNames.filter((name) => Object.keys(layers[name]).length > 0)).toEqual([]);
    expect(problems.map(({ kind }) => kind)).toEqual(['wrong-type', 'not-json']);
  });

  it('with a wrong entry keeps a good one of an earlier file where there is no stricter side', () => {
    const EnrolmentUrl = 'https://ca.klinik.example';
    const values = valuesUnder([
      machine({ EnrolmentUrl, IdleLockMinutes: 1 }),
      machine({ EnrolmentUrl: 'x', IdleLockMinutes: 'x' }),
    ]);
    expect(values).toMatchObject({ EnrolmentUrl, IdleLockMinutes: 1 });
  });

  it('with roots or revocation lists that cannot be read trusts nobody, instead of everybody whom the system trusts', () => {
    const values = valuesUnder([machine({ TlsRoots: ['-----BEGIN CERT'], OrganisationRevocations: 'none' })]);
    expect(values.TlsRoots).toEqual(policies.TlsRoots.strict);
    expect(values.OrganisationRevocations).toEqual(policies.OrganisationRevocations.strict);
    expect([values.TlsRoots.length, values.OrganisationRevocations.length]).toEqual([1, 1]);
  });

  it('says with an empty text nothing, not even over another file', () => {
    expect(valuesUnder([machine({ BrokerUrl: 'mqtts://a.example' }), machine({ BrokerUrl: '' })]).BrokerUrl).toBe(
      'mqtts://a.example',
    );
  });

  it('for a user says nothing where only the machine’s administrator may', () => {
    const { layers, problems } = gather([{ level: 'user-managed', source: 'u.json', content: { LogLevel: 'debug' } }]);
    expect(layers.LogLevel).toEqual({});
    expect(problems).toEqual([{ source: 'u.json', name: 'LogLevel', kind: 'wrong-scope' }]);
  });

  it('of another program is told of in a few lines, and what is wrong with ours beside them', () => {
    const foreign = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`${'x'.repeat(100)}${at}`, at]));
    const { problems } = gather([machine({ ...foreign, AllowVideo: 'no' })]);
    expect(problems).toHaveLength(33);
    expect(problems[0]?.name).toBe('x'.repeat(64));
    expect(problems.at(-1)).toMatchObject({ name: 'AllowVideo', kind: 'wrong-type' });
  });
});
