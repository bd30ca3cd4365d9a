// What protects the person's own key, in Chromium over fixtures: a passphrase goes to main with the press, and does not
// stay in its field.
import { expect, test } from '@playwright/test';
import { en } from '../../../src/text/page/en.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const { protection } = en;
const NEW = 'correct horse battery';

test('a passphrase replaces the key store once it is long enough and typed twice', async ({ page }) => {
  await open(page, 'settings-key');
  await page.getByRole('button', { name: protection.toPassphrase }).click();
  const [first, second] = [page.getByLabel(protection.passphrase), page.getByLabel(en.setup.passphraseRepeat)];
  await expect(first).toBeFocused();
  await page.keyboard.type('short');
  await page.keyboard.press('Enter');
  await expect(first).toHaveAccessibleDescription(new RegExp(en.setup.passphraseShort, 'u'));
  await first.fill(NEW);
  await second.fill(`${NEW}!`);
  await page.keyboard.press('Enter');
  await expect(second).toHaveAccessibleDescription(en.setup.passphraseDiffers);
  expect(await sent(page)).toEqual([]);
  await page.evaluate(() => window.preview.refuse('vault.protect', 'cancelled'));
  await second.fill(NEW);
  await page.keyboard.press('Enter');
  await expect(first).toHaveValue('');
  await page.evaluate(() => window.preview.allow('vault.protect'));
  await first.fill(NEW);
  await second.fill(NEW);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status', { name: en.app.messages })).toContainText(protection.saved);
  await expect(page.getByRole('button', { name: protection.toPassphrase })).toBeFocused();
  const input = { passphrase: NEW };
  expect(await sent(page)).toEqual([
    { name: 'vault.protect', input },
    { name: 'vault.protect', input },
  ]);
});

test('a passphrase is changed, or replaced by the key store, only with the old passphrase, and a wrong one is reported at its field', async ({
  page,
}) => {
  await open(page, 'settings-key-passphrase');
  await page.getByRole('button', { name: protection.toSystem }).click();
  const proof = page.getByLabel(protection.proof);
  await expect(proof).toBeFocused();
  await page.keyboard.press('Enter');
  expect(await sent(page)).toEqual([]);
  await page.evaluate(() => window.preview.refuse('vault.protect', 'wrong-passphrase'));
  await proof.fill('not this');
  await page.keyboard.press('Enter');
  await expect(proof).toHaveValue('');
  await expect(proof).toHaveAccessibleDescription(en.refusal['wrong-passphrase']);
  await page.getByRole('button', { name: en.app.cancel }).click();
  await expect(page.getByRole('button', { name: protection.toSystem })).toBeFocused();
  await page.getByRole('button', { name: protection.change }).click();
  await proof.fill('the old one');
  await page.getByLabel(protection.passphrase).fill(NEW);
  await page.getByLabel(en.setup.passphraseRepeat).fill(NEW);
  await page.evaluate(() => window.preview.allow('vault.protect'));
  await page.keyboard.press('Enter');
  await expect
    .poll(() => sent(page))
    .toEqual([
      { name: 'vault.protect', input: { proof: 'not this' } },
      { name: 'vault.protect', input: { proof: 'the old one', passphrase: NEW } },
    ]);
});

test('if the organisation requires the key store, no passphrase can be chosen, and the reason is shown', async ({
  page,
}) => {
  await open(page, 'settings-key-required');
  const button = page.getByRole('button', { name: protection.toPassphrase });
  await expect(button).toBeDisabled();
  await expect(button).toHaveAccessibleDescription(en.managed.locked);
});
