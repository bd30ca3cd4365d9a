// A set-up that looks the address up first: what the person is asked if the address is in use or if the server does not
// answer, and the page for the recovery code.
import { expect, test } from '@playwright/test';
import { de } from '../../../src/text/page/de.ts';
import { en } from '../../../src/text/page/en.ts';
import { openedPreview } from '../../support/preview/opened.ts';
import { RECOVERY_CODE } from '../../support/preview/setup-fixtures.ts';

const { open, sent } = openedPreview();
const max = { address: 'max.mustermann@klinik.example', name: 'Max Mustermann' };
const texts = { de, en };

for (const language of ['de', 'en'] as const) {
  const { used, recover, refusal, setup, devices, settings } = texts[language];

  test.describe(`an address in use (${language})`, () => {
    test('the set-up under an address in use offers linking, the recovery code, and a new person with the consequences', async ({
      page,
    }) => {
      await open(page, 'setup-used', language);
      await expect(page.getByRole('heading', { level: 1, name: used.title })).toBeVisible();
      for (const name of [used.linkTitle, used.recoverTitle, used.newTitle]) {
        await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
      }
      await expect(page.getByText(used.newText)).toBeVisible();
      await page.getByRole('button', { name: devices.offerDo }).click();
      await expect(page.getByRole('heading', { level: 1, name: devices.startTitle })).toBeVisible();
      expect((await sent(page)).length).toBe(1); // the lookup; nothing was created
    });

    test('the set-up says that several people use the address', async ({ page }) => {
      await open(page, 'setup-used-by-several', language);
      await expect(page.getByText(used.leadSeveral.replace('{{address}}', max.address))).toBeVisible();
    });

    test('a new person is created under an address in use only after a second press', async ({ page }) => {
      await open(page, 'setup-used', language);
      await page.evaluate(() => window.preview.allow('identity.create'));
      await page.getByRole('button', { name: used.newDo }).click();
      await expect
        .poll(() => sent(page))
        .toEqual([
          { name: 'identity.create', input: max },
          { name: 'identity.create', input: { ...max, asNew: true } },
        ]);
    });

    test('the page about an address in use leads back to the form, which keeps the typed values', async ({ page }) => {
      await open(page, 'setup-used', language);
      await page.getByRole('button', { name: used.back }).click();
      await expect(page.getByLabel(setup.address)).toHaveValue(max.address);
      await expect(page.getByLabel(setup.name, { exact: true })).toHaveValue(max.name);
    });
  });

  test.describe(`a recovery during set-up (${language})`, () => {
    test('the recovery page says what a recovery removes and does not bring back, and sends the code as typed', async ({
      page,
    }) => {
      await open(page, 'setup-recover', language);
      await expect(page.getByText(recover.text)).toBeVisible();
      await expect(page.getByLabel(recover.code)).toBeFocused();
      await expect(page.getByRole('button', { name: recover.start })).toBeDisabled();
      await page.evaluate(() => window.preview.answer('identity.recover', 'recovered'));
      await page.keyboard.type(RECOVERY_CODE.toLowerCase());
      await page.keyboard.press('Enter');
      await expect
        .poll(async () => (await sent(page)).at(-1))
        .toEqual({
          name: 'identity.recover',
          input: { ...max, code: RECOVERY_CODE.toLowerCase() },
        });
      await expect(page.getByText(recover.done)).toBeVisible();
    });

    test('the set-up says so if another device contradicts the recovery', async ({ page }) => {
      await open(page, 'setup-recover', language);
      await page.evaluate(() => window.preview.answer('identity.recover', 'disputed'));
      await page.keyboard.type(RECOVERY_CODE);
      await page.keyboard.press('Enter');
      await expect(page.getByText(recover.doneDisputed)).toBeVisible();
    });

    for (const code of ['mistyped', 'replaced'] as const) {
      test(`the recovery page names a problem with the code beside the field: ${code}`, async ({ page }) => {
        await open(page, `setup-recover-${code}`, language);
        await expect(page.getByLabel(recover.code)).toHaveAccessibleDescription(
          new RegExp(refusal[`recovery-${code}`], 'u'),
        );
        await expect(page.getByLabel(recover.code)).toBeFocused();
        await expect(page.getByLabel(recover.code)).toHaveValue(RECOVERY_CODE);
      });
    }

    test('the recovery page reports a problem that the code did not cause as an alert, and keeps the code', async ({
      page,
    }) => {
      await open(page, 'setup-recover-full', language);
      await expect(page.getByRole('alert').filter({ hasText: refusal['recovery-full'] })).toBeVisible();
      await expect(page.getByLabel(recover.code)).toHaveValue(RECOVERY_CODE);
    });
  });

  test.describe(`a server that does not respond (${language})`, () => {
    test('a silent server is reported, its address can be corrected, and another attempt needs no second typing', async ({
      page,
    }) => {
      await open(page, 'setup-server-silent', language);
      await expect(page.getByRole('alert').filter({ hasText: refusal['server-silent'] })).toBeVisible();
      await page.getByRole('button', { name: setup.serverTitle }).click();
      await expect(page.getByRole('textbox', { name: settings.serverUrl })).toBeVisible();
      await page.evaluate(() => window.preview.allow('identity.create'));
      await page.getByRole('button', { name: setup.retry }).click();
      await expect
        .poll(() => sent(page))
        .toEqual([
          { name: 'identity.create', input: max },
          { name: 'identity.create', input: max },
        ]);
    });

    test('the set-up asks for a server if none is set, beside the offer to run one on this computer', async ({
      page,
    }) => {
      await open(page, 'setup-no-server', language);
      await page.getByLabel(settings.serverUrl).fill('mqtts://b.example');
      await page.getByRole('button', { name: settings.save }).click();
      await expect.poll(async () => (await sent(page)).map(({ name }) => name)).toEqual(['settings.set']);
      await page.getByRole('button', { name: setup.localTitle }).click();
      await expect(page.getByRole('button', { name: settings.localStart })).toBeVisible();
    });
  });
}

test.describe('a new attempt of a set-up', () => {
  test('a new attempt to create an identity hides the refusal of the last one and keeps the server’s settings', async ({
    page,
  }) => {
    await open(page, 'setup-server-silent');
    await page.evaluate(() => window.preview.leaveOpen('identity.create'));
    await page.getByRole('button', { name: en.setup.retry }).click();
    await expect(page.getByText(en.setup.looking)).toBeVisible();
    await expect(page.getByText(en.refusal['server-silent'])).toHaveCount(0);
    await expect(page.getByRole('button', { name: en.setup.serverTitle })).toBeVisible();
  });

  test('a new attempt where policy gives address and name hides the refusal of the last one', async ({ page }) => {
    await open(page, 'welcome-silent');
    await page.evaluate(() => window.preview.leaveOpen('identity.create'));
    await page.getByRole('button', { name: en.welcome.retry }).click();
    await expect(page.getByText(en.welcome.creating)).toBeVisible();
    await expect(page.getByText(en.refusal['server-silent'])).toHaveCount(0);
  });

  test('a new attempt to recover hides what was wrong with the code', async ({ page }) => {
    await open(page, 'setup-recover-mistyped');
    await page.evaluate(() => window.preview.leaveOpen('identity.recover'));
    await page.getByRole('button', { name: en.recover.start }).click();
    await expect(page.getByText(en.setup.looking)).toBeVisible();
    await expect(page.getByText(en.refusal['recovery-mistyped'])).toHaveCount(0);
  });

  test('a new attempt to begin as a new person hides the refusal of the last one', async ({ page }) => {
    await open(page, 'setup-used');
    await page.evaluate(() => window.preview.refuse('identity.create', 'server-silent'));
    await page.getByRole('button', { name: en.used.newDo }).click();
    await expect(page.getByText(en.refusal['server-silent'])).toBeVisible();
    await page.evaluate(() => window.preview.leaveOpen('identity.create'));
    await page.getByRole('button', { name: en.used.newDo }).click();
    await expect(page.getByRole('button', { name: en.setup.creating })).toBeVisible();
    await expect(page.getByText(en.refusal['server-silent'])).toHaveCount(0);
  });
});

test('a person whose address comes from policy is told that the address is in use, and cannot change it', async ({
  page,
}) => {
  await open(page, 'welcome-used');
  await expect(page.getByRole('heading', { level: 1, name: en.used.title })).toBeVisible();
  await expect(page.getByRole('button', { name: en.used.back })).toHaveCount(0); // the person cannot change the address
});
