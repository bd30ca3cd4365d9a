// axe checks the screens. In German and the light scheme it applies the rules for WCAG 2.2 A and AA and its best
// practices; in English and the dark scheme, those for contrast and links. In both languages the screens need no
// horizontal scrolling at 200 % and at 360 px width. Also panels, dialogs, a long pane, and the shapes of the status
// line.
import { createRequire } from 'node:module';
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test } from '@playwright/test';
import { fixDate } from '../../support/preview/fixed-date.ts';
import { fixtures } from '../../support/preview/fixtures.ts';
import { NOW } from '../../support/preview/people.ts';
import { type PreviewServer, servePreview } from '../../support/preview/serve.ts';

const sizes = {
  main: { width: 960, height: 640 },
  call: { width: 960, height: 640 },
  card: { width: 420, height: 320 },
  recovery: { width: 640, height: 640 },
  picker: { width: 760, height: 600 },
  tryout: { width: 760, height: 640 },
};
type Size = (typeof sizes)['main'];
let server: PreviewServer;
test.beforeAll(async () => {
  server = await servePreview();
});
test.afterAll(() => server.close());
// Each document contains axe from the beginning. Sending it with each check took half the time of the smaller checks.
const axeFile = createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js');
const isThere = ';';
test.beforeEach(({ page }) => page.addInitScript({ path: axeFile }));

async function open(page: Page, fixture: string, language: 'de' | 'en'): Promise<void> {
  await fixDate(page, NOW);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(server.url(fixture, language));
  await page.getByRole('main').or(page.getByRole('alertdialog')).first().waitFor();
  await fixtures[fixture]?.reach?.(page);
}

// React Aria's own invisible dismiss buttons of a popover lie outside the landmarks, so `region` is checked only
// without a popover. In the program the two pages of a call are separate documents. Here they share one, so each is
// checked while the other is hidden.
async function violations(page: Page, popover = false): Promise<readonly string[]> {
  const found: string[] = [];
  const pages = await page.locator('#root > :not([hidden])').evaluateAll((all) => all.map(({ id }) => id));
  const show = async (ids: readonly string[], isShown: boolean): Promise<void> => {
    for (const id of ids)
      await page.locator(`#${id}`).evaluate((element, shown) => element.toggleAttribute('hidden', !shown), isShown);
  };
  for (const one of pages) {
    const others = pages.filter((other) => other !== one);
    await show(others, false);
    found.push(
      ...(await broken(
        axe(page)
          .disableRules(popover ? ['region'] : [])
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']),
      )),
    );
    await show(others, true);
  }
  return found;
}

// Our pages have no iframes, so axe runs in the page itself, without a second page that would combine the results of
// iframes. Only violations are reported in full; otherwise axe would describe every correct element, too.
function axe(page: Page): AxeBuilder {
  return new AxeBuilder({ page, axeSource: isThere }).setLegacyMode(true).options({ resultTypes: ['violations'] });
}

async function broken(question: AxeBuilder): Promise<readonly string[]> {
  const { violations: found } = await question.analyze();
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
  );
}

const screens = Object.keys(fixtures).filter((name) => !name.startsWith('ended-') || name === 'ended-peer-hung-up');
// The screens are grouped by the first word of their names, and each group has its own page: one page for all would get
// slower with each screen.
const groupOf = (name: string): string => name.split('-', 1)[0] ?? name;
const groups = [...new Set(screens.map(groupOf))].map(
  (group) => [group, screens.filter((name) => groupOf(name) === group)] as const,
);
/**
 * Visible buttons narrower or lower than 32 px, except React Aria's own dismiss buttons, which are for screen readers
 * alone.
 */
async function tooSmall(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, [role="button"], input[type="submit"]')]
      .filter((button) => button.getAttribute('tabindex') !== '-1' && button.checkVisibility())
      .map((button) => ({ button, box: button.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height > 0 && Math.min(box.width, box.height) < 32)
      .map(({ button, box }) => `${button.outerHTML.slice(0, 120)} ${String(box.width)} × ${String(box.height)}`),
  );
}

const softly = expect.configure({ soft: true });

/** Elements whose content is wider than they are: the whole page, or something in it that scrolls. */
async function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('*')]
      .filter((element, at) => at === 0 || /auto|scroll/u.test(getComputedStyle(element).overflowX))
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((element) => `${element.tagName} ${element.className}`),
  );
}

const narrow = {
  '200 %': ({ width, height }: Size): Size => ({ width: width / 2, height: height / 2 }),
  '360 px': ({ height }: Size): Size => ({ width: 360, height }),
};
/**
 * Expects that nothing on the open screen needs horizontal scrolling and no button is too small, at half the size and
 * at the width of a phone.
 */
async function expectRoom(page: Page, screen: string, language: 'de' | 'en'): Promise<void> {
  for (const [at, size] of Object.entries(narrow)) {
    await page.setViewportSize(size(sizes[fixtures[screen]!.window]));
    // The page lays itself out again after a change of its size.
    await softly.poll(() => tooWide(page), `${screen} (${language}) at ${at}`).toEqual([]);
    await softly.poll(() => tooSmall(page), `${screen} (${language}) at ${at}: targets below 32 px`).toEqual([]);
  }
}

/** Changes the open screen to English and dark. */
async function turn(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.evaluate(() =>
    window.preview.push((view) => ({ ...view, settings: { ...view.settings, language: 'en' } })),
  );
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
}

// Each screen is opened once, because opening it takes as long as checking it.
for (const [group, names] of groups) {
  test(`the screens of “${group}” pass axe, have contrast in the dark, and fit at 200 % and 360 px in both languages`, async ({
    page,
  }) => {
    test.setTimeout(600_000);
    for (const name of names) {
      await page.setViewportSize(sizes[fixtures[name]!.window]);
      await page.emulateMedia({ colorScheme: 'light' });
      await open(page, name, 'de');
      expect.soft(await violations(page, name === 'move-choose'), name).toEqual([]);
      await expectRoom(page, name, 'de');
      const { view, window } = fixtures[name]!;
      if (view === undefined) continue; // without a view there is no language to change
      await page.setViewportSize(sizes[window]);
      await turn(page);
      // These two rules cover all that the colours of a scheme affect. Names, roles and order are the same as in the
      // light scheme.
      expect
        .soft(await broken(axe(page).withRules(['color-contrast', 'link-in-text-block'])), `${name}, dark`)
        .toEqual([]);
      await expectRoom(page, name, 'en');
    }
  });
}

for (const scheme of ['light', 'dark'] as const) {
  test(`panels and dialogs opened on demand pass axe in the ${scheme} scheme`, async ({ page }) => {
    test.setTimeout(600_000);
    await page.emulateMedia({ colorScheme: scheme });
    await open(page, 'home-contacts', 'en');
    for (const person of ['Anna', 'Bernd', 'Carla', 'okafor']) {
      await page.getByRole('option', { name: new RegExp(person, 'u') }).click();
      expect.soft(await violations(page), person).toEqual([]);
    }
    await page.getByRole('tab', { name: 'Calls' }).click();
    expect.soft(await violations(page), 'calls').toEqual([]);
    await page.getByRole('tab', { name: 'Settings' }).click();
    expect.soft(await violations(page), 'settings').toEqual([]);
    await page.getByRole('tab', { name: 'Contacts' }).click();
    await page.getByRole('button', { name: 'Add contact' }).click();
    await page.getByRole('dialog').waitFor();
    expect.soft(await violations(page), 'add contact').toEqual([]);
    for (const fixture of ['call-video', 'call-type', 'call-confirmed', 'call-unconfirmed']) {
      await open(page, fixture, 'en');
      await page.getByRole('button', { name: 'Security', exact: true }).click();
      await page.getByRole('button', { name: 'Details for experts' }).click();
      expect.soft(await violations(page), `${fixture} panel`).toEqual([]);
    }
    await open(page, 'call-voice', 'en');
    await page.getByRole('button', { name: 'Devices' }).click();
    await page.getByRole('dialog').waitFor();
    expect.soft(await violations(page, true), 'devices').toEqual([]);
  });
}

test('if a person’s pane is longer than the window, it scrolls, and nothing around it scrolls as well', async ({
  page,
}) => {
  await page.setViewportSize({ width: 960, height: 400 });
  await open(page, 'home-contacts', 'en');
  await page.getByRole('option').first().click();
  await expect(page.getByText('Always ring')).toBeAttached();
  const twice = await page.evaluate(() => {
    const scrolls = (element: Element): boolean =>
      element.scrollHeight > element.clientHeight && /auto|scroll/u.test(getComputedStyle(element).overflowY);
    const all = [...document.querySelectorAll('body *')].filter(scrolls);
    if (all.length === 0) return ['nothing scrolls'];
    return all.filter((outer) => all.some((inner) => inner !== outer && outer.contains(inner))).map(String);
  });
  expect(twice).toEqual([]);
});

test('no two states of a call’s status line have the same shape, so they differ in greyscale', async ({ page }) => {
  const seen = new Map<string, string>();
  for (const name of screens.filter((screen) => screen.startsWith('call-'))) {
    await open(page, name, 'en');
    const seal = page.locator('[data-state]');
    const state = (await seal.getAttribute('data-state')) ?? '';
    const shape = await seal.locator('svg').innerHTML();
    expect(seen.get(shape) ?? state, `the shape of ${state}`).toBe(state);
    seen.set(shape, state);
  }
  expect(seen.size).toBeGreaterThanOrEqual(8);
});
