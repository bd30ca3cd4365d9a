// Two people on managed machines: each has a policy folder of its own, which a test writes while their Siegel runs.
// Tests of calls under policy begin with both people.
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PolicyValues } from '../../src/core/policy/table.ts';
import type { Desktop } from '../../tools/desktop/desktop.ts';
import { Person } from '../../tools/desktop/person.ts';
import { test as base } from './two-people.ts';
import { published } from './known-profiles.ts';

/** A person whose administrator may change the policy. */
export interface Managed {
  readonly person: Person;
  /** Writes the machine's whole policy; the program notices the change by itself. */
  readonly set: (values: Partial<PolicyValues>) => void;
}

/** Both people, set up and in each other's contacts. */
export interface ManagedPeople {
  readonly caller: Managed;
  readonly callee: Managed;
}

/** A policy folder that the program on this desktop trusts, and a function that writes the file in it. */
export function policyOf(desktop: Desktop, name: string): { readonly folder: string; readonly set: Managed['set'] } {
  const folder = desktop.folder(name);
  const managed = path.join(folder, 'managed');
  mkdirSync(managed, { recursive: true });
  for (const one of [folder, managed]) chmodSync(one, 0o755);
  return {
    folder,
    set: (values) => {
      const file = path.join(managed, '50-test.json');
      writeFileSync(`${file}.part`, JSON.stringify(values), { mode: 0o644 });
      renameSync(`${file}.part`, file);
    },
  };
}

/** Playwright's `test` with `managed`: both sides begin with the policies in `policies`. */
export const test = base.extend<{
  readonly policies: Readonly<Record<'caller' | 'callee', Partial<PolicyValues>>>;
  readonly managed: ManagedPeople;
}>({
  policies: [{ caller: {}, callee: {} }, { option: true }],
  managed: async ({ broker, profiles, siegel, desktop, policies }, use, info) => {
    const start = async (side: 'caller' | 'callee'): Promise<Managed> => {
      const policy = policyOf(desktop, `policy-${info.testId}-${side}`);
      policy.set(policies[side]);
      const args = ['--language=en', `--broker-url=${broker.url}`, `--policy-folder=${policy.folder}`];
      const person = new Person(side, await siegel({ profile: side, args, copyOf: profiles[side] }));
      return { person: await published(person), set: policy.set };
    };
    const [caller, callee] = await Promise.all([start('caller'), start('callee')]);
    await use({ caller, callee });
  },
});
