// A person makes a recovery code in the real app. It is shown, printed and typed back in a window of its own, which the
// main page cannot read, and taken back in the settings. The engine produces the printed page.
import { writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { answerDialogs } from '../../tools/desktop/consent.ts';
import { closePaper, codeShown, typeLastGroup } from '../../tools/desktop/recovery-code.ts';
import { test } from '../support/two-people.ts';

const texts = en.recoveryCode;

test('a recovery code is made in a window the main page cannot read, and taken back by a yes in main’s dialog', async ({
  two,
}) => {
  const { caller } = two;
  const main = await caller.window('main');
  await caller.until('the offer', ({ recovery }) => recovery?.notice === 'offer');
  await main.getByRole('button', { name: texts.offerDo }).first().click();
  const { paper, groups } = await codeShown(caller);
  const code = groups.join(' ');
  expect(code).toMatch(/^(?:[A-Z2-7]{4} ){8}[A-Z2-7]{2}$/u);

  // Neither page can ask for it now: the code window has received it already, and the main window must
  // never ask.
  const ask = () => window.siegel.call('recovery.read', {});
  expect(await main.evaluate(ask)).toEqual({ ok: false, code: 'not-allowed' });
  expect(await paper.evaluate(ask)).toEqual({ ok: false, code: 'recovery-gone' });
  const own = (await paper.evaluate(() => window.siegel.call('view.read', {}))) as { readonly value: object };
  expect(Object.keys(own.value).toSorted()).toEqual(['common', 'identity', 'replaces', 'showing', 'shownAt']);
  expect(JSON.stringify(await caller.view())).not.toContain(code.slice(0, 9));

  const contents = await caller.contents(paper);
  const pdf = await contents.evaluate(async (page) => {
    const bytes = await page.printToPDF({ preferCSSPageSize: true });
    return bytes.toString('base64');
  });
  const text = Buffer.from(pdf, 'base64').toString('latin1');
  expect(text.match(/\/Type \/Page\b/gu)).toHaveLength(1);
  writeFileSync(test.info().outputPath('paper.pdf'), Buffer.from(pdf, 'base64'));

  await typeLastGroup(paper, code.endsWith('22') ? '33' : '22');
  await expect(paper.getByText(en.refusal['wrong-group'])).toBeVisible();
  expect((await caller.view()).recovery?.code).toEqual({ kind: 'none' });
  await typeLastGroup(paper, code.slice(-2).toLowerCase());
  await expect(paper.getByRole('heading', { name: texts.madeTitle })).toBeVisible();
  expect((await caller.view()).recovery).toMatchObject({ code: { kind: 'there', isThis: true }, notice: 'none' });
  await closePaper(paper, texts.close);

  await main.getByRole('tab', { name: en.nav.settings }).click();
  await expect(main.getByText(texts.thereHere)).toBeVisible();
  const takeBack = main.getByRole('button', { name: texts.takeBack });
  const refused = await answerDialogs(caller, false);
  await takeBack.click();
  await expect.poll(refused).toHaveLength(1);
  expect((await refused())[0]).toMatchObject({ buttons: ['Cancel', 'Take back'], defaultId: 0 });
  expect((await caller.view()).recovery?.code.kind).toBe('there');
  await answerDialogs(caller, true);
  await takeBack.click();
  await expect(main.getByText(texts.takenBackHere)).toBeVisible();
});

test('a code does not take effect if its window is closed, or if the program is locked, before the code is confirmed', async ({
  two,
}) => {
  const { caller } = two;
  const main = await caller.window('main');
  await main.getByRole('tab', { name: en.nav.settings }).click();
  const make = main.getByRole('button', { name: texts.make });
  await make.last().click();
  const first = await caller.window('recovery');
  await expect(first.getByRole('heading', { name: texts.showTitle })).toBeVisible();
  await closePaper(first, en.app.cancel);
  expect((await caller.view()).recovery).toMatchObject({ code: { kind: 'none' }, showing: 'none' });

  await make.last().click();
  const second = await caller.window('recovery');
  const gone = second.waitForEvent('close');
  expect(await main.evaluate(() => window.siegel.call('app.lock', {}))).toEqual({ ok: true, value: undefined });
  await gone;
  await main.getByRole('button', { name: en.lock.unlock }).click();
  await caller.until('everything back', ({ link }) => link.kind === 'online');
  // The chain shows that there never was a recovery key: one that was taken back would be visible there.
  expect((await caller.view()).recovery).toMatchObject({ code: { kind: 'none' }, showing: 'none' });
});
