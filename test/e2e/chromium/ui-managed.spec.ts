// Calls, first start and lock of a managed device, in Chromium over fixtures: refusals have a text and a next step,
// and a confirmation by the organisation looks different from a verification by the person. Also the classification and
// followed links.
import { type Page, expect, test } from '@playwright/test';
import { fixDate } from '../../support/preview/fixed-date.ts';
import { NOW } from '../../support/preview/people.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();

test.describe('confirmed by the organisation and verified by the person', () => {
  const pane = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('article');

  test('“confirmed by the organisation” and “verified by the person” have different texts and symbols, even if both are true', async ({
    page,
  }) => {
    await open(page, 'managed-both');
    await expect(pane(page).getByText('Verified by you', { exact: true })).toBeVisible();
    await expect(pane(page).getByText('Confirmed by your organisation (Klinikum Musterstadt)')).toBeVisible();
    const shapes = await pane(page)
      .locator('section svg:not([aria-label])')
      .evaluateAll((all) => all.slice(0, 2).map((shape) => shape.innerHTML));
    expect(new Set(shapes).size).toBe(2);
  });

  test('the status line of a call shows confirmed and verified as different states', async ({ page }) => {
    await open(page, 'call-confirmed-organisation');
    const line = page.getByRole('group', { name: 'State of the call' });
    await expect(line.getByRole('status')).toHaveText('sealed · confirmed by your organisation');
    await expect(line).not.toContainText('verified');
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map((call) => ({ ...call, trust: { kind: 'verified', at: Date.now(), way: 'code' } })),
      })),
    );
    await expect(line.getByRole('status')).toHaveText('sealed · verified by you');
  });

  test('an invalid confirmation says why it is invalid and what to do', async ({ page }) => {
    await open(page, 'managed-refused');
    await expect(pane(page)).toContainText('Confirmation by the organisation is not valid');
    await expect(pane(page)).toContainText(
      'Your organisation has revoked the device of this person. Say nothing confidential while the other person uses that device, and tell your IT department.',
    );
    await open(page, 'call-refused-organisation');
    await expect(page.getByRole('group', { name: 'State of the call' }).getByRole('status')).toHaveText(
      'sealed · confirmation not valid: compare the code',
    );
  });

  test('the card shows the organisation’s confirmation, and says that it is proven only once the call is answered', async ({
    page,
  }) => {
    await open(page, 'card-confirmed');
    await expect(page.getByRole('alertdialog')).toHaveAccessibleDescription(
      /confirmed by your organisation \(Klinikum Musterstadt\)\. Proven once you answer/u,
    );
  });
});

test.describe('calls that policy limits', () => {
  test('the refusal of a call that policy forbids is shown beside the button, together with the next step', async ({
    page,
  }) => {
    await open(page, 'managed-not-allowed');
    await expect(page.getByRole('article').getByRole('alert')).toHaveText(
      /Your organisation does not allow calls with this address\. Ask your IT department\..*Help: IT-Servicestelle, Telefon 4711/u,
    );
    await page.getByRole('option', { name: /Anna/u }).click();
    await expect(page.getByRole('article').getByRole('alert')).toHaveCount(0);
  });

  test('where policy forbids video, the main window, the call and the card offer none', async ({ page }) => {
    await open(page, 'managed-no-video');
    await expect(page.getByRole('button', { name: 'Video call' })).toHaveCount(0);
    await expect(page.getByText('Your organisation does not allow video.')).toBeVisible();
    await open(page, 'call-no-video');
    await expect(page.getByRole('button', { name: /camera/iu })).toHaveCount(0);
    await open(page, 'card-no-video');
    await expect(page.getByRole('button', { name: 'Answer', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Answer with video' })).toHaveCount(0);
  });

  test('a call for comparing opens the code without a press, is voice only, and announces once that a minute is left', async ({
    page,
  }) => {
    await open(page, 'call-verify-by');
    await expect(page.locator('[data-code="48219037"]')).toBeVisible();
    await expect(page.getByRole('button', { name: /camera/iu })).toHaveCount(0);
    const limit = page.getByRole('region', { name: 'Voice only, until the code has been compared' });
    await expect(limit.getByRole('timer')).toHaveText('2:41 left');
    const spoken = limit.getByRole('status');
    await expect(spoken.last()).toHaveText('');
    await fixDate(page, NOW + 115_000);
    await expect(limit.getByRole('timer')).toHaveText('0:46 left');
    await expect(spoken.last()).toHaveText('60 seconds left to compare the code.');
    await fixDate(page, NOW + 125_000);
    await expect(limit.getByRole('timer')).toHaveText('0:36 left');
    await expect(spoken.last()).toHaveText('60 seconds left to compare the code.');
  });

  for (const [reason, title, next] of [
    ['app-locked', 'Siegel was locked', 'Unlock Siegel and call again.'],
    ['not-allowed', 'Not allowed', 'Ask your IT department if you have to reach this person.'],
    [
      'verification-required',
      'Person not verified yet',
      'If your organisation allows a call to verify them, compare the security code in it. Otherwise ask your IT department.',
    ],
  ] as const) {
    test(`a call ended as ${reason} says why and what to do`, async ({ page }) => {
      await open(page, `ended-${reason}`);
      await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible();
      await expect(page.getByText(next)).toBeVisible();
    });
  }
});

test.describe('the first start', () => {
  test('the first start asks nothing if policy gives address and name', async ({ page }) => {
    await open(page, 'welcome-prepared');
    await expect(page.getByRole('textbox')).toHaveCount(0);
    await expect
      .poll(() => sent(page))
      .toEqual([
        { name: 'identity.create', input: { address: 'max.mustermann@klinik.example', name: 'Max Mustermann' } },
      ]);
  });

  test('a first start that failed can be tried again', async ({ page }) => {
    await open(page, 'welcome-failed');
    await expect(page.getByRole('alert')).toContainText('The change could not be saved.');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(async () => (await sent(page)).length).toBe(2);
  });

  test('the first start asks only for the name if policy gives the address alone', async ({ page }) => {
    await open(page, 'welcome-some');
    await expect(page.getByRole('textbox')).toHaveCount(1);
    await page.getByLabel('Your name').fill('Max Mustermann');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => sent(page))
      .toEqual([
        { name: 'identity.create', input: { address: 'max.mustermann@klinik.example', name: 'Max Mustermann' } },
      ]);
  });

  test('the first start without the key store required by policy says so, and offers no way around it', async ({
    page,
  }) => {
    await open(page, 'welcome-no-store');
    await expect(page.getByText('Siegel cannot be set up on this device yet')).toBeVisible();
    await expect(page.getByText('IT-Servicestelle, Telefon 4711')).toBeVisible();
    await expect(page.getByRole('switch')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Set up' })).toHaveCount(0);
  });
});

test.describe('the lock', () => {
  test('the person locks the program with one press, and unlocks it with one key', async ({ page }) => {
    await open(page, 'home-contacts');
    await page.getByRole('button', { name: 'Lock now' }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'app.lock', input: {} }]);
    await open(page, 'lock-os');
    await expect(page.getByRole('button', { name: 'Unlock' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect.poll(() => sent(page)).toEqual([{ name: 'app.unlock', input: {} }]);
  });

  test('a failed unlock says why', async ({ page }) => {
    await open(page, 'lock-os');
    await page.evaluate(() => window.preview.refuse('app.unlock', 'no-key-store'));
    await page.getByRole('button', { name: 'Unlock' }).click();
    await expect(page.getByRole('alert')).toContainText('There is no protected key store');
  });

  test('the lock does not show the person’s name, and the passphrase goes to main', async ({ page }) => {
    await open(page, 'lock-passphrase');
    await expect(page.locator('body')).not.toContainText('Mustermann');
    await page.getByLabel('Passphrase').fill('correct horse');
    await page.keyboard.press('Enter');
    await expect.poll(() => sent(page)).toEqual([{ name: 'vault.unlock', input: { passphrase: 'correct horse' } }]);
  });
});

test('a long classification and a long name on a card leave the answer and decline buttons visible', async ({
  page,
}) => {
  await page.setViewportSize({ width: 420, height: 320 });
  await open(page, 'card-refused');
  await page.evaluate(() =>
    window.preview.push((view) => ({
      ...view,
      managed: { ...view.managed, banner: 'VS – Nur für den Dienstgebrauch, '.repeat(4).slice(0, 120) },
      calls: view.calls.map((call) => ({
        ...call,
        name: 'Prof. Dr. med. Annegret Freifrau von Hohenstein-Bergmann',
        address: 'annegret.freifrau.von.hohenstein-bergmann@universitaetsklinikum.example',
      })),
    })),
  );
  for (const name of ['Decline', 'Answer', 'Answer with video']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  }
});

test('the lock button stays beside the tabs at the narrowest width', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await open(page, 'home-contacts', 'de');
  const lock = await page.getByRole('button', { name: 'Jetzt sperren' }).boundingBox();
  const tab = await page.getByRole('tab', { name: 'Einstellungen' }).boundingBox();
  expect(Math.abs((lock?.y ?? 0) - (tab?.y ?? 1000))).toBeLessThan(8);
});

test('the list of calls says that calls are not kept, and who decided that', async ({ page }) => {
  await open(page, 'managed-no-history');
  const list = page.getByRole('region', { name: 'Calls' });
  await expect(list).toContainText('Calls are not kept here');
  await expect(list).toContainText('Set by your organisation');
});

test('the classification is shown at the top of the main window, of a call and of a card', async ({ page }) => {
  for (const fixture of ['managed-banner', 'call-banner', 'card-banner']) {
    await open(page, fixture);
    const line = page.getByRole('complementary', { name: 'Classification of this device' });
    await expect(line).toHaveText('VS – Nur für den Dienstgebrauch');
    expect((await line.boundingBox())?.y, fixture).toBe(0);
  }
});

test('a followed link leads to its person and calls nobody', async ({ page }) => {
  await open(page, 'link-contact');
  await expect(page.getByRole('heading', { level: 2, name: 'Dr. Anna Berg' })).toBeVisible();
  expect((await sent(page)).filter(({ name }) => name.startsWith('call.'))).toEqual([]);
  await open(page, 'link-stranger');
  const sheet = page.getByRole('dialog', { name: 'Add contact' });
  await expect(sheet.getByLabel('Address', { exact: true })).toHaveValue('f.neumann@klinik.example');
  await expect(sheet).toContainText('This address comes from a link. Nobody is being called.');
  const commands = (await sent(page)).map(({ name }) => name);
  expect(new Set(commands)).toEqual(new Set(['proposal.dismiss']));
});
