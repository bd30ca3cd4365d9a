// The list of calls in Chromium: missed calls, what each call was, calling back, and deleting a call with undo. Also
// the switch “Always ring”.
import { type Page, expect, test } from '@playwright/test';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();

async function openCalls(page: Page): Promise<void> {
  await open(page, 'home-contacts');
  await page.getByRole('tab', { name: 'Calls' }).click();
}

/** The two newest calls become unseen missed calls. */
const missTwo = (page: Page): Promise<void> =>
  page.evaluate(() =>
    window.preview.push((view) => ({
      ...view,
      history: view.history.map((entry, index) => (index < 2 ? { ...entry, unseen: true } : entry)),
    })),
  );

test('missed calls are counted on the tab until their list is on the screen', async ({ page }) => {
  await open(page, 'home-contacts');
  await missTwo(page);
  const tab = page.getByRole('tab', { name: 'Calls' });
  await expect(tab).toHaveAccessibleName('Calls 2 missed calls');
  expect(await sent(page)).toEqual([]);
  await tab.click();
  await expect.poll(() => sent(page)).toEqual([{ name: 'history.see', input: {} }]);
  await page.evaluate(() =>
    window.preview.push((view) => ({
      ...view,
      history: view.history.map(({ unseen: _seen, ...entry }) => entry),
    })),
  );
  await expect(tab).toHaveAccessibleName('Calls');
});

test('a missed call counts as seen only once the window is in front', async ({ page }) => {
  await openCalls(page);
  await page.evaluate(() => {
    document.hasFocus = () => false;
  });
  await missTwo(page);
  await expect(page.getByRole('img', { name: '2 missed calls' })).toBeVisible();
  expect(await sent(page)).toEqual([]);
  await page.evaluate(() => {
    document.hasFocus = () => true;
    window.dispatchEvent(new Event('focus'));
  });
  await expect.poll(() => sent(page)).toEqual([{ name: 'history.see', input: {} }]);
});

test('a row of the list says how a call ended unless somebody hung up, and the details of a call always say so', async ({
  page,
}) => {
  await openCalls(page);
  const rows = page.getByRole('option');
  await expect(rows.nth(0)).toContainText('Video · not verified · Missed call');
  await expect(rows.nth(1)).toContainText('Video · 12:34 · verified');
  await expect(rows.nth(2)).toContainText('Voice · 4:07 · not verified');
  await expect(rows.filter({ hasText: 'hung up' })).toHaveCount(0);
  await rows.nth(0).click();
  const call = page.getByRole('region', { name: /^Call on 1[12] May 2026/u });
  await expect(call).toContainText('Incoming · Video · not verified');
  await expect(call).toContainText('Missed call. It rang, but nobody answered.');
  await rows.nth(2).click();
  await expect(call).toContainText('The other person hung up.');
});

test('the filter for missed calls combines with the search, and both say so if they find nothing', async ({ page }) => {
  await openCalls(page);
  await page.getByRole('radio', { name: 'Missed' }).click();
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.getByRole('searchbox').fill('bernd');
  await expect(page.getByRole('heading', { name: 'No call matches “bernd”.' })).toBeVisible();
  await page.getByRole('radio', { name: 'All' }).click();
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.evaluate(() =>
    window.preview.push((view) => ({ ...view, history: view.history.filter(({ direction }) => direction === 'out') })),
  );
  await page.getByRole('searchbox').fill('');
  await page.getByRole('radio', { name: 'Missed' }).click();
  await expect(page.getByRole('heading', { name: 'No missed calls' })).toBeVisible();
});

test('deleting a call asks no question, and the focused Undo restores the call', async ({ page }) => {
  await openCalls(page);
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: 'Delete call' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await page.keyboard.press('Enter');
  const call = { id: '000000000000000000000000000000a1', direction: 'in', address: 'anna.berg@klinik.example' };
  expect(await sent(page)).toEqual([
    { name: 'history.remove', input: call },
    { name: 'history.restore', input: call },
  ]);
  await expect(page.getByText('The call was deleted from the list.')).toBeHidden();
});

test('the Delete key deletes the focused call, whichever call is chosen', async ({ page }) => {
  await openCalls(page);
  await page.getByRole('option').first().click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect
    .poll(() => sent(page))
    .toMatchObject([{ name: 'history.remove', input: { address: 'bernd.schulze@klinik.example' } }]);
});

test('a person who is not a contact can be called back from the list of calls without becoming a contact', async ({
  page,
}) => {
  await openCalls(page);
  await page.getByRole('option', { name: /Gast/u }).click();
  await page.getByRole('button', { name: 'Call again' }).click();
  expect(await sent(page)).toEqual([{ name: 'call.place', input: { address: 'gast@extern.example', media: 'video' } }]);
});

test('a person who is not a contact cannot be called back without a connection, and the reason is shown', async ({
  page,
}) => {
  await open(page, 'home-offline');
  await page.getByRole('tab', { name: 'Calls' }).click();
  await page.getByRole('option', { name: /Gast/u }).click();
  for (const name of ['Voice call', 'Call again']) await expect(page.getByRole('button', { name })).toBeDisabled();
  await expect(page.getByText('No connection: a call is not possible right now.')).toBeVisible();
  await page.getByRole('button', { name: 'Delete call' }).click();
  expect(await sent(page)).toMatchObject([{ name: 'history.remove' }]);
});

test('a person whose devices contradict each other cannot be called back before a decision', async ({ page }) => {
  await openCalls(page);
  await page.getByRole('option', { name: /Carla/u }).click();
  await expect(page.getByRole('button', { name: 'Delete call' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Call again' })).toHaveCount(0);
});

test('calls with the same id are separate rows, because callers choose the ids', async ({ page }) => {
  await openCalls(page);
  await page.evaluate(() =>
    window.preview.push((view) => ({
      ...view,
      history: view.history.map((entry) => ({ ...entry, id: 'f'.repeat(32) })),
    })),
  );
  await expect(page.getByRole('option')).toHaveCount(7);
  await page.getByRole('option', { name: /Edith/u }).click();
  await expect(page.getByRole('option', { selected: true })).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 2, name: 'Edith Wagner' })).toBeVisible();
});

test('the switch “Always ring” on the page of a person asks main, and changes only once main has changed the contact', async ({
  page,
}) => {
  await open(page, 'home-contacts');
  await page.getByRole('option', { name: /Anna/u }).click();
  const always = page.getByRole('switch', { name: 'Always ring' });
  await expect(always).not.toBeChecked();
  await expect(always).toHaveAccessibleDescription(/even while your status is “Do not disturb”/u);
  await always.focus();
  await page.keyboard.press('Space');
  const address = 'anna.berg@klinik.example';
  expect(await sent(page)).toEqual([{ name: 'contact.ringAlways', input: { address, always: true } }]);
  await expect(always).not.toBeChecked();
  await page.evaluate(() =>
    window.preview.push((view) => ({
      ...view,
      contacts: view.contacts.map((contact) => ({ ...contact, alwaysRings: true })),
    })),
  );
  await expect(always).toBeChecked();
});
