// What happens when the code does not match, and when somebody else is there than last time.
import { expect } from '@playwright/test';
import { en } from '../../src/renderer/i18n/en.ts';
import { endAtOnce } from '../../tools/desktop/launch.ts';
import { people } from '../../tools/demo/sides.ts';
import { untilPublished } from '../../tools/desktop/published.ts';
import { endOf, talk, test } from '../support/two-people.ts';

test('a wrong code stops everything: no verification, and no way on but hanging up', async ({ two }) => {
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

test('somebody else under the address of a verified person is not called, and nothing about that person changes', async ({
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
  // Another installation under the same address, at a server that has forgotten the old one. The caller starts anew, for
  // within a minute of the last reading nobody need look again (protocol §5 rule 1).
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
  const view = await again.until('the notice', ({ notices }) => notices.some(({ kind }) => kind === 'address-claimed'));
  expect(view.notices).toMatchObject([
    { address: people.callee.address, devices: [(await stranger.view()).identity?.device] },
  ]);
  await again.until('an unconfirmed call', ({ call }) => call?.phase.kind === 'calling' && call.unconfirmed);
  expect((await again.view()).contacts[0]?.trust.kind).toBe('verified');
  await again.hangUp();
  expect((await stranger.view()).call).toBeUndefined();
});
