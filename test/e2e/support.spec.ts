// Support in the running program: the self-check runs beside the program, a saved record can be verified, a lock
// empties the page until the unlock, and the most detailed log names nobody.
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { findingEn } from '../../src/text/finding-en.ts';
import type { DoctorReport } from '../../src/contract/managed.ts';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { command } from '../support/command.ts';
import { test as managed } from '../support/managed-people.ts';
import { endOf, talk, test } from '../support/two-people.ts';

/** The findings, by check. */
function findingsIn({ checks }: DoctorReport): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.map(({ id, finding }) => [id, finding]));
}

/** Answers the system's save dialog with this file. */
async function saveTo(person: Person, file: string): Promise<void> {
  await person.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
}

/** The profile's folder with which the program was started. */
function profileOf(person: Person): string {
  return person.process.spawnargs.find((arg) => arg.startsWith('--profile='))?.slice('--profile='.length) ?? '';
}

async function openPage(person: Person, title: string): Promise<Awaited<ReturnType<Person['window']>>> {
  const page = await person.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await page.getByRole('button', { name: title }).click();
  return page;
}

test('the self-check runs while the program does, leaves the program’s broker connection alone, and exits with 1 on a fault', async ({
  two,
  broker,
  desktop,
}) => {
  const { caller } = two;
  const profile = `--profile=${profileOf(caller)}`;
  const before = await caller.view();
  const good = await command(desktop, [profile, `--broker-url=${broker.url}`, '--doctor=json']);
  const report = JSON.parse(good.text) as DoctorReport & { readonly device?: string };
  const findings = findingsIn(report);
  expect(findings).toMatchObject({
    'key-store': 'key-store-good',
    'state-files': 'state-good',
    broker: 'broker-reached',
    record: 'record-intact',
    relay: 'relay-none',
  });
  expect(good.code).toBe(0);
  expect(report.device).toBe(before.identity?.device);
  expect(good.text).not.toContain(people.caller.address);
  const after = await caller.view();
  expect(after.link).toEqual(before.link); // not disconnected and not reconnected
  const bad = await command(desktop, [profile, '--doctor', '--broker-url=mqtt://127.0.0.1:1']);
  expect(bad.code).toBe(1);
  expect(bad.text).toContain('broker: FAULT [broker-refused]');
});

test('the network check runs while the program does, checks no key store, names no address, and reports a dead server as a fault', async ({
  two,
  broker,
  desktop,
}) => {
  const { caller } = two;
  const profile = `--profile=${profileOf(caller)}`;
  const before = await caller.view();
  const good = await command(desktop, [profile, `--broker-url=${broker.url}`, '--check-network=json']);
  const findings = findingsIn(JSON.parse(good.text) as DoctorReport);
  expect(findings).toMatchObject({ broker: 'broker-reached', server: 'server-good', proxy: 'proxy-none' });
  expect(Object.keys(findings)).not.toContain('key-store');
  expect(good.text).not.toContain(people.caller.address);
  expect(good.code).toBe(0);
  expect((await caller.view()).link).toEqual(before.link); // the check has disconnected nobody
  const bad = await command(desktop, [profile, '--check-network', '--broker-url=mqtt://127.0.0.1:1']);
  expect(bad.code).toBe(1);
  expect(bad.text).toContain('server: FAULT [server-refused]');
});

test('the self-check page finds what only the running program knows, and saves exactly the diagnosis that main gave it, which names nobody', async ({
  two,
  desktop,
}) => {
  const { caller } = two;
  const page = await openPage(caller, en.check.title);
  const list = page.getByRole('list', { name: en.check.list });
  await expect(list.getByText(findingEn['sandbox-on'])).toBeVisible({ timeout: 20_000 });
  const report = await page.evaluate(() => window.siegel.call('doctor.run', {}));
  if (!report.ok) throw new Error(report.code);
  const findings = findingsIn(report.value);
  expect(findings).toMatchObject({ broker: 'broker-good', sandbox: 'sandbox-on', 'key-store': 'key-store-good' });
  const file = path.join(desktop.folder(`saved-${caller.pid}`), 'diagnosis.txt');
  await saveTo(caller, file);
  const read = await page.evaluate(() => window.siegel.call('diagnostics.read', {}));
  expect(await page.evaluate(() => window.siegel.call('diagnostics.save', {}))).toEqual({ ok: true, value: undefined });
  if (!read.ok) throw new Error(read.code);
  expect(readFileSync(file, 'utf8')).toBe(read.value);
  for (const { address, name } of [people.caller, people.callee]) {
    for (const word of [address, name, (await caller.view()).identity?.device ?? '-'])
      expect(read.value).not.toContain(word);
  }
});

test('a call is in the record without names and addresses, and `--verify-record` accepts the saved record unless it was changed', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  await talk(two, 'audio');
  await caller.hangUp();
  await endOf(callee);
  const page = await openPage(caller, en.record.title);
  await expect(page.getByText(en.record.intact, { exact: true })).toBeVisible();
  const file = path.join(desktop.folder(`saved-${caller.pid}`), 'record.jsonl');
  await saveTo(caller, file);
  await page.getByRole('button', { name: en.record.save, exact: true }).click();
  await expect(page.getByText(en.record.saved)).toBeVisible();
  const text = readFileSync(file, 'utf8');
  const call = text.split('\n').find((line) => line.includes('"kind":"call"')) ?? '';
  expect(call).toContain('"suite":"AES_256_GCM_SHA512_128"');
  for (const { address, name } of [people.caller, people.callee]) {
    for (const word of [address, name]) expect(text).not.toContain(word);
  }
  chmodSync(file, 0o644);
  const whole = await command(desktop, [`--verify-record=${file}`]);
  expect(whole).toMatchObject({ code: 0, text: expect.stringContaining('Chain: intact.') });
  writeFileSync(file, text.replace(call, call.replace('"direction":"out"', '"direction":"in"')));
  expect(await command(desktop, [`--verify-record=${file}`])).toMatchObject({
    code: 1,
    text: expect.stringContaining('Chain: broken at entry'),
  });
});

test('a lock takes identity, contacts and calls from the page and refuses to call, and one click restores them', async ({
  two,
}) => {
  const { caller } = two;
  const page = await caller.window('main');
  await page.getByRole('button', { name: en.lock.now }).click();
  await expect(page.getByRole('heading', { name: en.lock.title })).toBeVisible();
  const locked = await caller.view();
  expect([locked.isLocked, locked.contacts, locked.history, locked.identity]).toEqual([true, [], [], undefined]);
  expect(
    await page.evaluate(() => window.siegel.call('call.place', { address: 'a@b.example', media: 'audio' })),
  ).toEqual({
    ok: false,
    code: 'app-locked',
  });
  await page.getByRole('button', { name: en.lock.unlock }).click();
  await caller.until('everything back', ({ link, contacts }) => link.kind === 'online' && contacts.length === 1);
});

managed.describe('the log at level debug', () => {
  managed.use({ policies: { caller: { LogLevel: 'debug' }, callee: { LogLevel: 'debug' } } });
  managed('the log at level debug names nobody through a whole call', async ({ managed: both }) => {
    const two = { caller: both.caller.person, callee: both.callee.person };
    let log = '';
    for (const { process } of Object.values(two)) {
      for (const stream of [process.stdout, process.stderr])
        stream?.on('data', (bytes: Buffer) => (log += bytes.toString()));
    }
    await talk({ ...two, start: () => Promise.reject(new Error('nobody else')) }, 'audio');
    const code = await two.caller.readCode();
    const views = [await two.caller.view(), await two.callee.view()];
    await two.caller.hangUp();
    await endOf(two.callee);
    await expect.poll(() => log).toContain('a call has ended');
    const canaries = views.flatMap(({ identity, call }) => [
      identity?.address,
      identity?.name,
      identity?.device,
      identity?.fingerprint,
      call?.id,
      call?.numbers.fingerprint,
    ]);
    for (const canary of [...canaries, code, 'a=candidate', 'IN IP4']) {
      if (canary !== undefined && canary !== '') expect(log).not.toContain(canary);
    }
  });
});

managed.describe('a machine that nobody touches', () => {
  managed.use({ policies: { caller: { IdleLockMinutes: 1 }, callee: {} } });
  managed(
    'an idle program locks itself within two minutes if policy says one minute, and a program without that policy stays unlocked',
    { tag: '@waits' },
    async ({ managed: both }) => {
      const { person } = both.caller;
      const view = await person.until('a lock', ({ isLocked }) => isLocked, 120_000);
      expect([view.identity, view.contacts]).toEqual([undefined, []]);
      const other = await both.callee.person.view();
      expect([other.isLocked, other.link.kind]).toEqual([false, 'online']);
    },
  );
});
