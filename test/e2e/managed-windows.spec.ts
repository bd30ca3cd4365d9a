// The main window of a managed program: the pages for support, which show neither secrets nor names, the policies about
// linking and recovery codes, and the lock.
import { expect, type Page } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { type ManagedPeople, test } from '../support/managed-people.ts';
import { endOf, talk } from '../support/two-people.ts';

const organisation = {
  OrganisationName: 'Klinikum Musterstadt',
  HistoryDays: 30,
  IdleLockMinutes: 15,
  UnknownCallers: 'silent',
  RelayOnly: false,
  TurnPassword: 'not-for-the-page',
  SupportContact: 'IT-Service, 4711',
  Language: 'en',
} as const;
test.use({ policies: { caller: organisation, callee: {} } });

async function settings({ caller }: ManagedPeople, name: string): Promise<Page> {
  const page = await caller.person.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await page.getByRole('button', { name: new RegExp(`^${name}`, 'u') }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();
  return page;
}

test('the policies in force are listed with their file, and copied without a secret', async ({ managed }) => {
  const page = await settings(managed, en.policies.title);
  const row = page.getByRole('row', { name: /HistoryDays/u });
  await expect(row.getByRole('cell').nth(0)).toHaveText('30');
  await expect(row.getByRole('cell').nth(1)).toHaveText(en.policies.levels.machine);
  await expect(row.getByRole('cell').nth(2)).toHaveText(/50-test\.json$/u);
  await expect(page.getByRole('row', { name: /TurnPassword/u })).toContainText(en.policies.secret);
  await page.getByRole('button', { name: en.policies.copy }).click();
  await expect(page.getByText(en.policies.copied)).toBeVisible();
  const copied = await managed.caller.person.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('"HistoryDays"');
  expect(copied).not.toContain('not-for-the-page');
  managed.caller.set({ ...organisation, HistoryDays: 14 });
  await expect(row.getByRole('cell').nth(0)).toHaveText('14');
});

test('each row of the self-check has a sentence, and the diagnosis names nobody', async ({ managed }) => {
  const page = await settings(managed, en.check.title);
  const rows = page.getByRole('list', { name: en.check.list }).getByRole('listitem');
  await expect(rows.first()).toBeVisible({ timeout: 60_000 });
  await expect(rows).toHaveCount(15); // twelve, and three of the network: path to the server, proxy, UDP
  for (const text of await rows.allInnerTexts()) expect(text.split('\n').length, text).toBeGreaterThan(1);
  await expect(rows.filter({ hasText: en.finding['broker-good'] })).toBeVisible();
  await page.getByRole('button', { name: en.check.diagnosisOpen }).click();
  const text = page.getByRole('textbox', { name: en.check.diagnosisLabel });
  await expect(text).toHaveValue(/policy/iu, { timeout: 60_000 });
  const diagnosis = await text.inputValue();
  for (const { address, name } of Object.values(people)) {
    expect(diagnosis).not.toContain(address);
    expect(diagnosis).not.toContain(name);
  }
  expect(diagnosis).not.toContain('not-for-the-page');
});

test('a policy set while the program runs forbids linking a device, by the button and by a command of the page', async ({
  managed,
}) => {
  const { person, set } = managed.caller;
  const page = await person.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  const button = page.getByRole('button', { name: en.devices.link });
  await expect(button).toBeEnabled();
  const give = () => page.evaluate((code) => window.siegel.call('device.give', { code }), 'not a code');
  expect(await give()).toEqual({ ok: false, code: 'bad-code' });
  set({ ...organisation, LinkDevices: false });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(en.managed.locked);
  expect(await give()).toEqual({ ok: false, code: 'locked' });
  set(organisation);
  await expect(button).toBeEnabled();
  expect((await person.view()).devices.list).toHaveLength(1);
});

test('a policy set while the program runs requires or forbids a recovery code, and the window of a forbidden code closes', async ({
  managed,
}) => {
  const { person, set } = managed.caller;
  const page = await person.window('main');
  const notice = page.getByText(en.recoveryCode.require);
  set({ ...organisation, RecoveryCode: 'require' });
  await expect(notice).toBeVisible();
  await expect(page.getByRole('button', { name: en.recoveryCode.notNow })).toHaveCount(0);
  await page.getByRole('button', { name: en.recoveryCode.offerDo }).first().click();
  const paper = await person.window('recovery');
  const closed = paper.waitForEvent('close');
  set({ ...organisation, RecoveryCode: 'forbid' });
  await closed;
  await expect(notice).toBeHidden();
  const made = await page.evaluate(() => window.siegel.call('recovery.make', {}));
  expect(made).toEqual({ ok: false, code: 'locked' });
  expect((await person.view()).recovery).toMatchObject({ code: { kind: 'none' }, showing: 'none', rule: 'forbid' });
  set(organisation);
});

test('the security record of a call is checked and found intact', async ({ managed }) => {
  const [caller, callee] = [managed.caller.person, managed.callee.person];
  await talk({ caller, callee, start: () => Promise.reject(new Error('no further program')) }, 'audio');
  await caller.hangUp();
  expect(await endOf(callee)).toBe('peer-hung-up');
  const page = await settings(managed, en.record.title);
  await expect(page.getByRole('heading', { name: en.record.intact })).toBeVisible();
  await expect(page.getByText(en.record.count, { exact: true })).toBeVisible();
});

test('Siegel locked by the person shows no name, and one press unlocks it', async ({ managed }) => {
  const { person } = managed.caller;
  const page = await person.window('main');
  await page.getByRole('button', { name: en.lock.now }).click();
  await expect(page.getByRole('heading', { name: en.lock.title })).toBeVisible();
  for (const { name } of Object.values(people)) await expect(page.locator('body')).not.toContainText(name);
  await page.getByRole('button', { name: en.lock.unlock }).click();
  await person.until('online again', ({ link, isLocked }) => link.kind === 'online' && !isLocked);
  await expect(page.getByRole('tab', { name: en.nav.contacts })).toBeVisible();
});
