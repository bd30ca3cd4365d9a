// How the main window shows an address with letters other than ASCII. Anybody can choose an address, and thus its look.
import { type Page, expect, test } from '@playwright/test';
import { fixDate } from '../../support/preview/fixed-date.ts';
import { NOW } from '../../support/preview/people.ts';
import { type PreviewServer, servePreview } from '../../support/preview/serve.ts';

let server: PreviewServer;
test.beforeAll(async () => {
  server = await servePreview();
});
test.afterAll(() => server.close());
test.beforeEach(({ page }) => fixDate(page, NOW));

async function openPerson(page: Page, address: string, language: 'de' | 'en'): Promise<void> {
  await page.goto(server.url('home-contacts', language));
  await page.evaluate((named) => {
    window.preview.push((view) => ({
      ...view,
      contacts: view.contacts.map((contact) =>
        contact.name === 'Dr. Anna Berg' ? { ...contact, address: named } : contact,
      ),
    }));
  }, address);
  await page.getByRole('option', { name: /Anna Berg/u }).click();
}

test('the code points of letters beyond a–z are shown below an address, in both languages', async ({ page }) => {
  await openPerson(page, 'jürgen.größe@klinik.example', 'en');
  await expect(page.getByText('Characters beyond a–z in the name:')).toHaveText(
    'Characters beyond a–z in the name: ü U+00FC ö U+00F6 ß U+00DF ',
  );
  await openPerson(page, 'анна@klinik.example', 'de');
  await expect(page.getByText('Zeichen außer a–z im Namen:')).toHaveText(
    'Zeichen außer a–z im Namen: а U+0430 н U+043D ',
  );
});

test('an ASCII address shows no code points', async ({ page }) => {
  await openPerson(page, 'anna@klinik.example', 'en');
  await expect(page.getByText('anna@klinik.example').first()).toBeVisible();
  await expect(page.getByText('Characters beyond a–z')).toHaveCount(0);
});

test('the page of a contact whose address main refuses to call says why, and offers to remove the contact', async ({
  page,
}) => {
  await openPerson(page, '\u0430nna@klinik.example', 'en');
  await page.evaluate(() => window.preview.refuse('call.place', 'bad-address'));
  await page.getByRole('button', { name: 'Voice call' }).first().click();
  await expect(page.getByRole('alert')).toContainText('This address has characters that look like others');
  await expect(page.getByRole('button', { name: 'Remove contact' })).toBeVisible();
});
