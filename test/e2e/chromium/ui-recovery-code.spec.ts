// The person's recovery code in Chromium over fixtures: what is pressed and typed goes to main, what main reports is on
// the screen, and the printed page is black on white and fits one sheet.
import { type Page, expect, test } from '@playwright/test';
import { de } from '../../../src/text/page/de.ts';
import { en } from '../../../src/text/page/en.ts';
import { openedPreview } from '../../support/preview/opened.ts';
import { RECOVERY_CODE } from '../../support/preview/recovery-code-fixtures.ts';

const { open, sent } = openedPreview();
const texts = en.recoveryCode;
const groups = RECOVERY_CODE.split(' ');

test.describe('the recovery code in the settings', () => {
  for (const [fixture, text] of [
    ['code-none', texts.none],
    ['code-there', texts.thereHere],
    ['code-there-elsewhere', texts.there.replace('{{name}}', 'Notebook von Max')],
    ['code-taken-back', texts.takenBackHere],
    ['code-taken-back-elsewhere', texts.takenBack.replace('{{name}}', 'Notebook von Max')],
    ['code-taken-back-somewhere', texts.takenBackElsewhere],
    ['code-used', texts.used],
    ['code-used-here', texts.usedHere],
  ] as const) {
    test(`the settings say what happened to the code: ${fixture}`, async ({ page }) => {
      await open(page, fixture);
      await expect(page.getByText(text, { exact: true })).toBeVisible();
    });
  }

  test('if there is no code, the settings offer to make one, and offer nothing to revoke', async ({ page }) => {
    await open(page, 'code-none');
    await expect(page.getByRole('button', { name: texts.takeBack })).toHaveCount(0);
    await page.getByRole('button', { name: texts.make }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'recovery.make', input: {} }]);
  });

  test('the settings ask main to revoke a code, report that it is revoked, and show no message if the person cancels', async ({
    page,
  }) => {
    await open(page, 'code-there');
    const messages = page.getByRole('status', { name: en.app.messages });
    await page.evaluate(() => window.preview.refuse('recovery.takeBack', 'cancelled'));
    await page.getByRole('button', { name: texts.takeBack }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'recovery.takeBack', input: {} }]);
    await expect(messages).toBeEmpty();
    await page.evaluate(() => window.preview.allow('recovery.takeBack'));
    await page.getByRole('button', { name: texts.takeBack }).click();
    await expect(messages).toContainText(texts.takenBackDone);
  });

  test('if the organisation forbids codes, the settings offer no new code but can still revoke the existing one', async ({
    page,
  }) => {
    await open(page, 'code-forbidden-there');
    const replace = page.getByRole('button', { name: texts.replace });
    await expect(replace).toBeDisabled();
    await expect(replace).toHaveAccessibleDescription(en.managed.locked);
    await expect(page.getByText(texts.forbiddenThere)).toBeVisible();
    await page.getByRole('button', { name: texts.takeBack }).click();
    await expect.poll(() => sent(page)).toEqual([{ name: 'recovery.takeBack', input: {} }]);
  });

  test('a removed device says why its code is void, and does not offer to make one', async ({ page }) => {
    await open(page, 'code-used');
    await expect(page.getByText(texts.used)).toBeVisible();
    await expect(page.getByRole('button', { name: texts.make })).toHaveCount(0);
  });

  test('the settings say that a code is being saved, and make no other one meanwhile', async ({ page }) => {
    await open(page, 'code-saving');
    await expect(page.getByText(texts.saving)).toBeVisible();
    await expect(page.getByRole('button', { name: texts.make })).toBeDisabled();
  });

  test('the settings say that the code is in its own window, and do not ask main for it', async ({ page }) => {
    await open(page, 'code-in-its-window');
    await expect(page.getByText(texts.isShown)).toBeVisible();
    expect((await sent(page)).map(({ name }) => name)).not.toContain('recovery.read');
  });
});

test.describe('the recovery code on the home page', () => {
  test('the line on the home page offers a code, and passes “not now” to main', async ({ page }) => {
    await open(page, 'home-code-offered');
    await expect(page.getByText(texts.offer)).toBeVisible();
    await page.getByRole('button', { name: texts.notNow }).click();
    await page.getByRole('button', { name: texts.offerDo }).click();
    await expect
      .poll(() => sent(page))
      .toEqual([
        { name: 'recovery.notNow', input: {} },
        { name: 'recovery.make', input: {} },
      ]);
  });

  test('the line on the home page cannot be dismissed if the organisation requires a code', async ({ page }) => {
    await open(page, 'home-code-required');
    await expect(page.getByText(texts.require)).toBeVisible();
    await expect(page.getByRole('button', { name: texts.offerDo })).toBeVisible();
    await expect(page.getByRole('button', { name: texts.notNow })).toHaveCount(0);
  });
});

test.describe('the window of the recovery code', () => {
  const code = (page: Page) => page.getByRole('img', { name: new RegExp(`^${texts.label}: K 7 F 2, `, 'u') });

  test('the code window reads the code from main once and shows it, and hides the code while asking for its last group', async ({
    page,
  }) => {
    await open(page, 'paper-shown');
    await expect(code(page)).toHaveText(groups.join(''));
    await page.getByRole('button', { name: texts.next }).click();
    await expect(page.getByText(groups[0]!)).toHaveCount(0);
    const field = page.getByRole('textbox', { name: texts.group });
    await expect(field).toBeFocused();
    await page.getByRole('button', { name: texts.confirm }).click();
    await expect(page.getByText(texts.groupMissing)).toBeVisible();
    await page.evaluate(() => window.preview.refuse('recovery.confirm', 'wrong-group'));
    await field.fill('xz');
    await page.getByRole('button', { name: texts.confirm }).click();
    await expect(page.getByText(en.refusal['wrong-group'])).toBeVisible();
    await page.getByRole('button', { name: texts.back }).click();
    await expect(code(page)).toBeVisible();
    await expect
      .poll(() => sent(page))
      .toEqual([
        { name: 'recovery.read', input: {} },
        { name: 'recovery.confirm', input: { group: 'XZ' } },
      ]);
  });

  test('once main has made the code valid, the code window says that the code is ready and hides it', async ({
    page,
  }) => {
    await open(page, 'paper-shown');
    await expect(code(page)).toBeVisible();
    await page.evaluate(() =>
      window.preview.push((view) => ({ ...view, recovery: { ...view.recovery!, showing: 'made' as const } })),
    );
    await expect(page.getByRole('heading', { name: texts.madeTitle })).toBeVisible();
    expect(await page.content()).not.toContain(groups[0]);
    await page.getByRole('button', { name: texts.close }).click();
    await expect.poll(async () => (await sent(page)).at(-1)).toEqual({ name: 'recovery.close', input: {} });
  });

  test('the code window warns that the old code becomes invalid', async ({ page }) => {
    await open(page, 'paper-replaces');
    await expect(page.getByText(texts.replaces)).toBeVisible();
  });

  test('the code window says that the code is gone if main has none to show', async ({ page }) => {
    await open(page, 'paper-gone');
    await expect(page.getByRole('heading', { name: texts.goneTitle })).toBeVisible();
  });

  test('the code window prints through main, and reports if nothing could be printed', async ({ page }) => {
    await open(page, 'paper-shown');
    await page.evaluate(() => window.preview.refuse('recovery.print', 'not-printed'));
    await page.getByRole('button', { name: texts.print }).click();
    await expect(page.getByRole('status', { name: en.app.messages })).toContainText(en.refusal['not-printed']);
  });

  test('the code window lets no part of the code be selected', async ({ page }) => {
    await open(page, 'paper-shown');
    await expect(code(page)).toBeVisible();
    await page.keyboard.press('Control+a');
    const selected = await page.evaluate(() => String(getSelection()));
    for (const group of groups) expect(selected).not.toContain(group);
  });
});

test.describe('the printed recovery code', () => {
  for (const [language, words] of [
    ['de', de.recoveryCode],
    ['en', en.recoveryCode],
  ] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      test(`the printed sheet says in ${language} whose code it is and what it is for, black on white from a ${scheme} window`, async ({
        page,
      }) => {
        await page.emulateMedia({ colorScheme: scheme });
        await open(page, 'paper-shown', language);
        const paper = page.locator('[data-paper]');
        await expect(paper).toBeHidden();
        await page.emulateMedia({ media: 'print', colorScheme: scheme });
        await expect(paper).toBeVisible();
        await expect(page.getByRole('button')).toHaveCount(0); // print hides everything but the sheet
        for (const text of [
          'Max Mustermann',
          'max.mustermann@klinik.example',
          '48219 03755 61204 87339 55182 06743',
          language === 'de' ? '12. Mai 2026' : '12 May 2026',
          words.paper.use,
          words.paper.finder,
          words.paper.lost,
          words.paper.keep,
        ]) {
          await expect(paper).toContainText(text);
        }
        for (const group of groups) await expect(paper.getByText(group, { exact: true })).toBeVisible();
        const colours = await paper.evaluate((node) =>
          [node, ...node.querySelectorAll('*')].map((each) => {
            const { color, backgroundColor } = getComputedStyle(each);
            return `${color} on ${backgroundColor}`;
          }),
        );
        const allowed = ['rgb(0, 0, 0) on rgb(255, 255, 255)', 'rgb(0, 0, 0) on rgba(0, 0, 0, 0)'];
        expect(colours.filter((each) => !allowed.includes(each))).toEqual([]);
        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        expect(ground).toBe('rgb(255, 255, 255)');
      });
    }
  }

  test('the printed sheet is one page of A4', async ({ page }) => {
    await open(page, 'paper-shown', 'de');
    await page.locator('[data-paper]').waitFor({ state: 'attached' });
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const text = pdf.toString('latin1');
    expect(text.match(/\/Type \/Page\b/gu)).toHaveLength(1);
    expect(text).toMatch(/\/MediaBox \[0 0 59[45]\S* 84[12]\S*\]/u);
  });
});
