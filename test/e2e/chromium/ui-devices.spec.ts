// The screens about a person's devices, in Chromium with fixtures in place of main: what is typed and pressed goes to
// main, and what main reports is shown and spoken.
import { expect, test } from '@playwright/test';
import { PNG } from 'pngjs';
import { decodeQR } from 'qr/decode.js';
import { en } from '../../../src/text/page/en.ts';
import { LINK_CODE } from '../../support/preview/device-fixtures.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const { devices, dispute } = en;

test.describe('the list of devices', () => {
  test('the list of devices marks this device, names each button after its device, and offers to remove only the others', async ({
    page,
  }) => {
    await open(page, 'devices-list');
    const rows = page.getByRole('list', { name: devices.list, exact: true }).getByRole('listitem');
    await expect(rows).toHaveCount(3);
    await expect(rows.nth(0)).toContainText(devices.this);
    await expect(rows.nth(0).getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Remove Notebook von Max …' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Remove Device C7ZQ 2XKD …' })).toBeVisible();
  });

  test('the list of devices marks a new device, and a button tells main that the device is the person’s own', async ({
    page,
  }) => {
    await open(page, 'devices-list');
    const rows = page.getByRole('list', { name: devices.list, exact: true }).getByRole('listitem');
    await expect(rows.nth(1)).not.toContainText(devices.newText);
    await expect(rows.nth(2)).toContainText(devices.newText);
    await page.getByRole('button', { name: 'It is mine: Device C7ZQ 2XKD' }).click();
    const input = { device: 'c7zq2xkd'.padEnd(26, 'a') };
    await expect.poll(() => sent(page)).toEqual([{ name: 'device.acknowledge', input }]);
  });

  test('the settings report a device that may have received contacts but was not added, and tell main when the report is dismissed', async ({
    page,
  }) => {
    await open(page, 'devices-given');
    const line = page.getByRole('status').filter({ hasText: 'may have received your contacts but was not added' });
    await expect(line).toContainText(devices.givenText);
    await line.getByRole('button', { name: en.app.dismiss }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'device.acknowledge', input: { device: 'd'.repeat(26) } }]);
  });

  test('a banner reports a new device and leads to the settings, where the banner is not shown', async ({ page }) => {
    await open(page, 'devices-new');
    await expect(page.getByText(devices.newTitle)).toBeVisible();
    await expect(page.getByText(devices.newNotice)).toBeVisible();
    await page.getByRole('button', { name: en.link.openSettings }).click();
    await expect(page.getByRole('heading', { name: devices.title })).toBeVisible();
    await expect(page.getByText(devices.newNotice)).toBeHidden(); // the list of devices says so itself
  });

  test('the settings say that a device whose linking is unfinished is not ready, and a press gives the linking up', async ({
    page,
  }) => {
    await open(page, 'devices-unfinished');
    await expect(page.getByText(devices.unfinishedText)).toBeVisible();
    await page.getByRole('button', { name: devices.giveUpDo }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'device.beginAnew', input: {} }]);
  });

  test('a device whose linking is not finished has its call buttons disabled, and says why beside them', async ({
    page,
  }) => {
    await open(page, 'devices-unfinished');
    await page.getByRole('tab', { name: en.nav.contacts }).click();
    await page.getByRole('option').first().click();
    await expect(page.getByText(en.refusal['device-unfinished'])).toBeVisible();
    await expect(page.getByText(en.refusal['device-removed'])).toHaveCount(0);
    for (const name of [en.person.voice, en.person.video])
      await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
  });

  test('the page asks main to remove a device, reports success or the cause of a failure, and says nothing if the person cancels', async ({
    page,
  }) => {
    await open(page, 'devices-list');
    const remove = page.getByRole('button', { name: 'Remove Notebook von Max …' });
    const messages = page.getByRole('status', { name: en.app.messages });
    await page.evaluate(() => window.preview.refuse('device.remove', 'cancelled'));
    await remove.click();
    const asked = { name: 'device.remove', input: { device: 'b'.repeat(26) } };
    await expect.poll(() => sent(page)).toEqual([asked]);
    await expect(messages).toBeEmpty();
    await page.evaluate(() => window.preview.refuse('device.remove', 'not-connected'));
    await remove.click();
    await expect(messages).toContainText(en.refusal['not-connected']);
    await page.evaluate(() => window.preview.allow('device.remove'));
    await remove.click();
    await expect(messages).toContainText('Notebook von Max was removed.');
  });

  test('the button for linking is disabled if the organisation forbids linking, and gives the reason', async ({
    page,
  }) => {
    await open(page, 'devices-not-allowed');
    const button = page.getByRole('button', { name: devices.link });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription('Set by your organisation');
  });
});

test.describe('linking on the existing device', () => {
  test('linking on the existing device accepts the code in small letters, and reports a wrong code beside the field', async ({
    page,
  }) => {
    await open(page, 'devices-code');
    const field = page.getByLabel(devices.code);
    await expect(field).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(field).toHaveAccessibleDescription(new RegExp(devices.codeMissing));
    await page.evaluate(() => window.preview.refuse('device.give', 'bad-code'));
    await field.fill('k7f2 qmbx');
    await page.keyboard.press('Enter');
    await expect(field).toHaveAccessibleDescription(new RegExp(en.refusal['bad-code'].slice(0, 30)));
    expect(await sent(page)).toEqual([{ name: 'device.give', input: { code: 'K7F2 QMBX' } }]);
  });

  test('linking on the existing device shows the number digit by digit to a screen reader, in a live region', async ({
    page,
  }) => {
    await open(page, 'devices-number');
    await expect(page.getByRole('img', { name: `${devices.number}: 4 8 2 1 9 0 3 7` })).toBeVisible();
    await expect(page.getByRole('status').filter({ hasText: devices.numberTitle })).toHaveCount(1);
  });

  test('linking on the existing device announces that the number was right, and can still be stopped', async ({
    page,
  }) => {
    await open(page, 'devices-confirmed');
    const card = page.getByRole('status').filter({ hasText: devices.confirmed });
    await card.getByRole('button', { name: en.app.cancel }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'device.stop', input: {} }]);
  });

  test('linking on the existing device points to main’s dialog, has no consent button of its own, and can be stopped', async ({
    page,
  }) => {
    await open(page, 'devices-asking');
    const card = page.getByRole('status').filter({ hasText: devices.askText });
    await expect(card.getByRole('button')).toHaveCount(1);
    await card.getByRole('button', { name: en.app.cancel }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'device.stop', input: {} }]);
  });

  test('linking on the existing device shows the person’s fingerprint while main asks, and no button while a device is added', async ({
    page,
  }) => {
    await open(page, 'devices-asking');
    await expect(page.getByText('48219 03756 11284 90017 35562 70418')).toBeVisible();
    await open(page, 'devices-adding');
    const card = page.getByRole('status').filter({ hasText: 'to your devices …' });
    await expect(card.getByRole('button')).toHaveCount(0);
    await open(page, 'devices-not-added');
    await expect(page.getByRole('alert')).toContainText(devices.failure['not-added']);
    await expect(page.getByRole('alert')).not.toContainText(devices.nothing);
  });

  test('a failed linking on the existing device says why, and claims that nothing was left behind only if that is certain', async ({
    page,
  }) => {
    await open(page, 'devices-failed');
    await expect(page.getByRole('alert')).toContainText(devices.failure['wrong-number']);
    await expect(page.getByRole('alert')).toContainText(devices.nothing);
    for (const screen of ['devices-unknown', 'devices-has-left']) {
      await open(page, screen);
      await expect(page.getByRole('alert')).toContainText(devices.unknownTitle);
      await expect(page.getByRole('alert')).toContainText('your contacts');
      await expect(page.getByRole('alert')).not.toContainText(devices.nothing);
    }
  });
});

test.describe('linking on the new device', () => {
  test('the new device begins linking over the server that is set, which can be corrected below the button', async ({
    page,
  }) => {
    await open(page, 'setup-link-start');
    const server = page.getByLabel(en.settings.serverUrl, { exact: true });
    await expect(server).toBeHidden();
    await page.getByRole('button', { name: en.setup.serverTitle }).click();
    await expect(server).toHaveValue('mqtts://broker.klinik.example');
    await page.getByRole('button', { name: devices.start }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'device.take', input: {} }]);
  });

  test('the new device cannot link if the organisation forbids it, gives the reason, and can still create an identity', async ({
    page,
  }) => {
    await open(page, 'setup-link-not-allowed');
    const button = page.getByRole('button', { name: devices.offerDo });
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription('Set by your organisation');
    await expect(page.getByRole('button', { name: en.setup.create })).toBeEnabled();
  });

  test('the new device shows its code in groups, speaks it character by character, and says whether it is connected', async ({
    page,
  }) => {
    await open(page, 'setup-link-code');
    const code = page.getByRole('img', { name: /^Link code: K 7 F 2, Q M B X/ });
    expect((await code.innerText()).replaceAll(/\s+/g, ' ')).toBe(LINK_CODE);
    await expect(page.getByRole('status').filter({ hasText: devices.waitingFor })).toBeVisible();
    await open(page, 'setup-link-offline');
    await expect(page.getByRole('status').filter({ hasText: devices.connecting })).toBeVisible();
  });

  test('the new device’s QR code can be read in light, dark and forced colours, and the existing device accepts the code as input', async ({
    page,
  }) => {
    for (const media of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
      await page.emulateMedia(media);
      await open(page, 'setup-link-code');
      const picture = page.getByRole('img', { name: devices.qrLabel });
      const { data, width, height } = PNG.sync.read(await picture.screenshot());
      expect(decodeQR({ data, width, height }), JSON.stringify(media)).toBe(LINK_CODE);
    }
    await page.emulateMedia({ colorScheme: null, forcedColors: null });
    await open(page, 'devices-code');
    await page.keyboard.type(LINK_CODE);
    await page.keyboard.press('Enter');
    await expect.poll(() => sent(page)).toEqual([{ name: 'device.give', input: { code: LINK_CODE } }]);
  });

  test('the new device names the person it will belong to, and sends eight digits, not fewer', async ({ page }) => {
    await open(page, 'setup-link-number');
    await expect(page.getByText('Max Mustermann (max.mustermann@klinik.example)')).toBeVisible();
    await expect(page.getByLabel(devices.number)).toBeFocused();
    await page.keyboard.type('4821 903');
    await page.keyboard.press('Enter');
    expect(await sent(page)).toEqual([]);
    await page.keyboard.type('7');
    await page.keyboard.press('Enter');
    await expect.poll(() => sent(page)).toEqual([{ name: 'device.typeNumber', input: { number: '48219037' } }]);
  });

  test('the set-up after a failed linking says that the chosen passphrase protects the key, and accepts another passphrase instead', async ({
    page,
  }) => {
    await open(page, 'setup-after-linking');
    await expect(page.getByText(en.setup.storePassphrase)).toBeVisible();
    await page.getByLabel(en.setup.address).fill('max@klinik.example');
    await page.getByLabel(en.setup.name, { exact: true }).fill('Max');
    await page.getByText(en.setup.otherPassphrase, { exact: true }).click();
    await page.getByLabel(en.setup.passphrase, { exact: true }).fill('correct horse');
    await page.getByLabel(en.setup.passphraseRepeat).fill('correct horse');
    await page.keyboard.press('Enter');
    const input = { address: 'max@klinik.example', name: 'Max', passphrase: 'correct horse' };
    await expect.poll(() => sent(page)).toEqual([{ name: 'identity.create', input }]);
  });

  test('the new device says why linking failed and that nothing was kept', async ({ page }) => {
    await open(page, 'setup-link-failed');
    await expect(page.getByRole('alert')).toContainText(devices.failure['wrong-number']);
    await expect(page.getByText(devices.nothing)).toBeVisible();
  });
});

test('a removed device says on every tab that it was removed, and offers to erase itself', async ({ page }) => {
  await open(page, 'devices-removed');
  for (const tab of [en.nav.calls, en.nav.contacts, en.nav.settings]) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('alert').filter({ hasText: devices.removedTitle })).toBeVisible();
  }
  await page.getByRole('button', { name: devices.eraseDo }).click();
  await expect.poll(() => sent(page)).toContainEqual({ name: 'device.beginAnew', input: {} });
});

test.describe('a removed device', () => {
  test('a removed device names the device that removed it and the day on which it learnt of the removal, and objects by one press', async ({
    page,
  }) => {
    await open(page, 'devices-removed');
    const banner = page.getByRole('alert').filter({ hasText: devices.removedTitle });
    await expect(banner).toContainText('It was removed by Notebook von Max. This device learnt of it on 11 May 2026.');
    await banner.getByRole('button', { name: dispute.objectDo }).click();
    await expect.poll(() => sent(page)).toContainEqual({ name: 'device.object', input: {} });
  });

  test('a removed device has no call buttons, says why in their place, and shows that it was removed, not that it is offline', async ({
    page,
  }) => {
    await open(page, 'devices-removed');
    await expect(page.getByText('This device was removed', { exact: true })).toBeVisible();
    await expect(page.getByText(en.link.off)).toHaveCount(0);
    for (const tab of [en.nav.contacts, en.nav.calls]) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('option').first().click();
      await expect(page.getByText(en.refusal['device-removed'])).toBeVisible();
      await expect(page.getByText(en.person.offline)).toHaveCount(0);
      const button = page.getByRole('button', { name: /^(Voice call|Video call|Call again|Call back)$/u });
      await expect(button).toHaveCount(0);
    }
  });

  test('a device removed by the recovery code says so and offers to object; if the remover is unknown, it offers no objection', async ({
    page,
  }) => {
    await open(page, 'devices-removed-by-code', 'de');
    await expect(page.getByRole('alert')).toContainText(
      'Jemand hat auf einem anderen Gerät Ihren Wiederherstellungscode verwendet.',
    );
    await expect(page.getByRole('button', { name: 'Widersprechen …' })).toBeVisible();
    await open(page, 'devices-removed-unknown', 'de');
    await expect(page.getByRole('alert')).toContainText('Auf welchem Gerät, ist hier nicht bekannt.');
    await expect(page.getByRole('button', { name: 'Widersprechen …' })).toHaveCount(0);
  });
});

test.describe('contradictory devices of this person', () => {
  test('contradictory devices of this person are reported in a banner that leads to the settings', async ({ page }) => {
    await open(page, 'devices-disputed-notice');
    const banner = page.getByRole('alert').filter({ hasText: dispute.ownTitle });
    await banner.getByRole('button').click();
    await expect(page.getByRole('heading', { name: devices.title })).toBeVisible();
  });

  test('contradictory devices of this person are listed by side, and the decision is sent for the chosen side', async ({
    page,
  }) => {
    await open(page, 'devices-disputed');
    const sides = page.getByRole('list', { name: dispute.list }).locator(':scope > li');
    await expect(sides).toHaveText([
      /Notebook von Max \((?:BBBB ){6}BB\), first seen by this device on 12 March 2026/u,
      /Device C7ZQ 2XKD(?: AAAA){4} AA, first seen by this device on 11 May 2026/u,
    ]);
    await page.getByRole('button', { name: dispute.choose }).nth(1).press('Enter');
    const input = { side: 'B'.repeat(43) };
    await expect.poll(() => sent(page)).toContainEqual({ name: 'device.chooseSide', input });
    await expect(page.getByText(dispute.ownChosen)).toBeVisible();
  });

  test('an objection of a removed device is explained, and only the side of that device is offered', async ({
    page,
  }) => {
    await open(page, 'devices-objection', 'de');
    await expect(page.getByText('Ein entferntes Gerät widerspricht')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Für diese Seite entscheiden' })).toHaveCount(1);
  });
});
