// Light or dark, text size, contrast and motion in the real program: the main window and the card follow, and the choice
// survives a restart.
import { expect, type Page } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { test } from '../support/two-people.ts';

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** The colour scheme, text size, contrast and motion with which a page is drawn. */
async function look(page: Page): Promise<readonly unknown[]> {
  await page.emulateMedia({ colorScheme: null }); // otherwise Playwright overrides the system's settings
  return page.evaluate(() => {
    const root = getComputedStyle(document.documentElement);
    return [
      matchMedia('(prefers-color-scheme: dark)').matches,
      Math.round(window.devicePixelRatio * 100) / 100,
      root.getPropertyValue('--border-strong').includes('#191c1b'),
      getComputedStyle(document.body).animationDuration,
    ];
  });
}

test('the open main window, the next card and a restarted program follow the chosen appearance, text size, contrast and motion', async ({
  two,
}) => {
  const { caller, callee, start } = two;
  const page = await callee.window('main');
  const before = await look(page);
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await choose(page, en.look.appearance, en.look.dark);
  await choose(page, en.look.textSize, '144%');
  await page.getByText(en.look.moreContrast).click();
  await page.getByText(en.look.lessMotion).click();
  const chosen = [true, 1.44, true, '1e-05s'];
  await expect.poll(() => look(page)).toEqual(chosen);
  expect(before).toEqual([false, 1, false, '0s']);
  await caller.place(people.callee.name, 'audio');
  const card = await callee.window('card');
  await expect.poll(() => look(card)).toEqual(chosen);
  await caller.hangUp();
  await callee.app.close();

  const again = await start('callee');
  await again.until('the settings', ({ settings }) => settings.appearance === 'dark');
  const reopened = await again.window('main');
  await expect.poll(() => look(reopened)).toEqual(chosen);
  expect(await again.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
});
