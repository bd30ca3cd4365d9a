// A list of ten thousand calls in Chromium: the newest are shown first, earlier ones on demand, and
// a search covers all.
import { type Page, expect, test } from '@playwright/test';
import { NOW } from '../../support/preview/people.ts';
import { timeOfPastCall } from '../../support/preview/history-fixtures.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const more = (page: Page) => page.getByRole('button', { name: 'Show earlier calls' });
const rows = (page: Page) => page.getByRole('option');
/** Expects that the list has `count` calls, as a screen reader counts them. Only visible ones are drawn. */
const hasCalls = (page: Page, count: number): Promise<void> =>
  expect(rows(page).first()).toHaveAttribute('aria-setsize', String(count));
const asked = (page: Page): Promise<number> =>
  page.evaluate(() => window.preview.recorded.filter(({ name }) => name === 'history.read').length);

test('the newest 200 of ten thousand calls are shown, and 200 more with each press, by keyboard alone', async ({
  page,
}) => {
  await open(page, 'calls-long');
  await hasCalls(page, 200);
  await rows(page).first().focus();
  await page.keyboard.press('Tab');
  await expect(more(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await hasCalls(page, 400);
  await expect(page.getByText('400 calls are shown.')).toBeAttached();
  await expect(more(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await hasCalls(page, 600);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('End');
  const last = page.locator('[role=option]:focus');
  await expect(last).toHaveAttribute('aria-posinset', '600');
  await expect(last.locator('time')).toHaveAttribute('datetime', new Date(timeOfPastCall(599)).toISOString());
});

test('after the oldest call, the text that there are no earlier calls takes the place and the focus of the button', async ({
  page,
}) => {
  await open(page, 'calls-earlier-shown');
  await hasCalls(page, 230);
  const end = page.getByText('There are no earlier calls.');
  await expect(end).toBeVisible();
  await expect(end).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: '230 calls are shown.' })).toBeAttached();
  await expect(more(page)).toHaveCount(0);
});

test('a search finds calls from years ago by address without a press on the button, and a found call can be chosen', async ({
  page,
}) => {
  await open(page, 'calls-long');
  await page.getByRole('searchbox').fill('gast@');
  await hasCalls(page, 11);
  await rows(page).first().click();
  await expect(page.getByRole('heading', { level: 2, name: 'Gast' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete call' })).toBeVisible();
  await page.getByRole('searchbox').fill('nobody at all');
  await expect(page.getByRole('heading', { name: 'No call matches “nobody at all”.' })).toBeVisible();
});

test('a call can be chosen with the mouse right after scrolling, even if the computer’s clock stands still', async ({
  page,
}) => {
  await open(page, 'calls-long');
  for (const [top, place] of [
    [300, 8],
    [600, 12],
  ] as const) {
    await page.getByRole('listbox').evaluate((list, to) => list.scrollTo({ top: to }), top);
    const row = page.locator(`[role=option][aria-posinset="${place}"]`);
    await row.click({ timeout: 10_000 });
    await expect(row).toHaveAttribute('aria-selected', 'true');
  }
});

test('the filter for missed calls covers the earlier calls too', async ({ page }) => {
  await open(page, 'calls-long');
  await page.getByRole('radio', { name: 'Missed' }).click();
  await hasCalls(page, 29 + 200);
  await more(page).click();
  await hasCalls(page, 29 + 400);
});

test('main is asked for the earlier calls again after a deletion and after its undo', async ({ page }) => {
  await open(page, 'calls-long');
  await more(page).click();
  await hasCalls(page, 400);
  const before = await asked(page);
  await rows(page).last().focus();
  await page.keyboard.press('Delete');
  await expect.poll(() => asked(page)).toBeGreaterThan(before);
  const after = await asked(page);
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect.poll(() => asked(page)).toBeGreaterThan(after);
  expect((await sent(page)).map(({ name }) => name)).toEqual(['history.remove', 'history.restore']);
});

test('main is not asked for the earlier calls again because of a message about something else', async ({ page }) => {
  await open(page, 'calls-long');
  await more(page).click();
  await hasCalls(page, 400);
  await rows(page).first().click();
  await page.evaluate(() => window.preview.refuse('call.place', 'internal'));
  const before = await asked(page);
  await page.getByRole('button', { name: 'Voice call' }).click();
  const message = page.getByRole('status', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' });
  await message.click();
  await expect(message).toHaveCount(0);
  expect(await asked(page)).toBe(before);
});

test('a call that is added to the list leaves no gap between the newest and the earlier calls', async ({ page }) => {
  await open(page, 'calls-long');
  await more(page).click();
  await hasCalls(page, 400);
  await page.evaluate(() => window.preview.arrive());
  await expect(rows(page).first().locator('time')).toHaveAttribute('datetime', new Date(NOW).toISOString());
  await hasCalls(page, 400);
  await rows(page).first().focus();
  await page.keyboard.press('End');
  await expect(page.locator('[role=option]:focus')).toHaveAttribute('aria-posinset', '400');
  // The new call, and the newest 399 of the earlier ones. If a call were missing in between, the last row would be an
  // even earlier call.
  const last = page.locator('[role=option]:focus time');
  await expect(last).toHaveAttribute('datetime', new Date(timeOfPastCall(398)).toISOString());
});

test('a refused read of earlier calls shows its reason, and can be repeated', async ({ page }) => {
  await open(page, 'calls-earlier-refused');
  await expect(page.getByText(/^Earlier calls could not be read\. Something went wrong in Siegel/u)).toBeVisible();
  await hasCalls(page, 200);
  await page.evaluate(() => window.preview.allow('history.read'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText(/^Earlier calls could not be read/u)).toHaveCount(0);
});

test('an unreadable part of the list of calls is reported, and the list can still be cleared', async ({ page }) => {
  await open(page, 'calls-kept-aside');
  await expect(page.getByText('Part of the list could not be opened')).toBeVisible();
  await hasCalls(page, 7);
  await expect(page.getByRole('button', { name: 'Clear list' })).toBeVisible();
});

test('missed calls of strangers are counted apart from those of contacts', async ({ page }) => {
  await open(page, 'home-flooded');
  const tab = page.getByRole('tab', { name: 'Calls' });
  await expect(tab).toHaveAccessibleName('Calls 1 missed call, 100 missed calls from unknown callers');
  await expect(page.getByRole('img', { name: /1 missed call/u })).toHaveText('1');
});

test('the last five calls with a person are shown, however long ago they were', async ({ page }) => {
  await open(page, 'calls-long');
  await page.getByRole('searchbox').fill('gast@');
  await rows(page).first().click();
  await expect(page.getByRole('region', { name: 'Gast' }).locator('li')).toHaveCount(5);
});
