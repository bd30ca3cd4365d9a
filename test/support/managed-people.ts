// Two people on managed machines: each with a policy folder of its own that a test writes while their Siegel runs.
// What every test of calls under policy begins with, beside `two`.
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PolicyValues } from '../../src/core/policy/table.ts';
import { people } from '../../tools/demo/sides.ts';
import type { Desktop } from '../../tools/desktop/desktop.ts';
import { Person } from '../../tools/desktop/person.ts';
import { test as base } from './two-people.ts';
import { untilPublished } from '../../tools/desktop/published.ts';

/** A person whose administrator may change their mind. */
export interface Managed {
  readonly person: Person;
  /** Writes the machine's policy, whole; its program reads it by itself. */
  readonly set: (values: Partial<PolicyValues>) => void;
}

/** Both people, set up and in each other's contacts. */
export interface ManagedPeople {
  readonly caller: Managed;
  readonly callee: Managed;
}

/** A policy folder that the program of this desktop trusts, and the way to write the file in it. */
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

/** Playwright's `test` with `managed`: policies as given by `policies` at the start, by side. */
export const test = base.extend<{
  readonly policies: Readonly<Record<'caller' | 'callee', Partial<PolicyValues>>>;
  readonly managed: ManagedPeople;
}>({
  policies: [{ caller: {}, callee: {} }, { option: true }],
  managed: async ({ broker, siegel, desktop, policies }, use, info) => {
    const start = async (side: 'caller' | 'callee'): Promise<Managed> => {
      const policy = policyOf(desktop, `policy-${info.testId}-${side}`);
      policy.set(policies[side]);
      const args = ['--language=en', `--broker-url=${broker.url}`, `--policy-folder=${policy.folder}`];
      const person = new Person(side, await siegel({ profile: side, args }));
      return { person, set: policy.set };
    };
    const [caller, callee] = [await start('caller'), await start('callee')];
    await caller.person.setUp(people.caller.address, people.caller.name);
    await callee.person.setUp(people.callee.address, people.callee.name);
    for (const { person } of [caller, callee]) await untilPublished(person);
    await caller.person.addContact(people.callee.address, people.callee.name);
    await callee.person.addContact(people.caller.address, people.caller.name);
    await use({ caller, callee });
  },
});
