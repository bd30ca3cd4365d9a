// The quality of the policies' texts; the compiler checks that none is missing.
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Policy } from '../../src/core/policy/policy.ts';
import { policies, policyNames } from '../../src/core/policy/table.ts';
import { policyTexts } from '../../src/text/policy/policies.ts';
import type { PolicyTexts, PolicyWords } from '../../src/text/policy/policy-text.ts';

describe.each(policyNames.map((name) => [name, policyTexts[name] as PolicyWords] as const))(
  'the policy %s',
  (name, words) => {
    it('the texts of the policy have a short title and a help that ends as a sentence, both without markup', () => {
      for (const { title, help } of Object.values(words)) {
        expect(title).toMatch(/^[^<>&\n]{3,60}$/u);
        expect(help).toMatch(/^[^<>&\n]{10,400}[.!?]$/u);
      }
    });

    it('the texts of the policy name each value that can be chosen, in the order of the values', () => {
      const policy: Policy = policies[name];
      const values = policy.type === 'enum' ? [...policy.values] : undefined;
      for (const said of Object.values(words)) expect(said.values && Object.keys(said.values)).toEqual(values);
    });
  },
);

// For the compiler: `expectTypeOf` does nothing at run time.
describe('missing texts of a policy', () => {
  const said = { title: 'Aktualisierung', help: 'Was sie tut.' };
  const values = { automatic: 'selbsttätig', notify: 'melden', off: 'aus' };
  type ImprintUrl = PolicyTexts<typeof policies>['ImprintUrl'];
  type UpdateMode = PolicyTexts<typeof policies>['UpdateMode'];

  it('a policy without English texts does not compile', () => {
    expectTypeOf({ de: said, en: said }).toExtend<ImprintUrl>();
    expectTypeOf({ de: said }).not.toExtend<ImprintUrl>();
  });

  it('a policy without a text for one value of a choice does not compile', () => {
    const { automatic: _, ...others } = values;
    expectTypeOf({ de: { ...said, values }, en: { ...said, values } }).toExtend<UpdateMode>();
    expectTypeOf({ de: { ...said, values }, en: { ...said, values: others } }).not.toExtend<UpdateMode>();
  });

  it('a table without the texts of one policy does not compile', () => {
    expectTypeOf<Omit<typeof policyTexts, 'ImprintUrl'>>().not.toExtend<PolicyTexts<typeof policies>>();
  });
});
