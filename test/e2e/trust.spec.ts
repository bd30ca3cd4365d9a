// What happens when the code does not match, and when a key is another one than last time.
import { expect } from '@playwright/test';
import { userTag } from '../../src/core/keys/address.ts';
import { listTopic } from '../../src/core/signal/topics.ts';
import { en } from '../../src/renderer/i18n/en.ts';
import { endAtOnce } from '../../tools/desktop/launch.ts';
import { people } from '../../tools/demo/sides.ts';
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

test('a key that changed between calls is explained before anything else, and the person is not verified', async ({
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
  // within a minute of the last reading of a list nobody need look again (protocol §5 rule 1).
  await endAtOnce(callee.process);
  await endAtOnce(caller.process);
  await broker.kill();
  await broker.start();
  const stranger = await two.start('stranger');
  await stranger.setUp(people.callee.address, people.callee.name);
  await broker.retains(listTopic(userTag(people.callee.address)));
  const again = await two.start('caller');
  await again.until('online again', ({ link }) => link.kind === 'online');
  const page = await again.choose(people.callee.name);
  await page.getByRole('button', { name: en.person.voice, exact: true }).click();
  const view = await again.until('the change', ({ contacts }) => contacts[0]?.trust.kind === 'changed', 30_000);
  expect(view.call === undefined || view.call.phase.kind === 'ended').toBe(true);
  await expect(
    page.getByRole('heading', { name: en.keyChange.title.replace('{{name}}', people.callee.name) }),
  ).toBeVisible();
  expect((await stranger.view()).call).toBeUndefined();
});
