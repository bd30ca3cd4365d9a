// A main window with five thousand contacts: only what changes is drawn again, and the list stays usable.
import { type Page, expect, test } from '@playwright/test';
import type { ContactView } from '../../../src/contract/view.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open } = openedPreview();
const MANY = 5000;

declare global {
  interface Window {
    /** How often a row of a contact was drawn: only rows read `presence`. */
    drawn: number;
  }
}

/** Shows the main window five thousand contacts, and counts how often their rows are drawn. */
async function meet(page: Page): Promise<void> {
  await page.evaluate((many) => {
    window.drawn = 0;
    const counted = (contact: ContactView, at: number): ContactView => ({
      ...contact,
      address: `person.${String(at).padStart(4, '0')}@klinik.example`,
      name: `Person ${String(at).padStart(4, '0')}`,
      get presence() {
        window.drawn++;
        return 'online' as const;
      },
    });
    window.preview.push((view) => {
      const [first] = view.contacts;
      return first === undefined
        ? view
        : { ...view, contacts: Array.from({ length: many }, (_, at) => counted(first, at)) };
    });
  }, MANY);
  await expect(page.getByRole('option', { name: 'Person 0000' })).toBeVisible();
}

const drawn = (page: Page): Promise<number> => page.evaluate(() => window.drawn);

test('a change of a call redraws no contact, and a change of a contact redraws fewer than ten of five thousand', async ({
  page,
}) => {
  await open(page, 'home-in-call');
  await meet(page);
  await expect.poll(() => drawn(page)).toBeGreaterThan(0);
  await page.evaluate(() => {
    window.drawn = 0;
    window.preview.push((view) => ({
      ...view,
      calls: view.calls.map((call) => ({ ...call, local: { ...call.local, hold: true } })),
    }));
  });
  await expect(page.getByRole('region', { name: 'State of the call: Dr. Anna Berg' })).toContainText('you are holding');
  expect(await drawn(page)).toBe(0);
  await page.evaluate(() =>
    window.preview.push((view) => ({
      ...view,
      contacts: view.contacts.map((contact, at) => (at === 1 ? { ...contact, name: 'Person 0001 b' } : contact)),
    })),
  );
  await expect(page.getByRole('option', { name: 'Person 0001 b' })).toBeVisible();
  expect(await drawn(page)).toBeLessThan(10);
});

test('a contact among five thousand is found by search, and keys reach the chosen, the last and the first contact', async ({
  page,
}) => {
  await open(page, 'home-contacts');
  await meet(page);
  await page.getByRole('searchbox').fill('4711');
  await expect(page.getByRole('option')).toHaveText([/Person 4711/u]);
  await page.getByRole('option').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Person 4711' })).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.keyboard.press('Tab');
  // The chosen contact, wherever it is in the list.
  await expect(page.getByRole('option', { name: 'Person 4711' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('option', { name: 'Person 4999' })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(page.getByRole('option', { name: 'Person 0000' })).toBeFocused();
});

test('the first search result is visible and the first that Tab reaches, wherever the list was scrolled before', async ({
  page,
}) => {
  await open(page, 'home-contacts');
  await meet(page);
  await page.getByRole('option', { name: 'Person 0000' }).focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('option', { name: 'Person 4999' })).toBeFocused();
  await page.getByRole('searchbox').fill('Person 4');
  const first = page.getByRole('option', { name: 'Person 4000' });
  await expect(first).toBeInViewport();
  await expect(first).toHaveAttribute('aria-posinset', '1');
  await expect(first).toHaveAttribute('aria-setsize', '1000');
  await page.keyboard.press('Tab');
  await expect(page.locator('[role=option]:focus')).toHaveAttribute('aria-posinset', '1');
});
