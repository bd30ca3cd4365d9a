// Policy in the running program: what policy sets is not asked, what policy decides is locked on screen, for screen
// readers and for the page, and a change on disk changes the window. Also `--print-policy`.
import { execFile } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import type { PolicyReport } from '../../src/contract/managed.ts';
import type { PolicyValues } from '../../src/core/policy/table.ts';
import { en } from '../../src/text/page/en.ts';
import { commandAs } from '../../tools/desktop/account.ts';
import { Person } from '../../tools/desktop/person.ts';
import { brokerFolder, childBroker } from '../main/signalling/child-broker.ts';
import { issueAuthority } from '../main/signalling/openssl-authority.ts';
import { policyOf } from '../support/managed-people.ts';
import { test as base } from '../support/two-people.ts';
import { freePort } from '../../tools/network/free-port.ts';

interface Machine {
  readonly folder: string;
  readonly set: (values: Partial<PolicyValues>) => void;
  readonly start: () => Promise<Person>;
}

const test = base.extend<{ readonly machine: Machine }>({
  machine: async ({ desktop, siegel }, use, info) => {
    const policy = policyOf(desktop, `policy-${info.testId}`);
    const args = ['--language=en', `--policy-folder=${policy.folder}`];
    const start = async (): Promise<Person> => new Person('person', await siegel({ profile: 'person', args }));
    await use({ ...policy, start });
  },
});

test('the first start asks for nothing that policy sets, and connects', async ({ machine, broker, desktop }) => {
  machine.set({ Address: '${user}@klinik.example', DisplayName: 'Station 3', BrokerUrl: broker.url });
  const person = await machine.start();
  const view = await person.until(
    'identity and broker',
    ({ identity, link }) => identity !== undefined && link.kind === 'online',
  );
  expect(view.identity).toMatchObject({ address: `${desktop.account.name}@klinik.example`, name: 'Station 3' });
  expect(view.link).toMatchObject({ url: broker.url });
  const page = await person.window('main');
  await expect(page.getByRole('tab', { name: en.nav.contacts })).toBeVisible();
});

test('an identity is made without looking up its address if the broker requires a certificate', async ({ machine }) => {
  const { folder: issued, root } = issueAuthority();
  const folder = brokerFolder('certificates-only');
  const port = await freePort();
  const lines = [
    ...(process.getuid?.() === 0 ? ['user root'] : []),
    `listener ${port} 127.0.0.1`,
    `cafile ${path.join(issued, 'authority.pem')}`,
    `certfile ${path.join(issued, 'server.pem')}`,
    `keyfile ${path.join(issued, 'server.key')}`,
    'require_certificate true',
    'use_identity_as_username true',
  ];
  writeFileSync(path.join(folder, 'config'), lines.join('\n'));
  const program = { folder, port, program: '/usr/sbin/mosquitto', args: ['-c', path.join(folder, 'config')] };
  const broker = await childBroker(program, (device) => ({ device, url: `mqtts://127.0.0.1:${port}` }));
  machine.set({
    Address: 'anna@klinik.example',
    DisplayName: 'Anna',
    BrokerUrl: broker.target('a'.repeat(26)).url,
    TlsRoots: [root],
    OrganisationRoots: [root],
    EnrolmentUrl: 'https://127.0.0.1:9/', // the server need not exist
  });
  const person = await machine.start();
  const view = await person.until('an identity that waits for its certificate', ({ identity, link }) => {
    return identity !== undefined && link.kind === 'waiting';
  });
  expect(view).toMatchObject({ identity: { address: 'anna@klinik.example' }, link: { cause: 'no-certificate' } });
  await broker.stop();
  rmSync(issued, { recursive: true });
});

test('a setting decided by policy is locked on screen, for screen readers and for a page that asks main', async ({
  machine,
  broker,
}) => {
  machine.set({
    Address: 'anna@klinik.example',
    DisplayName: 'Anna',
    BrokerUrl: broker.url,
    RelayOnly: true,
    UnknownCallers: 'silent',
    HistoryDays: 30,
    AllowLocalBroker: false,
    Language: 'en',
  });
  const person = await machine.start();
  const before = await person.until('online', ({ link }) => link.kind === 'online');
  const page = await person.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  const server = page.getByLabel(en.settings.serverUrl);
  await expect(server).toHaveValue(broker.url);
  await expect(server).not.toBeEditable();
  await expect(server).toHaveAccessibleDescription(en.managed.locked);
  const relay = page.getByRole('switch', { name: en.settings.relayOnly });
  await expect(relay).toBeChecked();
  await expect(relay).toBeDisabled();
  await expect(relay).toHaveAccessibleDescription(new RegExp(en.managed.locked));
  const replies = await page.evaluate(async () => {
    const { call } = window.siegel;
    return [
      await call('settings.set', { settings: { brokerUrl: 'mqtts://mine.example' } }),
      await call('settings.set', { settings: { localBroker: true } }),
      await call('preferences.set', { preferences: { relayOnly: false } }),
      await call('preferences.set', { preferences: { unknownCallers: 'ring' } }),
      await call('preferences.set', { preferences: { historyDays: 31 } }),
      await call('language.set', { language: 'de' }),
      await call('broker.start', { host: '127.0.0.1', port: 0 }),
    ];
  });
  expect(replies).toEqual(replies.map(() => ({ ok: false, code: 'locked' })));
  const after = await person.view();
  expect([after.settings, after.broker]).toEqual([before.settings, before.broker]);
  expect(after.link).toMatchObject({ kind: 'online', url: broker.url });
});

test('a changed policy file changes the window, and unlocked settings are the person’s again', async ({
  machine,
  broker,
}) => {
  const relays = { TurnServers: ['turn:127.0.0.1:9'], TurnUsername: 'u', TurnPassword: 'p' };
  machine.set({ Address: 'anna@klinik.example', DisplayName: 'Anna', BrokerUrl: broker.url, ...relays });
  const person = await machine.start();
  await person.until('online', ({ link }) => link.kind === 'online');
  const page = await person.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  const relay = page.getByRole('switch', { name: en.settings.relayOnly });
  await expect(relay).toBeEnabled();
  machine.set({
    BrokerUrl: broker.url,
    ...relays,
    RelayOnly: true,
    ClassificationBanner: 'Nur für den Dienstgebrauch',
  });
  await expect(relay).toBeDisabled();
  await expect(page.getByRole('complementary', { name: en.managed.classification })).toHaveText(
    'Nur für den Dienstgebrauch',
  );
  machine.set({ BrokerUrl: broker.url, ...relays });
  await expect(relay).toBeEnabled();
  await expect(relay).not.toBeChecked();
  await expect(page.getByRole('complementary', { name: en.managed.classification })).toBeHidden();
  expect((await person.view()).identity?.address).toBe('anna@klinik.example');
});

test('if others can write to a policy file, video and the embedded broker are forbidden, the window names the file, and correcting the file’s mode allows video', async ({
  machine,
  broker,
}) => {
  machine.set({ Address: 'anna@klinik.example', DisplayName: 'Anna', BrokerUrl: broker.url });
  const file = path.join(machine.folder, 'managed', '50-test.json');
  const first = await machine.start();
  await first.until('online', ({ link }) => link.kind === 'online');
  await first.app.close();
  chmodSync(file, 0o666);
  const person = await machine.start();
  const view = await person.until(
    'a problem',
    ({ managed, identity }) => managed.problems === 1 && identity !== undefined,
  );
  expect(view.managed).toMatchObject({ isManaged: true, allowVideo: false, allowLocalBroker: false });
  const page = await person.window('main');
  await expect(page.getByText(en.managed.problems_one.replace('{{count}}', '1'))).toBeVisible();
  await page.getByRole('button', { name: en.managed.problemsShow }).click();
  await expect(page.getByText(file).first()).toBeVisible();
  chmodSync(file, 0o644);
  await person.until('no problem', ({ managed }) => managed.problems === 0 && managed.allowVideo);
  await expect(page.getByText(en.managed.problems_one.replace('{{count}}', '1'))).toBeHidden();
});

test('--print-policy works while the program runs, prints no password, and exits with 1 if a policy file is not trusted', async ({
  machine,
  desktop,
}) => {
  machine.set({ AllowVideo: false, TurnPassword: 'correct horse' });
  await machine.start();
  const [program = '', ...args] = commandAs(desktop.account, [
    desktop.app.executable,
    desktop.app.folder,
    '--print-policy',
    `--policy-folder=${machine.folder}`,
  ]);
  const print = () => promisify(execFile)(program, args, { env: desktop.env, cwd: desktop.session });
  const { stdout } = await print();
  const report = JSON.parse(stdout) as PolicyReport;
  expect(report.policies.find(({ name }) => name === 'AllowVideo')).toMatchObject({ value: false, level: 'machine' });
  expect(stdout).not.toContain('horse');
  chmodSync(path.join(machine.folder, 'managed', '50-test.json'), 0o666);
  await expect(print()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('siegel: not-trusted: '),
  });
});
