// The message of a window covers none of its buttons, however small the window is. In Chromium over fixtures. The main
// window is not here: its content scrolls, so a button could be scrolled out from under a message.
import { expect, test } from '@playwright/test';
import type { CommandName } from '../../../src/contract/ipc.ts';
import { en } from '../../../src/text/page/en.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open } = openedPreview();

// Each window at its least size, a command that main refuses, and the button that sends it.
const windows: readonly (readonly [string, string, number, number, CommandName, string])[] = [
  ['the card', 'card-pinned', 420, 320, 'call.decline', en.card.decline],
  ['the window of a call', 'call-voice', 320, 220, 'own.hangUp', en.call.hangUp],
  ['the choice of what to share', 'share-pick', 420, 400, 'share.close', en.app.cancel],
  ['the tryout', 'tryout', 360, 400, 'tryout.close', en.app.close],
  ['the window of a recovery code', 'paper-shown', 420, 480, 'recovery.close', en.app.cancel],
];
for (const [where, fixture, width, height, command, button] of windows) {
  test(`a message in ${where} covers no button, even at the least size of the window`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, fixture);
    await page.evaluate((name) => window.preview.refuse(name, 'internal'), command);
    await page.getByRole('button', { name: button, exact: true }).click();
    await expect(page.getByRole('status', { name: en.app.messages }).getByText(en.refusal.internal)).toBeVisible();
    for (const each of await page.getByRole('button', { disabled: false }).all())
      await each.click({ trial: true, timeout: 10_000 });
  });
}

test('a message beside an open dialog covers none of its buttons, and can be dismissed without closing the dialog', async ({
  page,
}) => {
  await page.setViewportSize({ width: 480, height: 320 }); // as at 200 %
  await open(page, 'check-diagnosis');
  await page.evaluate(() => window.preview.refuse('diagnostics.save', 'internal'));
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: en.check.save, exact: true }).click();
  const messages = page.getByRole('status', { name: en.app.messages });
  await expect(messages).toContainText(en.refusal.internal);
  for (const each of await dialog.getByRole('button').all()) await each.click({ trial: true, timeout: 10_000 });
  await messages.getByRole('button', { name: en.app.dismiss }).click();
  await expect(messages).toBeEmpty();
  await expect(dialog).toBeVisible();
});
