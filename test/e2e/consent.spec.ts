// Questions that main asks in the system's own dialog, answered by the test in the person's place: a no changes
// nothing, and a yes makes the change.
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { answerDialogs } from '../../tools/desktop/consent.ts';
import { withRelay } from '../../tools/network/relay.ts';
import { test } from '../support/two-people.ts';

test('opening a server to the network and loosening a setting need a yes in main’s dialog, which also asks about a relay', async ({
  two,
}) => {
  const person = two.caller;
  const page = await person.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await page.getByRole('button', { name: new RegExp(en.settings.localHost) }).click();
  await page.getByRole('option', { name: en.settings.localAll }).click();
  await page.getByLabel(en.settings.localPort, { exact: true }).fill('0');
  const start = page.getByRole('button', { name: en.settings.localStart });
  const refused = await answerDialogs(person, false);
  await start.click();
  await expect.poll(refused).toHaveLength(1);
  expect((await refused())[0]).toMatchObject({ buttons: ['Cancel', 'Start server'], defaultId: 0 });
  expect((await person.view()).broker.kind).toBe('stopped');
  await expect(page.getByRole('dialog')).toHaveCount(0); // the page asks nothing itself

  await answerDialogs(person, true);
  await start.click();
  const { broker } = await person.until('a running broker', (view) => view.broker.kind === 'running');
  expect(broker).toMatchObject({ url: expect.stringMatching(/^mqtt:\/\/0\.0\.0\.0:\d+$/) });
  await page.getByRole('button', { name: en.settings.localStop }).click();
  await person.until('no broker', (view) => view.broker.kind === 'stopped');

  // The person's own relay: asked about, saved, tested with a real coturn. Without a relay, relay-only calls cannot be
  // switched on.
  const relay = page.getByRole('switch', { name: en.settings.relayOnly });
  await expect(relay).toBeDisabled();
  await expect(relay).toHaveAccessibleDescription(en.relay.needed);
  await withRelay(async ({ policies: { TurnServers, TurnUsername, TurnPassword } }) => {
    await page.getByLabel(en.relay.server).fill(TurnServers[0] ?? '');
    const section = page.getByRole('region', { name: en.relay.title });
    await section.getByLabel(en.relay.user).fill(TurnUsername);
    await section.getByLabel(en.relay.password).fill(TurnPassword);
    const askedRelay = await answerDialogs(person, true);
    await section.getByRole('button', { name: en.settings.save }).click();
    await section.getByRole('button', { name: en.relay.test }).click();
    await expect(section.getByRole('status')).toHaveText(en.relay.tested.carried, { timeout: 20_000 });
    await expect(section.getByRole('status')).toHaveClass(/running/u); // a good result, with a check mark
    expect((await askedRelay())[0]?.message).toContain(TurnServers[0]);
    expect(JSON.stringify(await person.view())).not.toContain(TurnPassword);
    await expect(section.getByLabel(en.relay.password)).toHaveValue('');
  });
  await page.getByRole('button', { name: en.relay.test }).click();
  await expect(page.getByText(en.relay.tested.unreachable)).toBeVisible(); // coturn was ended

  // Tightening a setting needs no question. Loosening it again does.
  const asked = await answerDialogs(person, false);
  await page.getByText(en.settings.relayOnly, { exact: true }).click();
  await expect(relay).toBeChecked();
  expect(await asked()).toEqual([]);
  await page.getByText(en.settings.relayOnly, { exact: true }).click();
  await expect.poll(asked).toHaveLength(1);
  expect((await asked())[0]?.detail).toContain('IP address');
  await expect(relay).toBeChecked();
  await answerDialogs(person, true);
  await page.getByText(en.settings.relayOnly, { exact: true }).click();
  await expect(relay).not.toBeChecked();
});

test('clearing the list of calls needs a yes in main’s dialog', async ({ two }) => {
  const { caller, callee } = two;
  await caller.place(people.callee.name, 'audio');
  await callee.phase('ringing');
  await caller.hangUp();
  await caller.until('a call in the list', ({ history }) => history.length === 1);
  await caller.dismiss();
  const page = await caller.window('main');
  await page.getByRole('tab', { name: en.nav.calls }).click();
  const clear = page.getByRole('button', { name: en.calls.clear });
  const refused = await answerDialogs(caller, false);
  await clear.click();
  await expect.poll(refused).toHaveLength(1);
  expect((await caller.view()).history).toHaveLength(1);
  await answerDialogs(caller, true);
  await clear.click();
  await caller.until('an empty list', ({ history }) => history.length === 0);
});
