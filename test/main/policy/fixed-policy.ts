// Policy with values that a test chooses, and can change while the parts under test run.
// No file, no layer: those are tested where they are read and merged.
import { type PolicyName, policies, policyNames, type PolicyValues } from '../../../src/core/policy/table.ts';
import { defaultPolicyValues, type PolicyInForce } from '../../../src/main/policy/policy-in-force.ts';

/** Policy in force whose machine's administrator has set `partial`; `set` adds to it and tells every listener. */
export function fixedPolicy(
  partial: Partial<PolicyValues> = {},
): PolicyInForce & { readonly set: (more: Partial<PolicyValues>) => void } {
  let chosen = partial;
  const listeners: (() => void)[] = [];
  const values = (): PolicyValues => ({ ...defaultPolicyValues(), ...chosen });
  const stateOf = (name: PolicyName): ReturnType<PolicyInForce['report']>['policies'][number] => {
    const { text, category, ...policy } = policies[name];
    const isSecret = 'isSecret' in policy;
    const value = values()[name];
    const isSet = Object.hasOwn(chosen, name);
    return {
      name,
      category,
      title: { de: text.de.title, en: text.en.title },
      help: { de: text.de.help, en: text.en.help },
      ...(!isSecret && { value: typeof value === 'object' ? [...value] : value }),
      isSecret,
      level: isSet ? 'machine' : 'default',
      source: isSet ? 'a test' : '',
      needsRestart: false,
    };
  };
  return {
    values,
    report: () => ({ policies: policyNames.map(stateOf), problems: [], sources: [] }),
    onChange: (listener) => void listeners.push(listener),
    set: (more) => {
      chosen = { ...chosen, ...more };
      for (const listener of listeners) listener();
    },
  };
}
