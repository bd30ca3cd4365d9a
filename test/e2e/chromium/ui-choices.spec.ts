// Which buttons the call window, the card and the tryout offer, where they are, and that the texts fit the state. In
// Chromium over fixtures.
import { type Locator, type Page, expect, test } from '@playwright/test';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
const boxOf = async (locator: Locator): Promise<{ x: number; y: number }> => {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('not drawn');
  return box;
};

/** The visible words in `element` that continue in a second line. */
const brokenWords = (element: Element): readonly string[] => {
  const broken: string[] = [];
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    for (const { 0: word, index } of (node.textContent ?? '').matchAll(/\S+/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (range.getClientRects().length > 1) broken.push(word);
    }
  }
  return broken;
};

test('all nine buttons of a call stay in one row beside an open panel, with German texts without a broken word', async ({
  page,
}) => {
  await page.setViewportSize({ width: 960, height: 640 });
  await open(page, 'move-asked', 'de');
  await page.keyboard.press('Control+Shift+T');
  await expect(page.getByRole('textbox')).toBeVisible();
  const bar = page.getByRole('toolbar').getByRole('button');
  await expect(bar).toHaveCount(9);
  const rows = async (): Promise<number> => {
    const all = await Promise.all((await bar.all()).map(boxOf));
    return new Set(all.map(({ y }) => Math.round(y))).size;
  };
  await expect.poll(rows).toBe(1);
  const inOneRow = async (): Promise<void> => {
    for (const each of await bar.all()) {
      expect(await each.evaluate(brokenWords)).toEqual([]);
      await expect(each).toBeInViewport({ ratio: 1 });
      expect((await each.locator('span').boundingBox())?.width).toBeGreaterThan(20);
    }
  };
  await inOneRow();
  await page.evaluate(() =>
    window.preview.push((view) => ({
      ...view,
      calls: view.calls.map((call) => ({ ...call, local: { ...call.local, hold: true } })),
    })),
  );
  await expect(button(page, 'Fortsetzen')).toBeVisible();
  await inOneRow();
  await page.emulateMedia({ forcedColors: 'active' });
  await inOneRow();
});

for (const width of [320, 360]) {
  test(`all nine buttons of a call are whole in a window ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 240 });
    await open(page, 'move-asked', 'de');
    await page.evaluate(() =>
      window.preview.push((view) => ({ ...view, calls: view.calls.map(({ moving: _gone, ...call }) => call) })),
    );
    const bar = page.getByRole('toolbar').getByRole('button');
    await expect(bar).toHaveCount(9);
    for (const each of await bar.all()) await expect(each).toBeInViewport({ ratio: 1 });
  });
}

for (const [width, height] of [
  [480, 320],
  [607, 640],
] as const) {
  test(`in a window of ${width} × ${height} px the nine buttons of a call have no text, and a tip names each`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await open(page, 'move-asked', 'de');
    const bar = page.getByRole('toolbar').getByRole('button');
    await expect(bar).toHaveCount(9);
    await page.mouse.move(200, 100); // React Aria shows tips only after it has seen the mouse
    for (const each of await bar.all()) {
      const name = (await each.textContent()) ?? '';
      await expect(each).toBeInViewport({ ratio: 1 });
      expect((await each.locator('span').boundingBox())?.width).toBe(1);
      await each.hover();
      await expect(page.getByRole('tooltip').filter({ hasText: name })).toBeVisible();
    }
  });
}

test('the text about a missing picture is not shown while the call is held', async ({ page }) => {
  await open(page, 'call-left-held');
  await expect(page.getByText('This call is still on hold')).toBeVisible();
  await expect(page.getByText('Dr. Anna Berg is not sending a picture')).toHaveCount(0);
});

test('the window of a call with an undecided dispute offers an explanation and no comparison of codes', async ({
  page,
}) => {
  await open(page, 'call-disputed');
  await expect(button(page, 'Compare')).toHaveCount(0);
  await button(page, 'More about this').click();
  await expect(page.getByText(/^The code does not count/u)).toBeVisible();
});

test('the status line of an ended call says once that it has ended', async ({ page }) => {
  const line = page.getByRole('group', { name: 'State of the call' }).getByRole('status');
  await open(page, 'ended-hung-up');
  await expect(line).toHaveText('Call ended');
  await open(page, 'ended-no-answer');
  await expect(line).toHaveText('ended: No answer');
});

test('the details for an IT department include the address, and the fingerprint only if it is known', async ({
  page,
}) => {
  await open(page, 'call-replacing-mismatch');
  await expect(page.getByText(/^.* · code mismatch · .* · anna\.berg@klinik\.example$/u)).toBeVisible();
  await open(page, 'call-mismatch');
  await expect(page.getByText(/ · anna\.berg@klinik\.example · sha-256 /u)).toBeVisible();
});

test('a call whose answer main would refuse can be declined but not answered, and the card says why', async ({
  page,
}) => {
  await open(page, 'card-changed');
  for (const name of ['Answer', 'Answer with video']) await expect(button(page, name)).toBeDisabled();
  await expect(page.getByRole('alertdialog')).toHaveAccessibleDescription(/decide in the main window/iu);
  await button(page, 'Decline').click();
  expect((await sent(page)).map(({ name }) => name)).toEqual(['call.decline']);
});

test('a call whose answer main would refuse can be declined but not answered in the main window, which says why', async ({
  page,
}) => {
  await open(page, 'home-ringing-changed');
  const strip = page.getByRole('region', { name: /^State of the call/u });
  for (const name of ['Answer', 'Answer with video']) {
    await expect(strip.getByRole('button', { name, exact: true })).toBeDisabled();
  }
  await expect(strip.getByText(/decide in the main window/iu)).toBeVisible();
  await strip.getByRole('button', { name: 'Decline' }).click();
  expect((await sent(page)).map(({ name }) => name)).toEqual(['call.decline']);
});

test('the decline button has the same place on four kinds of card', async ({ page }) => {
  await page.setViewportSize({ width: 420, height: 320 });
  const places = [];
  for (const fixture of ['card-pinned', 'card-no-video', 'card-waiting', 'card-waiting-held']) {
    await open(page, fixture);
    const { x, y } = await boxOf(button(page, 'Decline'));
    places.push([x, y]);
  }
  expect(new Set(places.map(String)).size).toBe(1);
});

test('the card of a silenced call says in text that it is silenced', async ({ page }) => {
  await open(page, 'card-silenced');
  await expect(page.getByText('Video call · Silenced')).toBeVisible();
});

test('after a failed second call, the button to resume the held call is before the close button, which has the focus', async ({
  page,
}) => {
  await open(page, 'call-ended-beside-held');
  const goOn = button(page, 'Continue with Bernd Schulze');
  const close = button(page, 'Close');
  expect((await boxOf(goOn)).x).toBeLessThan((await boxOf(close)).x);
  await expect(close).toBeFocused();
});

test('the tryout does not offer to turn off a camera that is not running', async ({ page }) => {
  await open(page, 'tryout-refused');
  await expect(button(page, 'Turn camera off')).toHaveCount(0);
  await button(page, 'Do not test the camera').click();
  await expect(button(page, 'Turn camera on')).toBeFocused();
});
