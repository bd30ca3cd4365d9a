// The two pages of a call's window, laid out as main lays them out: which page shows what, how the focus moves, and
// that neither page covers the other.
import { type Locator, type Page, expect, test } from '@playwright/test';
import { BAR_HEIGHT, PANEL_WIDTH } from '../../../src/contract/call-layout.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const security = (page: Page): Locator => page.locator('#security');
const stage = (page: Page): Locator => page.locator('#stage');
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const top = async (element: Locator): Promise<number> => (await element.boundingBox())?.y ?? -1;

test.describe('contents of the two pages of a call', () => {
  test('the security page shows neither text nor pictures from the other person', async ({ page }) => {
    await open(page, 'call-text');
    await expect(stage(page).getByRole('log')).toContainText('Die Station ist 4B');
    await button(page, 'Security').click();
    await expect(security(page).locator('[data-code]')).toBeVisible();
    for (const text of ['Die Station', 'ich schreibe es auf', 'und der Raum']) {
      await expect(security(page).getByText(text)).toHaveCount(0);
    }
    await open(page, 'call-video');
    await expect(stage(page).locator('video')).toHaveCount(2);
    await expect(security(page).locator('video, audio, canvas, img, iframe')).toHaveCount(0);
  });

  test('the stage shows neither the code nor the trust in the person', async ({ page }) => {
    await open(page, 'call-confirmed');
    await button(page, 'Security').click();
    await expect(security(page).locator('[data-code="48219037"]')).toBeVisible();
    await expect(security(page).locator('[data-state="verified"]')).toBeVisible();
    const html = await stage(page).innerHTML();
    expect(html).not.toContain('4821');
    expect(html).not.toMatch(/verified|sealed/u);
  });

  test('the heading of the stage is “Call with” and the name, and that of the security page is the name alone', async ({
    page,
  }) => {
    await open(page, 'call-voice');
    await expect(stage(page).getByRole('heading', { level: 1 })).toHaveText('Call with Dr. Anna Berg');
    await expect(security(page).getByRole('heading', { level: 1 })).toHaveText('Dr. Anna Berg');
  });
});

test.describe('room for the two pages of a call', () => {
  test('the stage begins where the head ends, and moves when the head gains a line', async ({ page }) => {
    await open(page, 'call-voice');
    const line = page.getByRole('group', { name: 'State of the call' });
    const bottom = async (): Promise<number> => {
      const box = await line.boundingBox();
      return Math.round((box?.y ?? 0) + (box?.height ?? 0));
    };
    await expect.poll(() => top(stage(page))).toBe(await bottom());
    const before = await top(stage(page));
    await page.evaluate(() =>
      window.preview.push((view) => ({ ...view, managed: { ...view.managed, banner: 'VS – NfD' } })),
    );
    await expect.poll(() => top(stage(page))).toBeGreaterThan(before);
    expect(await top(stage(page))).toBe(await bottom());
  });

  test('an open panel is beside the stage, which fills the width again once the panel is closed', async ({ page }) => {
    await page.setViewportSize({ width: 960, height: 640 });
    await open(page, 'call-voice');
    const width = async (): Promise<number> => (await stage(page).boundingBox())?.width ?? -1;
    await expect.poll(width).toBe(960);
    await button(page, 'Security').click();
    await expect.poll(width).toBe(960 - PANEL_WIDTH);
    const panel = page.getByRole('complementary', { name: 'Security' });
    await expect // the panel slides in
      .poll(() => panel.boundingBox())
      .toMatchObject({ x: 960 - PANEL_WIDTH, width: PANEL_WIDTH });
    await panel.getByRole('button', { name: 'Close' }).click();
    await expect.poll(width).toBe(960);
  });

  for (const panel of ['Security', 'Text', 'Keys']) {
    test(`the bar stays below the panel in one row in a narrow window: ${panel}`, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 640 });
      await open(page, 'call-voice');
      if (panel === 'Keys') await page.keyboard.press('?');
      else await button(page, panel).click();
      const bar = page.getByRole('toolbar');
      await expect.poll(async () => (await bar.boundingBox())?.height).toBe(BAR_HEIGHT);
      expect(await top(bar)).toBe(640 - BAR_HEIGHT);
      await expect // the panel slides in
        .poll(async () => {
          const box = await page.getByRole('complementary', { name: panel }).boundingBox();
          return [box?.x, box?.width, Math.round((box?.y ?? 0) + (box?.height ?? 0))];
        })
        .toEqual([0, 360, 640 - BAR_HEIGHT]);
      for (const each of await bar.getByRole('button').all()) await expect(each).toBeInViewport({ ratio: 1 });
      await button(page, 'Hang up').click();
      expect(await sent(page)).toMatchObject([{ name: 'own.hangUp' }]);
    });
  }

  test('at 200 %, the code field of one call and the newest text of another are visible without scrolling', async ({
    page,
  }) => {
    await page.setViewportSize({ width: 480, height: 320 });
    await open(page, 'call-type', 'de');
    await button(page, 'Sicherheit').click();
    await expect(page.getByLabel('Code, den Sie hören')).toBeFocused();
    await expect(page.getByLabel('Code, den Sie hören')).toBeInViewport({ ratio: 1 });
    await open(page, 'call-text', 'de');
    await expect(page.getByText('und der Raum ist die Nu')).toBeInViewport({ ratio: 1 });
    await expect(page.getByLabel('Ihr Text')).toBeInViewport({ ratio: 1 });
  });

  test('the stage does not cover a refusal shown on the security page', async ({ page }) => {
    await open(page, 'move-asked');
    await page.evaluate(() => window.preview.refuse('own.dismissMove', 'not-connected'));
    await button(page, 'Take back').click();
    const dismiss = security(page).getByRole('button', { name: 'Dismiss' });
    await expect(dismiss).toBeVisible();
    await dismiss.click({ timeout: 5000 }); // nothing covers it
    await expect(dismiss).toHaveCount(0);
  });

  test('the stage is hidden after a wrong code and after the end of a call', async ({ page }) => {
    for (const fixture of ['call-mismatch', 'ended-peer-hung-up']) {
      await open(page, fixture);
      await expect(stage(page), fixture).toBeHidden();
      await expect(page.getByRole('toolbar'), fixture).toHaveCount(0);
    }
  });
});

test.describe('the keyboard in the two pages of a call', () => {
  test('Tab moves the focus from the last control of one page to the first of the other, and Shift+Tab moves it back', async ({
    page,
  }) => {
    await open(page, 'call-voice');
    await button(page, 'Small window, always on top').focus();
    await page.keyboard.press('Tab');
    await expect(button(page, 'Mute')).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(button(page, 'Small window, always on top')).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(button(page, 'Full screen on or off (F11)')).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(button(page, 'Compare')).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(button(page, 'Hang up')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(button(page, 'Compare')).toBeFocused();
  });

  test('the first Tab reaches the first control of the security page, and no stop between the pages traps the focus', async ({
    page,
  }) => {
    await open(page, 'call-voice');
    await page.keyboard.press('Tab');
    await expect(button(page, 'Compare')).toBeFocused();
    expect(await page.evaluate(() => window.preview.windowed.filter(({ name }) => name === 'window.leave'))).toEqual(
      [],
    );
    const seen = new Set<string>();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      await expect(page.locator(':focus')).not.toHaveAttribute('data-leave');
      seen.add((await page.locator(':focus').textContent()) ?? '');
    }
    expect([...seen]).toEqual(expect.arrayContaining(['Mute', 'Hold', 'Security', 'Hang up', 'Compare']));
  });

  test('the keyboard stays in the security page while there is no stage', async ({ page }) => {
    await open(page, 'call-mismatch');
    await expect(button(page, 'Hang up')).toBeFocused();
    for (const key of ['Tab', 'Tab', 'Shift+Tab']) {
      await page.keyboard.press(key);
      await expect(button(page, 'Hang up')).toBeFocused();
    }
  });

  test('the focus goes into a panel opened by a button of the stage, and Escape returns it to that button', async ({
    page,
  }) => {
    await open(page, 'call-type');
    await button(page, 'Security').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Code you hear')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('complementary')).toHaveCount(0);
    await expect(button(page, 'Security')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Code you hear')).toBeFocused();
  });

  test('closing the text panel returns the focus to its button, and the keyboard shortcut for hold works from both pages', async ({
    page,
  }) => {
    await open(page, 'call-voice');
    await button(page, 'Text').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Your text')).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(button(page, 'Text')).toBeFocused();
    await page.keyboard.press('Control+Shift+H');
    await button(page, 'Compare').focus();
    await page.keyboard.press('Control+Shift+H');
    const hold = { name: 'own.hold', input: { hold: true } };
    expect(await sent(page)).toEqual([hold, hold]);
  });
});

test('making the window small closes its panel, and opening a panel makes a small window normal until the panel is closed', async ({
  page,
}) => {
  await open(page, 'call-voice');
  await button(page, 'Text').click();
  await button(page, 'Small window, always on top').click();
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await expect(button(page, 'Normal window')).toBeVisible();
  await button(page, 'Security').click();
  await expect(button(page, 'Small window, always on top')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(button(page, 'Normal window')).toBeVisible();
});
