// Moving a call to one's own other device, in Chromium over fixtures: presses reach main, everything can be reached by
// keyboard, and each device that takes part describes its state in text.
import { expect, test } from '@playwright/test';
import { en } from '../../../src/text/page/en.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const { move } = en;
const OFFERED = '0'.repeat(32);
const NOTEBOOK = 'b'.repeat(26);

test.describe('choosing the device of a move', () => {
  test('the device of a move is chosen by keyboard alone, and the focus then returns to the button in the bar', async ({
    page,
  }) => {
    await open(page, 'move-asked');
    await page.evaluate(() =>
      window.preview.push((view) => ({ ...view, calls: view.calls.map(({ moving: _gone, ...call }) => call) })),
    );
    const button = page.getByRole('button', { name: move.open, exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: move.title });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(button).toBeFocused();
    expect(await sent(page)).toEqual([]);

    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(dialog.getByRole('button', { name: 'Notebook von Max' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog).toHaveCount(0);
    expect(await sent(page)).toEqual([{ name: 'own.move', input: { device: NOTEBOOK } }]);
    await expect(button).toBeFocused();
  });

  test('the choice for a move names every other device, an unnamed one by its id, and never this device', async ({
    page,
  }) => {
    await open(page, 'move-choose');
    const buttons = page.getByRole('dialog', { name: move.title }).getByRole('button');
    await expect(buttons).toHaveText(['Notebook von Max', 'Device C7ZQ 2XKD']);
  });

  test('if main refuses a move, the stage says why', async ({ page }) => {
    await open(page, 'move-choose');
    await page.evaluate(() => window.preview.refuse('own.move', 'not-connected'));
    await page.getByRole('button', { name: 'Notebook von Max' }).click();
    const messages = page.locator('#stage').getByRole('status', { name: en.app.messages });
    await expect(messages).toContainText(en.refusal['not-connected']);
  });

  test('the move button is missing for a person with one device and before the call is live', async ({ page }) => {
    await open(page, 'call-voice');
    await expect(page.getByRole('toolbar')).toBeVisible();
    await expect(page.getByRole('button', { name: move.open, exact: true })).toHaveCount(0);
    await open(page, 'move-asked');
    await page.evaluate(() =>
      window.preview.push((view) => ({
        ...view,
        calls: view.calls.map((call) => ({ ...call, phase: { kind: 'connecting' as const } })),
      })),
    );
    await expect(page.getByRole('button', { name: move.open, exact: true })).toHaveCount(0);
  });
});

test.describe('the device from which a call moves', () => {
  test('the device with the call announces to which device the call is offered, and takes the offer back by keyboard', async ({
    page,
  }) => {
    await open(page, 'move-asked');
    const status = page.getByRole('status').filter({ hasText: move.asked.replace('{{name}}', 'Notebook von Max') });
    await expect(status).toContainText(move.askedText);
    await status.getByRole('button', { name: move.takeBack }).focus();
    await page.keyboard.press('Enter');
    expect(await sent(page)).toEqual([{ name: 'own.dismissMove', input: {} }]);
  });

  for (const [fixture, title] of [
    ['move-failed', move.failed.replace('{{name}}', 'Notebook von Max')],
    ['move-refused', move.refused.replace('{{name}}', 'Device C7ZQ 2XKD')],
  ] as const) {
    test(`the device with the call says that the call stays, and lets the notice be dismissed: ${fixture}`, async ({
      page,
    }) => {
      await open(page, fixture);
      const status = page.getByRole('status').filter({ hasText: title });
      await expect(status).toBeVisible();
      await status.getByRole('button', { name: en.app.dismiss }).focus();
      await page.keyboard.press('Space');
      expect(await sent(page)).toMatchObject([{ name: 'own.dismissMove' }]);
      await expect(page.getByRole('button', { name: move.open, exact: true })).toBeEnabled();
    });
  }

  test('the device that had the call names the device on which the call continues', async ({ page }) => {
    await open(page, 'move-moved');
    await expect(page.getByRole('heading', { name: en.reason.transferred.title })).toBeVisible();
    await expect(page.getByText(move.moved.replace('{{name}}', 'Notebook von Max'))).toBeVisible();
    await expect(page.getByRole('button', { name: en.app.close, exact: true })).toBeFocused();
  });
});

test('the peer reads that the other person continues on another device, and finds the id of that device', async ({
  page,
}) => {
  await open(page, 'move-took-place');
  const status = page.getByRole('status').filter({ hasText: move.tookPlace.replace('{{name}}', 'Dr. Anna Berg') });
  await expect(status).toContainText(move.tookPlaceText);
  await status.getByRole('button', { name: en.app.dismiss }).click();
  await expect(status).toHaveCount(0);
  expect(await sent(page)).toEqual([]); // main knows the move; only the notice disappears
  await page.getByRole('button', { name: en.call.security, exact: true }).click();
  await page.getByRole('button', { name: en.code.numbers }).click();
  await expect(page.getByText('c7zq2xkd'.padEnd(26, 'a'))).toBeVisible();
});

test.describe('the device to which a call is to move', () => {
  test('the device to which a call is offered names the peer and the offering device, and accepts or refuses by keyboard', async ({
    page,
  }) => {
    await open(page, 'move-offered');
    const status = page.getByRole('status').filter({ hasText: move.offer.replace('{{name}}', 'Dr. Anna Berg') });
    await expect(status).toContainText('anna.berg@klinik.example');
    await expect(status).toContainText('Notebook von Max');
    await status.getByRole('button', { name: move.take }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(status.getByRole('button', { name: move.refuse })).toBeFocused();
    await page.keyboard.press('Enter');
    expect(await sent(page)).toEqual([
      { name: 'call.takeOver', input: { call: OFFERED } },
      { name: 'call.refuseMove', input: { call: OFFERED } },
    ]);
  });

  test('once the offered call has ended, the device says so, cannot take the call, and calls the peer only on request', async ({
    page,
  }) => {
    await open(page, 'move-offered');
    await page.evaluate(() =>
      window.preview.push((view) =>
        view.offer === undefined ? view : { ...view, offer: { ...view.offer, state: 'over' } },
      ),
    );
    const status = page.getByRole('status').filter({ hasText: move.over.replace('{{name}}', 'Dr. Anna Berg') });
    await expect(status).toContainText(move.overText.replace('{{address}}', 'anna.berg@klinik.example'));
    await expect(page.getByRole('button', { name: move.take })).toHaveCount(0);
    expect(await sent(page)).toEqual([]);
    const place = { name: 'call.place', input: { address: 'anna.berg@klinik.example', media: 'audio' } };
    await page.evaluate(() => window.preview.refuse('call.place', 'not-connected'));
    const call = status.getByRole('button', { name: move.call, exact: true });
    await call.click();
    await expect(page.getByRole('status', { name: en.app.messages })).toContainText(en.refusal['not-connected']);
    expect(await sent(page)).toEqual([place]); // the offer stays, to be tried again
    await page.evaluate(() => window.preview.allow('call.place'));
    await call.click();
    await expect.poll(() => sent(page)).toEqual([place, place, { name: 'call.refuseMove', input: { call: OFFERED } }]);
  });

  test('dismissing the notice of an ended call calls nobody', async ({ page }) => {
    await open(page, 'move-over');
    await page.getByRole('button', { name: en.app.dismiss }).first().click();
    expect(await sent(page)).toEqual([{ name: 'call.refuseMove', input: { call: OFFERED } }]);
  });
});
