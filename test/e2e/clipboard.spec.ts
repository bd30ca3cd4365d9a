// The clipboard belongs to the person: a script in a compromised page cannot read it, and a person can paste it with
// Ctrl+V.
import { expect, type Page } from '@playwright/test';
import { people } from '../../tools/demo/sides.ts';
import { en } from '../../src/text/page/en.ts';
import { test } from '../support/two-people.ts';

const SECRET = 'a password that lies on the clipboard';

/** What a script reads from the clipboard: by `paste` in the page and in an iframe, and by `readText`. */
async function readByScript(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const field = document.createElement('textarea');
    document.body.append(field);
    field.focus();
    document.execCommand('paste');
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inside = frame.contentDocument?.body.appendChild(frame.contentDocument.createElement('textarea'));
    inside?.focus();
    frame.contentDocument?.execCommand('paste');
    const asked = await navigator.clipboard.readText().catch(() => '');
    const found = [field.value, inside?.value ?? '', asked];
    frame.remove();
    field.remove();
    return found;
  });
}

test('no script can read the clipboard in the main window, a card or a call, and a person can paste with Ctrl+V', async ({
  two,
}) => {
  const { caller, callee } = two;
  await caller.app.evaluate(({ clipboard }, text) => clipboard.writeText(text), SECRET); // the display has one clipboard
  await caller.place(people.callee.name, 'audio');
  await callee.phase('ringing');
  const pages = [
    await caller.window('main'),
    await caller.window('stage'),
    await caller.window('security'),
    await callee.window('card'),
  ];
  for (const page of pages) {
    await page.bringToFront();
    expect(await readByScript(page)).toEqual(['', '', '']);
  }
  // A change of appearance makes the program send the engine all its settings again.
  await caller.app.evaluate(({ nativeTheme }) => void (nativeTheme.themeSource = 'dark'));
  const page = await caller.window('main');
  await page.emulateMedia({ colorScheme: null }); // otherwise Playwright emulates a light scheme
  await expect.poll(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  expect(await readByScript(page)).toEqual(['', '', '']);
  await page.getByRole('tab', { name: en.nav.contacts }).click();
  await page.getByRole('button', { name: en.contacts.add }).first().click();
  const field = page.getByRole('dialog').getByLabel(en.contacts.address);
  await field.focus();
  await page.keyboard.press('Control+V');
  await expect(field).toHaveValue(SECRET);
  await caller.hangUp();
});
