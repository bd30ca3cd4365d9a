// The page of a person of whom something has to be read or chosen before they are called.
import { expect, type Page, test } from '@playwright/test';
import { fixtures } from '../../support/preview/fixtures.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const address = 'd.okafor@kanzlei.example';

async function openPerson(page: Page, fixture: string): Promise<void> {
  await open(page, fixture);
  await fixtures[fixture]?.reach?.(page);
}

test.describe('an address that several people claim', () => {
  test('offers no call, but each of them with their fingerprint and the day on which they were first seen', async ({
    page,
  }) => {
    await openPerson(page, 'person-several');
    await expect(page.getByRole('heading', { name: 'Several people claim this address' })).toBeVisible();
    await expect(page.getByRole('button', { name: /call/iu })).toHaveCount(0);
    const claims = page.getByRole('list', { name: 'Who claims the address' }).getByRole('listitem');
    await expect(claims).toHaveText([
      /40213 13579 86420 99887 07070 55512 First seen on this device on 12 March 2026\./u,
      /77120 13579 86420 99887 07070 55512 First seen on this device on 12 May 2026\./u,
    ]);
    const second = page.getByRole('button', { name: 'Choose this person' }).nth(1);
    await expect(second).toHaveAccessibleDescription(/77120/u);
  });

  test('is told apart in the list, and not called again from a past call', async ({ page }) => {
    await openPerson(page, 'person-several');
    await expect(page.getByRole('option', { name: /okafor/u })).toContainText('Several claim the address');
    await page.getByRole('tab', { name: 'Calls' }).click();
    await page.getByRole('option', { name: /okafor/u }).click();
    await expect(page.getByRole('heading', { name: 'Several people claim this address' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Call again' })).toHaveCount(0);
  });

  test('goes to exactly the one that is chosen, and can be called then', async ({ page }) => {
    await openPerson(page, 'person-several');
    await page.getByRole('button', { name: 'Choose this person' }).nth(1).press('Enter');
    const input = { address, person: 'B'.repeat(43) };
    await expect.poll(() => sent(page)).toEqual([{ name: 'contact.choosePerson', input }]);
    await expect(page.getByText(`Calls to ${address} now go to this person, who is not verified yet.`)).toBeVisible();
    await page.evaluate(() => window.preview.push((view) => ({ ...view, claims: [] })));
    await expect(page.getByRole('button', { name: 'Voice call' })).toBeVisible();
  });

  test('stays where it was when the person says no, or the one chosen is not there any more', async ({ page }) => {
    await openPerson(page, 'person-several');
    await page.evaluate(() => window.preview.refuse('contact.choosePerson', 'unknown-person'));
    await page.getByRole('button', { name: 'Choose this person' }).first().click();
    await expect(page.getByText('This person is no longer found under the address')).toBeVisible();
    await expect(page.getByText(/now go to this person/u)).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Choose this person' })).toHaveCount(2);
  });

  test('with more claims than are shown says so, and nobody is chosen whose fingerprint is not there yet', async ({
    page,
  }) => {
    await openPerson(page, 'person-several-many');
    await expect(page.getByText('21 more are not shown here.')).toBeVisible();
    const choices = page.getByRole('button', { name: 'Choose this person' });
    await expect(choices).toHaveCount(16);
    await expect(choices.nth(11)).toBeEnabled();
    await expect(choices.nth(12)).toBeDisabled();
    await expect(page.getByText('Confirmed by your organisation', { exact: true })).toHaveCount(1);
  });

  test('is chosen also where the person is no contact', async ({ page }) => {
    await openPerson(page, 'person-several-stranger');
    await expect(page.getByRole('button', { name: 'Choose this person' })).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Add contact' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Call again' })).toHaveCount(0);
  });
});
