// The table of contents of the settings, in Chromium over fixtures: it leads to every section by keyboard, in three
// sizes of the window. Also the names of the save buttons.
import { type Page, expect, test } from '@playwright/test';
import { openedPreview } from '../../support/preview/opened.ts';

const { open } = openedPreview();

const contents = (page: Page) => page.getByRole('navigation', { name: 'Contents of the settings' });
const headings = (page: Page) => page.getByRole('heading', { level: 2 });

async function settings(page: Page, fixture = 'home-contacts'): Promise<void> {
  await open(page, fixture);
  await page.getByRole('tab', { name: 'Settings' }).click();
}

test('the table of contents of the settings has an entry for every section shown, in the order of the sections', async ({
  page,
}) => {
  await settings(page);
  const own = await headings(page).allTextContents();
  expect(own).not.toContain('Organisation');
  expect(own.length).toBeGreaterThan(14);
  await expect(contents(page).getByRole('link')).toHaveText(own);
  await settings(page, 'managed-settings');
  const managed = await headings(page).allTextContents();
  expect(managed).toContain('Organisation');
  await expect(contents(page).getByRole('link')).toHaveText(managed);
});

// The usual size of the main window, its smallest size, and the smallest size with 200 % zoom.
for (const [width, height] of [
  [960, 640],
  [720, 480],
  [360, 240],
] as const) {
  test(`each entry in the contents of the settings leads to its section and is marked, at ${String(width)} × ${String(height)}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await settings(page);
    const opener = contents(page).getByRole('button');
    const isFolded = await opener.isVisible();
    expect(isFolded).toBe(width < 900);
    for (const title of await headings(page).allTextContents()) {
      if (isFolded) await opener.click();
      const entry = contents(page).getByRole('link', { name: title, exact: true });
      await entry.focus();
      await page.keyboard.press('Enter');
      const heading = page.getByRole('heading', { level: 2, name: title, exact: true });
      await expect(heading).toBeFocused();
      await expect(heading).toBeInViewport({ ratio: 1 });
      // Nothing covers the heading: the row of contents stays above.
      const isUncovered = await heading.evaluate((element) => {
        const { left, top, height: tall } = element.getBoundingClientRect();
        return document.elementFromPoint(left + 2, top + tall / 2) === element;
      });
      expect(isUncovered, title).toBe(true);
      if (isFolded) {
        await expect(opener).toHaveText(`Contents: ${title}`);
        await expect(opener).toBeInViewport({ ratio: 1 });
      } else await expect(entry).toHaveAttribute('aria-current', 'location');
    }
    await expect(opener).toHaveCount(isFolded ? 1 : 0);
  });
}

test('the section scrolled to is marked in the contents', async ({ page }) => {
  await settings(page);
  const marked = contents(page).locator('[aria-current]');
  await expect(marked).toHaveText('You');
  const server = page.getByRole('heading', { level: 2, name: 'Server', exact: true });
  await server.evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
  await expect(marked).toHaveText('Server');
  await page.getByRole('heading', { level: 1 }).evaluate((heading) => heading.scrollIntoView({ block: 'end' }));
  await expect(marked).toHaveText('You');
});

test('the two save buttons of the settings say what they save', async ({ page }) => {
  await settings(page, 'settings-relay');
  const names = await page
    .getByRole('button', { name: /^Save/u })
    .evaluateAll((all) => all.map((each) => each.ariaLabel));
  expect(names).toEqual(['Save server', 'Save relay']);
});
