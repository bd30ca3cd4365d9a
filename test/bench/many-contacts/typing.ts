// From a key press in the search field until the results have been drawn, measured in the page.
import type { Page } from '@playwright/test';
import { en } from '../../../src/text/page/en.ts';
import { median } from '../moments/steps.ts';

interface Scope {
  shownMs: Promise<number> | undefined;
}

// Must be self-contained. The page draws the results within the input event, so they are on the screen when the second
// frame begins.
function watchNextKeyInPage(field: Element): void {
  const next = (name: string): Promise<number> =>
    new Promise((resolve) => {
      field.addEventListener(name, () => resolve(performance.now()), { capture: true, once: true });
    });
  const both = Promise.all([next('keydown'), next('input')]);
  (globalThis as unknown as Scope).shownMs = both.then(
    ([pressedAtMs]) =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - pressedAtMs)));
      }),
  );
}

/**
 * Types `text` into the search of the contacts, letter by letter, and empties it; returns the median time of a letter,
 * in ms.
 */
export async function timeSearch(page: Page, text: string): Promise<number> {
  await page.getByRole('tab', { name: en.nav.contacts }).click();
  const field = page.getByRole('searchbox', { name: en.contacts.search });
  const took = [];
  for (const letter of text) {
    await field.evaluate(watchNextKeyInPage);
    await field.press(letter);
    took.push((await page.evaluate(() => (globalThis as unknown as Scope).shownMs)) ?? Number.NaN);
  }
  await field.fill('');
  return median(took);
}
