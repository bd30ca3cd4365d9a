// In the real app, a person loses all devices and recovers with a code made before, on a new installation at the same
// address. A contact had verified the person.
import { expect } from '@playwright/test';
import { desktopTexts } from '../../src/text/desktop.ts';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { untilPublished } from '../../tools/desktop/published.ts';
import { makeCodeOffered } from '../../tools/desktop/recovery-code.ts';
import { talk, test } from '../support/two-people.ts';

const { used, recover } = en;
const texts = desktopTexts.en;

test('a recovery keeps the address and removes the lost device, and a contact who confirms the notice sees the person as verified again', async ({
  notificationServer,
  two,
}) => {
  const { caller: peer, callee: lost, start } = two;
  await talk(two, 'audio');
  await peer.typeCode(await lost.readCode());
  await peer.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
  await peer.hangUp();
  const code = await makeCodeOffered(lost);
  const { identity: before } = await lost.until('a fingerprint', (view) => (view.identity?.fingerprint ?? '') !== '');
  await peer.app.close(); // the contact is offline, and learns of the recovery later

  const fresh = await start('fresh');
  const page = await fresh.window('main');
  await page.getByLabel(en.setup.address).fill(people.callee.address);
  await page.getByLabel(en.setup.name).fill(people.callee.name);
  await page.getByRole('button', { name: en.setup.create }).click();
  await page.getByRole('heading', { name: used.title }).waitFor();
  await page.getByRole('button', { name: used.recoverDo }).click();
  await page.getByLabel(recover.code).fill(code.toLowerCase());
  await page.getByRole('button', { name: recover.start }).click();
  const view = await fresh.until(
    'the same person at the server',
    ({ identity, link }) => identity?.fingerprint === before?.fingerprint && link.kind === 'online',
  );
  await expect(page.getByText(recover.done)).toBeVisible();
  expect(view.identity?.address).toBe(people.callee.address);
  expect(view.identity?.device).not.toBe(before?.device);
  await untilPublished(fresh);

  // The lost device reads its chain when the settings are opened, and learns that it was removed.
  const lostPage = await lost.window('main');
  await lostPage.getByRole('tab', { name: en.nav.settings }).click();
  await lost.until('the removal', ({ devices }) => devices.isRemoved, 60_000);
  await expect(lostPage.getByText(en.devices.removedTitle)).toBeVisible();

  const friend = await start('caller');
  await friend.until('the recovery', ({ contacts }) => {
    const trust = contacts[0]?.trust;
    return trust?.kind === 'pinned' && trust.recovered?.verifiedAt !== undefined;
  });
  const notified = () => notificationServer.shown().filter(({ title }) => title === texts.identityChanged);
  const body = texts.attentionRecovery(people.callee.name);
  await expect.poll(notified).toEqual([expect.objectContaining({ body, buttons: [texts.open] })]);
  const card = await friend.window('main');
  await card.getByRole('tab', { name: en.nav.settings }).click();
  for (const shown of notified()) notificationServer.press(shown, texts.open);
  await card.getByRole('button', { name: en.recovery.read }).click(); // the notification has led to this person
  await friend.until('verified again', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
  await friend.place(people.callee.name, 'audio');
  await fresh.phase('ringing');
  await fresh.answer('audio');
  const { trust } = await friend.phase('live', 30_000);
  expect(trust.kind).toBe('verified');
});
