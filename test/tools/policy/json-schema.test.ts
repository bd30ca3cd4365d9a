// The JSON Schema compared with the table and with the reader: the reader refuses everything that the schema refuses.
// For a form that the schema expresses completely, schema and reader agree on everything.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { readValue } from '../../../src/core/policy/read-value.ts';
import { policies, type PolicyName } from '../../../src/core/policy/table.ts';
import { policyEntries } from '../../../tools/policy/entry.ts';
import { jsonSchema } from '../../../tools/policy/json-schema.ts';
import { managedSample, recommendedSample } from '../../../tools/policy/samples.ts';
import { badValues, goodValue } from './example-values.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true });
const accepts = ajv.compile(JSON.parse(jsonSchema(policyEntries)) as object);
const reads = (policy: Policy, value: unknown): boolean => readValue(policy, value).kind === 'value';

/** Forms that the schema checks as fully as the reader does. */
const SAID_IN_FULL = new Set(['text', 'path', 'sha256', 'ed25519']);
const isSaidInFull = (policy: Policy): boolean => !('form' in policy) || SAID_IN_FULL.has(policy.form);

/**
 * Values near those that a policy accepts: of its type, at its bounds, of other policies’ forms, and of other types.
 * JSON only.
 */
function near(policy: Policy): fc.Arbitrary<unknown> {
  const good = goodValue(policy);
  const others = policyEntries.map((entry) => goodValue(entry.policy)).flat();
  const text = fc.oneof(
    fc.constantFrom(...others.map(String)),
    fc.string({ unit: 'grapheme-ascii', maxLength: 80 }),
    // Short: a schema counts characters, the table counts UTF-16 units, and these differ for surrogate pairs.
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 20 }),
    fc.constantFrom(
      '',
      '*',
      '@',
      'a@b.example',
      '@b.example',
      '/',
      '/x',
      'c:\\x',
      '\\\\x',
      'x'.repeat(65),
      'x'.repeat(20_000),
    ),
  );
  const bounds = policy.type === 'number' ? [policy.min - 1, policy.min, policy.max, policy.max + 1, 0.5] : [0];
  return fc.oneof(
    fc.constant(good),
    text,
    fc.array(text, { maxLength: 4 }),
    fc.array(fc.oneof(text, fc.integer()), { maxLength: 2 }),
    fc.integer({ min: -2, max: 5000 }),
    fc.constantFrom(...bounds),
    fc.jsonValue(),
  );
}

describe('the file siegel.schema.json', () => {
  it('the JSON schema accepts both samples, and the reader accepts every value in them', () => {
    for (const sample of [managedSample, recommendedSample]) {
      expect(accepts(sample), JSON.stringify(accepts.errors)).toBe(true);
      for (const [name, value] of Object.entries(sample))
        expect(reads(policies[name as PolicyName], value), name).toBe(true);
    }
  });

  it('the JSON schema refuses a name that is not a policy', () => {
    expect(accepts({ RelayOnly: true })).toBe(true);
    expect(accepts({ RelayOnly: true, relayOnly: true })).toBe(false);
    expect(accepts([])).toBe(false);
  });

  it.each(policyEntries)(
    'the JSON schema of $name accepts a good value, the default and the strict one, and refuses wrong types and values out of bounds',
    (entry) => {
      const { name, policy } = entry;
      for (const value of [goodValue(policy), policy.default, policy.strict]) {
        expect(accepts({ [name]: value }), `${name}: ${JSON.stringify(value)}`).toBe(true);
        expect(reads(policy, value), `${name}: ${JSON.stringify(value)}`).toBe(true);
      }
      for (const [wrong, value] of badValues(policy)) {
        expect(accepts({ [name]: value }), `${name}: ${wrong}`).toBe(false);
        expect(reads(policy, value), `${name}: ${wrong}`).toBe(false);
      }
    },
  );

  it.each(policyEntries)(
    'the JSON schema of $name refuses nothing that the reader accepts, and accepts nothing that it can know to be invalid',
    (entry) => {
      const { name, policy } = entry;
      const disagrees = (value: unknown): boolean => {
        const [bySchema, byReader] = [accepts({ [name]: value }), reads(policy, value)];
        return (byReader && !bySchema) || (isSaidInFull(policy) && bySchema !== byReader);
      };
      const found = fc.check(
        fc.property(near(policy), (value) => !disagrees(value)),
        { numRuns: 150 },
      );
      expect(found.counterexample).toBeNull();
    },
  );
});
