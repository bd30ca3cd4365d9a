// What happens when the code does not match, and when a different person is found under a verified person's address.
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { endAtOnce } from '../../tools/desktop/launch.ts';
import { people } from '../../tools/demo/sides.ts';
import { untilPublished } from '../../tools/desktop/published.ts';
import { endOf, talk, test } from '../support/two-people.ts';

test('a wrong code prevents verification, is explained, and hanging up then ends the call as a mismatch', async ({
  two,
}) => {
  await talk(two, 'audio');
  const code = await two.caller.readCode();
  const wrong = `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;
  await two.callee.typeCode(wrong);
  await two.callee.until('the full stop', ({ call }) => call?.code.kind === 'mismatch');
  const page = await two.callee.window('security');
  await expect(page.getByText(en.mismatch.title)).toBeVisible();
  const { contacts } = await two.callee.view();
  expect(contacts[0]?.trust.kind).not.toBe('verified');
  await page.getByRole('button', { name: en.call.hangUp }).click();
  expect(await endOf(two.callee)).toBe('code-mismatch');
  await two.caller.phase('ended');
});

test('a stranger under a verified person’s address is not called, and that person stays verified', async ({
  two,
  broker,
}) => {
  const { caller, callee } = two;
  await talk(two, 'audio');
  await caller.typeCode(await callee.readCode());
  await caller.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
  await caller.hangUp();
  await caller.phase('ended');
  await caller.dismiss();
  // Another installation under the same address, at a server that has forgotten the old one. The caller restarts,
  // because a list read within the last minute need not be read again (protocol 5.1.1).
  await endAtOnce(callee.process);
  await endAtOnce(caller.process);
  await broker.kill();
  await broker.start();
  const stranger = await two.start('stranger');
  await stranger.setUp(people.callee.address, people.callee.name);
  await untilPublished(stranger);
  const again = await two.start('caller');
  await again.until('online again', ({ link }) => link.kind === 'online');
  const page = await again.choose(people.callee.name);
  await page.getByRole('button', { name: en.person.voice, exact: true }).click();
  const view = await again.until('the claim', ({ contacts }) => contacts[0]?.claimedBy !== undefined);
  expect(view.contacts[0]?.claimedBy).toEqual([(await stranger.view()).identity?.device]);
  expect(view.notices).toEqual([]);
  await again.until('an unconfirmed call', ({ call }) => call?.phase.kind === 'calling' && call.unconfirmed);
  expect((await again.view()).contacts[0]?.trust.kind).toBe('verified');
  await again.hangUp();
  expect((await stranger.view()).call).toBeUndefined();
});

test('a verified person who has set up Siegel anew is called to compare the code, and only the code replaces the old identity', async ({
  two,
}) => {
  const { caller, callee, start } = two;
  await talk(two, 'audio');
  await caller.typeCode(await callee.readCode());
  const before = await caller.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
  await caller.hangUp();
  await caller.phase('ended');
  await caller.dismiss();
  await endAtOnce(callee.process); // the old device is gone, and there is no recovery code

  const fresh = await start('fresh');
  const setup = await fresh.window('main');
  await setup.getByLabel(en.setup.address).fill(people.callee.address);
  await setup.getByLabel(en.setup.name).fill(people.callee.name);
  await setup.getByRole('button', { name: en.setup.create }).click();
  await setup.getByRole('button', { name: en.used.newDo }).click();
  await untilPublished(fresh);

  const page = await caller.choose(people.callee.name);
  await page.getByRole('button', { name: en.person.anew }).click();
  const another = page.getByRole('list', { name: en.anew.list }).getByRole('listitem');
  const { identity } = await fresh.until('a fingerprint', (view) => (view.identity?.fingerprint ?? '') !== '');
  await expect(another).toHaveText([new RegExp(identity?.fingerprint ?? 'none', 'u')]);

  // As a compromised page would try: the page cannot verify or forget anybody by itself.
  const address = people.callee.address;
  expect(await page.evaluate((of) => window.siegel.call('contact.forget', { address: of }), address)).toEqual({
    ok: false,
    code: 'person-verified',
  });
  expect(await page.evaluate(() => window.siegel.call('code.confirm', { code: '00000000' }))).toEqual({
    ok: false,
    code: 'not-allowed',
  });

  await another.getByRole('button', { name: en.anew.call }).click();
  await fresh.phase('ringing');
  await fresh.answer('audio');
  const call = await caller.phase('live', 30_000);
  expect(call).toMatchObject({ trust: { kind: 'new' }, replaces: { verifiedAt: expect.any(Number) } });
  const security = await caller.window('security');
  await expect(security.locator('[data-state]')).toHaveAttribute('data-state', 'replacing');
  await expect(security.getByRole('complementary', { name: en.code.panel })).toBeVisible(); // the panel opens by itself
  expect((await caller.view()).contacts[0]).toMatchObject({ trust: before.contacts[0]?.trust });

  await caller.typeCode(await fresh.readCode());
  const after = await caller.until('the new person', (view) => view.call?.replaces === undefined);
  expect(after.call?.trust).toMatchObject({ kind: 'verified', way: 'code' });
  await expect(security.locator('[data-state]')).toHaveAttribute('data-state', 'verified');
  await caller.hangUp();
  await caller.phase('ended');
  await caller.dismiss();
  await caller.place(people.callee.name, 'audio'); // an ordinary call by address
  await fresh.phase('ringing');
  await fresh.answer('audio');
  expect((await caller.phase('live', 30_000)).trust.kind).toBe('verified');
});
