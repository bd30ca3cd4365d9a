// The panel in which the two people of a call write to each other: what it says and sends, and what it never does with
// text it receives.
import { expect, test } from '@playwright/test';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();

test('incoming text opens the text panel, and a screen reader is told of finished lines only', async ({ page }) => {
  await open(page, 'call-text');
  const log = page.getByRole('log', { name: 'Finished lines' });
  await expect(log).toHaveAttribute('aria-live', 'polite');
  await expect(log).toContainText('Die Station ist 4B, nicht 48.');
  await expect(log).not.toContainText('und der Raum');
  await expect(page.getByText('und der Raum ist die Nu')).toBeVisible();
  await expect(page.getByLabel('Your text')).not.toBeFocused(); // the person has not opened the panel
});

test('markup in a text is shown literally', async ({ page }) => {
  await open(page, 'call-text');
  await expect(page.getByRole('log').getByText('Danke. <b>4B</b>, ich schreibe es auf.')).toBeVisible();
  await expect(page.getByRole('log').locator('b')).toHaveCount(0);
});

test('a text line goes to main with each letter, Enter ends the line, and Escape closes the panel without ending the call', async ({
  page,
}) => {
  await open(page, 'call-voice');
  await page.getByRole('button', { name: 'Text', exact: true }).click();
  await page.mouse.move(0, 0); // a pointer that stays on the button opens its tip, which Escape would close first
  const field = page.getByLabel('Your text');
  await expect(field).toBeFocused();
  await page.keyboard.press('Enter'); // there is nothing to send yet
  await page.keyboard.type('ja');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('');
  const typed = (text: string, done: boolean) => ({ name: 'own.type', input: { text, done } });
  expect(await sent(page)).toEqual([typed('j', false), typed('ja', false), typed('ja', true)]);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  expect(await sent(page)).toHaveLength(3);
});

test('a closed text panel opens again for new text, but not over the comparison of the code', async ({ page }) => {
  await open(page, 'call-text');
  const more = (id: string): Promise<void> =>
    page.evaluate(
      (line) =>
        window.preview.push((view) => ({
          ...view,
          calls: view.calls.map((call) => ({
            ...call,
            text: [...call.text, { id: line, from: 'peer', text: line, done: true }],
          })),
        })),
      id,
    );
  await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('log')).toHaveCount(0);
  await more('peer2');
  await expect(page.getByRole('log')).toContainText('peer2');
  await page.getByRole('button', { name: 'Security', exact: true }).click();
  await more('peer3');
  await expect(page.locator('[data-code]')).toBeVisible();
  await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('log')).toContainText('peer3');
});

test('the text field of a held call sends nothing and says why', async ({ page }) => {
  await open(page, 'call-text-held');
  const field = page.getByLabel('Your text');
  await expect(field).toHaveAccessibleDescription('No text is sent while the call is on hold.');
  await field.focus();
  await page.keyboard.type('x');
  await page.keyboard.press('Enter');
  expect(await sent(page)).toEqual([]);
});
