// Policy with values that a test chooses, and can change while the parts under test run. No file is read, since the
// readers have their own tests. Everything behind the readers is the real code.
import { strict as assert } from 'node:assert';
import type { PolicyValues } from '../../../src/core/policy/table.ts';
import { createPolicyInForce, type PolicyInForce } from '../../../src/main/policy/policy-in-force.ts';

/** Policy in force on a machine whose administrator has set `partial`; `set` adds to it and tells every listener. */
export function fixedPolicy(
  partial: Partial<PolicyValues> = {},
): PolicyInForce & { readonly set: (more: Partial<PolicyValues>) => void } {
  let chosen = partial;
  const listeners: (() => void)[] = [];
  const policy = createPolicyInForce({
    read: () => [{ level: 'machine', source: 'a test', content: chosen }],
    places: ['a test'],
    onChange: (listener) => void listeners.push(listener),
    close: () => undefined,
  });
  const check = (): void => assert.deepEqual(policy.report().problems, [], 'a value that the table does not allow');
  check();
  return {
    ...policy,
    set: (more) => {
      chosen = { ...chosen, ...more };
      for (const listener of listeners) listener();
      check();
    },
  };
}
