// Where the message of a window is: it covers no button, even with the longest German text in the least window. The main
// window is not here: its content scrolls, so a button could be scrolled out from under a message. In Chromium over
// fixtures.
import { type Locator, type Page, expect, test } from '@playwright/test';
import type { CommandName } from '../../../src/contract/ipc.ts';
import { de } from '../../../src/text/page/de.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open } = openedPreview();
const LONGEST = 'asked-lately';

const messages = (page: Page): Locator => page.getByRole('status', { name: de.app.messages });
const refuse = (page: Page, command: CommandName): Promise<void> =>
  page.evaluate(([name, code]) => window.preview.refuse(name, code), [command, LONGEST] as const);

/** Expects that every button of `inside` that can be pressed is not covered and can be scrolled into view. */
async function expectPressable(inside: Page | Locator): Promise<void> {
  for (const each of await inside.getByRole('button', { disabled: false }).all())
    await each.click({ trial: true, timeout: 10_000 });
}

test('the longest message in German is the one that these tests show', () => {
  const lengths = Object.values(de.refusal).map((text) => text.length);
  expect(de.refusal[LONGEST]).toHaveLength(Math.max(...lengths));
});

// Each window at its least size, a command that main refuses, and the button that sends it.
const windows: readonly (readonly [string, string, number, number, CommandName, string])[] = [
  ['the card', 'card-pinned', 420, 320, 'call.decline', de.card.decline],
  ['the window of a call', 'call-voice', 320, 220, 'own.hangUp', de.call.hangUp],
  ['the choice of what to share', 'share-pick', 420, 400, 'share.close', de.app.cancel],
  ['the tryout', 'tryout', 360, 400, 'tryout.close', de.app.close],
  ['the window of a recovery code', 'paper-shown', 420, 480, 'recovery.close', de.app.cancel],
];
for (const [where, fixture, width, height, command, button] of windows) {
  test(`the longest message in ${where} covers no button at the least size of the window`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page, fixture, 'de');
    await refuse(page, command);
    await page.getByRole('button', { name: button, exact: true }).click();
    await expect(messages(page).getByText(de.refusal[LONGEST])).toBeVisible();
    await expectPressable(page);
  });
}

test('beside the longest message a card still shows whole who calls and whether that is proven', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 320 });
  await open(page, 'card-waiting', 'de');
  await refuse(page, 'call.decline');
  await page.getByRole('button', { name: de.card.decline, exact: true }).click();
  await expect(messages(page).getByText(de.refusal[LONGEST])).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Bernd Schulze' })).toBeInViewport({ ratio: 1 });
  await expect(page.getByText(/^Gibt an, Bernd Schulze zu sein/u)).toBeInViewport({ ratio: 1 });
});

test('the bar of a call stays where it is when the longest message comes', async ({ page }) => {
  for (const size of [
    { width: 320, height: 220 },
    { width: 360, height: 240 },
    { width: 960, height: 640 },
  ]) {
    await page.setViewportSize(size);
    await open(page, 'call-video', 'de');
    const hangUp = page.getByRole('button', { name: de.call.hangUp, exact: true });
    const place = await hangUp.boundingBox();
    await refuse(page, 'own.hangUp');
    await hangUp.click();
    await expect(messages(page).getByText(de.refusal[LONGEST])).toBeVisible();
    expect(await hangUp.boundingBox()).toEqual(place);
    await expect(hangUp).toBeInViewport({ ratio: 1 });
  }
});

test('in the strip beside an open panel a message can be dismissed, and then the bar is back', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await open(page, 'call-voice', 'de');
  await page.getByRole('button', { name: de.call.security, exact: true }).click();
  await expect(page.getByRole('complementary')).toBeVisible();
  await refuse(page, 'own.hangUp');
  const hangUp = page.getByRole('button', { name: de.call.hangUp, exact: true });
  await hangUp.click();
  await messages(page).getByRole('button', { name: de.app.dismiss }).click();
  await hangUp.click({ trial: true });
});

test('a message beside an open dialog covers none of its buttons, and dismissing it leaves the focus in the dialog', async ({
  page,
}) => {
  await page.setViewportSize({ width: 480, height: 320 }); // as at 200 %
  await open(page, 'check-diagnosis', 'de');
  await refuse(page, 'diagnostics.save');
  const dialog = page.getByRole('dialog');
  const save = dialog.getByRole('button', { name: de.check.save, exact: true });
  await save.click();
  await expect(messages(page)).toContainText(de.refusal[LONGEST]);
  await expectPressable(dialog);
  const dismiss = messages(page).getByRole('button', { name: de.app.dismiss });
  await dismiss.hover();
  await page.mouse.down();
  await expect(dismiss).toBeFocused();
  // At the pace of a hand React Aria sees, in the next frame, that the focus has left the dialog for the message.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.mouse.up();
  await expect(messages(page)).toBeEmpty();
  await expect(save).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});
