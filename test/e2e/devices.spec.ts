// One person with two devices, and a peer, in the real app: linking by code and number, calls to both devices, removal
// and objection, and a second installation for a used address.
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { confirmLink, showCode, typeLinkCode, typeNumber } from '../../tools/desktop/linking.ts';
import { answerDialogs } from '../../tools/desktop/consent.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { endOf, opened, test } from '../support/two-people.ts';

const { devices, dispute } = en;

async function link(inUse: Person, fresh: Person): Promise<void> {
  const code = await showCode(fresh);
  const asked = await confirmLink(inUse, fresh, await typeLinkCode(inUse, code));
  // Main asked once and showed the code. The default button is Cancel, so a hasty press does nothing.
  expect(asked).toHaveLength(1);
  expect(asked[0]?.message).toMatch(/^Hand your identity over to “.+”\?$/);
  expect(asked[0]?.detail).toContain(code.replaceAll(/\s+/g, ' '));
  expect(asked[0]).toMatchObject({ buttons: ['Cancel', 'Hand over'], defaultId: 0 });
}

test('a linked second device rings with the first and answers, and after its removal it places no call and says that it was removed', async ({
  two,
}) => {
  const { caller: peer, callee: first, start } = two;
  const second = await start('second');
  await peer.place(people.callee.name, 'audio'); // so the peer has read the list with one device
  await first.phase('ringing');
  await peer.hangUp();
  await peer.dismiss();
  await link(first, second);
  const { identity, contacts } = await second.view();
  expect(identity?.address).toBe(people.callee.address);
  expect(identity?.device).not.toBe((await first.view()).identity?.device);
  expect(contacts.map(({ address }) => address)).toEqual([people.caller.address]);
  // The person used both devices for the linking, so neither device reports the other as new.
  for (const side of [first, second]) {
    const { list, given } = (await side.view()).devices;
    expect([list.map(({ isNew }) => isNew), given]).toEqual([[false, false], []]);
  }

  await peer.place(people.callee.name, 'audio');
  for (const side of [first, second]) await side.phase('ringing');
  await second.answer('audio');
  await second.phase('live', 30_000);
  await second.until('sound that opens', (view) => opened(view, 0) > 20);
  const ended = await first.until(
    'the end on the first device',
    ({ history }) => history[0]?.outcome === 'answered-elsewhere',
  );
  expect(ended.history[0]?.unseen).toBeUndefined(); // no missed call
  const page = await first.window('main');
  const other = ended.devices.list.find(({ isThis }) => !isThis)?.name ?? '';
  expect(other).not.toBe('');
  await page.getByRole('tab', { name: en.nav.calls }).click();
  await expect(page.getByText(`Answered on ${other}`).first()).toBeVisible();
  await page.getByRole('tab', { name: en.nav.settings }).click();

  // The second device is removed during a call: the call continues, and is the device's last one.
  const removing = page.getByRole('button', { name: /^Remove .* …$/ });
  const refused = await answerDialogs(first, false);
  await removing.click();
  await expect.poll(refused).toHaveLength(1);
  expect((await refused())[0]?.detail).toContain('It keeps what is stored on it.');
  expect((await first.view()).devices.list).toHaveLength(2);
  await answerDialogs(first, true);
  await removing.click();
  await first.until('one device in the list', (view) => view.devices.list.length === 1);
  await second.until('the removal', (view) => view.devices.isRemoved, 60_000);
  const before = opened(await second.view(), 0);
  await second.until('sound that still opens', (view) => opened(view, 0) > before + 20);
  await second.hangUp();
  expect(await endOf(peer)).toBe('peer-hung-up');
  await peer.dismiss();
  await second.until('no broker connection any more', (view) => view.link.kind === 'off');
  const removed = await second.window('main');
  await expect(removed.getByText(devices.removedTitle)).toBeVisible();
  const placed = await removed.evaluate(
    (address) => window.siegel.call('call.place', { address, media: 'audio' }),
    people.caller.address,
  );
  expect(placed).toEqual({ ok: false, code: 'device-removed' });

  await peer.place(people.callee.name, 'audio');
  await first.phase('ringing');
  expect((await second.view()).call?.phase.kind ?? 'ended').toBe('ended');
  await peer.hangUp();

  // The second device is still removed after a restart, and can be erased: it then shows the first start.
  await second.app.close();
  const again = await start('second');
  await again.until('the removal', (view) => view.devices.isRemoved && view.link.kind === 'off');
  const begun = await again.window('main');
  const asked = await answerDialogs(again, true);
  await begun.getByRole('button', { name: devices.eraseDo }).click();
  await again.until('the first start', (view) => view.identity === undefined && view.contacts.length === 0);
  await expect(begun.getByRole('button', { name: devices.offerDo })).toBeVisible();
  expect((await asked())[0]?.message).toBe('Erase everything stored on this device?');
});

test('a removed device names its remover and objects, and a contact who finds the dispute chooses a side and may compare the code', async ({
  two,
}) => {
  const { callee: first, start } = two;
  const second = await start('second');
  await link(first, second);
  await two.caller.app.close();
  await answerDialogs(first, true);
  const page = await first.window('main');
  await page.getByRole('button', { name: /^Remove .* …$/ }).click();
  const { devices: told } = await second.until(
    'the removal',
    (view) => view.devices.isRemoved && view.link.kind === 'off',
    60_000,
  );
  expect(told.removal?.by).toMatchObject({ kind: 'device', device: (await first.view()).identity?.device });

  const asked = await answerDialogs(second, true);
  const removed = await second.window('main');
  await removed.getByRole('button', { name: dispute.objectDo }).click();
  const { identity } = await second.until(
    'the device is back',
    (view) => !view.devices.isRemoved && view.link.kind === 'online',
  );
  expect((await asked()).map(({ message }) => message)).toEqual(['Object to the removal of this device?']);
  // The person's other device, which holds the removal, shows the objection and stays as it is.
  const objection = (): Promise<unknown> =>
    page
      .evaluate(async () => window.siegel.call('device.readDispute', {}))
      .then((reply) => reply.ok && reply.value.kind);
  await expect.poll(objection, { timeout: 30_000 }).toBe('sides');
  expect((await first.view()).devices).toMatchObject({ isDisputed: false, list: [{ isThis: true }] });

  // Somebody who has read neither the removal nor the objection sees both sides, and cannot call.
  const peer = await start('caller');
  await peer.until('a broker connection', (view) => view.link.kind === 'online');
  await peer.place(people.callee.name, 'audio');
  expect(await endOf(peer)).toBe('key-changed');
  await peer.dismiss();
  const sides = (await peer.choose(people.callee.name))
    .getByRole('list', { name: dispute.list })
    .locator(':scope > li');
  await expect(sides).toHaveCount(2);
  const id = (identity?.device ?? '').slice(0, 8).toUpperCase();
  await answerDialogs(peer, true);
  await sides
    .filter({ hasText: `${id.slice(0, 4)} ${id.slice(4)}` })
    .getByRole('button', { name: dispute.choose })
    .click();
  await peer.until('the decision', ({ contacts }) => contacts[0]?.trust.kind === 'pinned');

  await peer.place(people.callee.name, 'audio');
  await second.phase('ringing');
  expect((await first.view()).call?.phase.kind).toBeUndefined();
  await second.answer('audio');
  for (const side of [peer, second]) await side.phase('live', 30_000);
  expect((await peer.view()).call).toMatchObject({ unconfirmed: false, code: { mayConfirm: true } });
});

test('a device removed while it rings falls silent, and the other device answers', async ({ two }) => {
  const { callee: first, start } = two;
  const second = await start('second');
  await link(first, second);
  await two.caller.app.close();
  const peer = await start('caller'); // has read no list yet
  await peer.until('a broker connection', (view) => view.link.kind === 'online');
  await peer.place(people.callee.name, 'audio');
  for (const side of [first, second]) await side.phase('ringing');
  await answerDialogs(first, true);
  const page = await first.window('main');
  await page.getByRole('button', { name: /^Remove .* …$/ }).click();
  await second.until('no ringing any more', ({ history }) => history[0]?.outcome === 'device-removed');
  await first.answer('audio');
  for (const side of [peer, first]) await side.phase('live', 30_000);
  await second.until('no broker connection any more', (view) => view.devices.isRemoved && view.link.kind === 'off');
});

test('linking a second device during a call leaves the call running and the new device silent', async ({ two }) => {
  const { caller: peer, callee: first, start } = two;
  await peer.place(people.callee.name, 'audio');
  await first.phase('ringing');
  await first.answer('audio');
  for (const side of [peer, first]) await side.phase('live', 30_000);
  const second = await start('second');
  const before = { peer: opened(await peer.view(), 0), first: opened(await first.view(), 0) };
  await link(first, second);
  await first.until('two devices in the list', (view) => view.devices.list.length === 2);
  await peer.until('sound that still opens', (view) => opened(view, 0) > before.peer + 100);
  await first.until('sound that still opens', (view) => opened(view, 0) > before.first + 100);
  const { call, history, contacts } = await second.view();
  expect([call, history, contacts.map(({ address }) => address)]).toEqual([undefined, [], [people.caller.address]]);
  expect((await peer.view()).call).toMatchObject({ phase: { kind: 'live' }, trust: { kind: 'pinned' } });
  await first.hangUp();
  expect(await endOf(peer)).toBe('peer-hung-up');
});

test('a mistyped number gives the new device no identity and adds no device to the list, and a new link code works', async ({
  two,
}) => {
  const { callee: first, start } = two;
  const second = await start('second');
  const number = await typeLinkCode(first, await showCode(second));
  await typeNumber(second, number === '12345678' ? '12345679' : '12345678');
  const page = await second.window('main');
  await expect(page.getByText(devices.failure['wrong-number'])).toBeVisible();
  const other = await first.window('main');
  await expect(other.getByText(devices.failedTitle)).toBeVisible();
  expect((await second.view()).identity).toBeUndefined();
  expect((await first.view()).devices.list).toHaveLength(1);
  await other.getByRole('button', { name: devices.close }).click();
  await page.getByRole('button', { name: devices.again }).click();
  await link(first, second);
});

test('a second installation for a used address is offered recovery and linking, and becomes a new person only by a press', async ({
  two,
}) => {
  const { callee: first, start } = two;
  const second = await start('second');
  const page = await second.window('main');
  await page.getByLabel(en.setup.address).fill(people.callee.address);
  await page.getByLabel(en.setup.name).fill(people.callee.name);
  await page.getByRole('button', { name: en.setup.create }).click();
  await expect(page.getByRole('heading', { name: en.used.title })).toBeVisible();
  expect((await second.view()).identity).toBeUndefined();

  // An incomplete code recovers nobody.
  await page.getByRole('button', { name: en.used.recoverDo }).click();
  await page.getByLabel(en.recover.code).fill('AMBQ');
  await page.keyboard.press('Enter');
  await expect(page.getByText(en.refusal['recovery-unfinished'])).toBeVisible();
  await page.getByRole('button', { name: en.app.back }).click();

  // Linking is still offered.
  await page.getByRole('button', { name: devices.offerDo }).click();
  await page.getByRole('button', { name: devices.start }).click();
  await page.getByText(devices.waitingFor).waitFor();
  await page.getByRole('button', { name: en.app.cancel }).click();

  await page.getByLabel(en.setup.address).fill(people.callee.address);
  await page.getByLabel(en.setup.name).fill(people.callee.name);
  await page.getByRole('button', { name: en.setup.create }).click();
  await page.getByRole('button', { name: en.used.newDo }).click();
  const [theirs, other] = await Promise.all(
    [first, second].map(async (person) => {
      const { identity } = await person.until('a fingerprint', (view) => (view.identity?.fingerprint ?? '') !== '');
      return identity?.fingerprint;
    }),
  );
  expect(other).not.toBe(theirs);
});

test('a page that tries to link a device by itself fails, because main asks the person, who says no', async ({
  two,
}) => {
  const { callee: first, start } = two;
  const second = await start('second');
  const asked = await answerDialogs(first, false);
  const page = await first.window('main');
  const code = await showCode(second);
  // As a compromised page would try: by the commands that it has.
  expect(await page.evaluate((typed) => window.siegel.call('device.give', { code: typed }), code)).toMatchObject({
    ok: true,
  });
  const { devices: seen } = await first.until('a number', (view) => view.devices.giving.kind === 'number');
  await typeNumber(second, seen.giving.kind === 'number' ? seen.giving.number : '');
  await first.until('the failure on the existing device', (view) => view.devices.giving.kind === 'failed');
  expect(await asked()).toHaveLength(1);
  await second.until('the failure on the new device', (view) => view.devices.taking.kind === 'failed');
  expect((await second.view()).identity).toBeUndefined();
  expect((await first.view()).devices.list).toHaveLength(1);
});
