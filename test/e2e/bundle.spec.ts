// What the built program contains: the embedded broker is in a file of its own, which is needed only to start a broker,
// and no file of main contains a package that the build leaves out.
import { chmodSync, cpSync, globSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { PolicyValues } from '../../src/core/policy/table.ts';
import { people } from '../../tools/demo/sides.ts';
import { endAtOnce, launchSiegel } from '../../tools/desktop/launch.ts';
import { Person } from '../../tools/desktop/person.ts';
import { leftOutPackages } from '../../tools/packaging/left-out.ts';
import { notedOf } from '../../tools/packaging/shipped.ts';
import { policyOf } from '../support/managed-people.ts';
import { test as base } from '../support/two-people.ts';

const BROKER_CHUNK = 'out/main/chunks/broker-server-*.js';
const packagesOf = (folders: readonly string[]): readonly string[] =>
  folders.map((folder) => folder.replace(/^.*node_modules\//, ''));

const test = base.extend<{ readonly withoutBroker: (values: Partial<PolicyValues>) => Promise<Person> }>({
  /** Starts a copy of the program without the file of the broker, under this policy. */
  withoutBroker: async ({ desktop, broker }, use, info) => {
    const started: Person[] = [];
    await use(async (values) => {
      const name = `bundle-${info.testId}`;
      const folder = path.join(desktop.folder(`${name}-app`), 'app');
      for (const part of ['out', 'package.json']) {
        cpSync(path.join(desktop.app.folder, part), path.join(folder, part), { recursive: true });
      }
      for (const entry of ['', ...globSync('**/*', { cwd: folder })]) chmodSync(path.join(folder, entry), 0o755);
      const chunks = globSync(BROKER_CHUNK, { cwd: folder });
      expect(chunks).toHaveLength(1);
      for (const chunk of chunks) rmSync(path.join(folder, chunk));
      const policy = policyOf(desktop, `${name}-policy`);
      policy.set(values);
      const app = await launchSiegel(
        { ...desktop, app: { ...desktop.app, folder } },
        {
          profile: name,
          args: ['--language=en', `--broker-url=${broker.url}`, `--policy-folder=${policy.folder}`],
        },
      );
      const person = new Person('person', app);
      started.push(person);
      await person.setUp(people.caller.address, people.caller.name);
      return person;
    });
    await Promise.all(started.map(({ process }) => endAtOnce(process)));
  },
});

test('the entry file of main contains neither the embedded broker nor any MQTT code', () => {
  const { 'index.js': entry = [], ...chunks } = notedOf('main');
  const own = ['aedes', 'aedes-packet', 'aedes-persistence', 'mqemitter', 'qlobber'];
  const speaking = ['mqtt', 'mqtt-packet', 'readable-stream', 'ws']; // loaded with the first connection
  expect(packagesOf(entry)).toContain('@noble/hashes'); // shows that the list is not empty
  expect(packagesOf(entry).filter((name) => [...own, ...speaking].includes(name))).toEqual([]);
  const withBroker = Object.entries(chunks).filter(([, packages]) =>
    packagesOf(packages).some((name) => own.includes(name)),
  );
  expect(withBroker.map(([file]) => file)).toEqual([expect.stringMatching(/^chunks\/broker-server-/)]);
  expect(packagesOf(withBroker.flatMap(([, packages]) => packages))).toEqual(expect.arrayContaining(own));
  expect(packagesOf(Object.values(chunks).flat())).toEqual(expect.arrayContaining(speaking));
});

test('no file of main contains code of a package that the build leaves out', () => {
  const all = packagesOf(Object.values(notedOf('main')).flat());
  expect(all.filter((name) => leftOutPackages.includes(name))).toEqual([]);
});

test('if policy forbids the embedded broker, the program connects without the broker’s file and refuses to start a broker', async ({
  withoutBroker,
}) => {
  const person = await withoutBroker({ AllowLocalBroker: false });
  await person.until('online', ({ link }) => link.kind === 'online');
  const page = await person.window('main');
  const start = () => page.evaluate(() => window.siegel.call('broker.start', { host: '127.0.0.1', port: 0 }));
  expect(await start()).toEqual({ ok: false, code: 'locked' });
  expect((await person.view()).broker.kind).toBe('stopped');
});

test('if policy allows the embedded broker, its file is needed only once the broker is started', async ({
  withoutBroker,
}) => {
  const person = await withoutBroker({});
  await person.until('online', ({ link }) => link.kind === 'online');
  const page = await person.window('main');
  const start = () => page.evaluate(() => window.siegel.call('broker.start', { host: '127.0.0.1', port: 0 }));
  expect(await start()).toEqual({ ok: false, code: 'internal' });
  expect((await person.view()).broker).toEqual({ kind: 'failed', cause: 'internal' });
});
