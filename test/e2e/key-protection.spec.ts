// Changing the protection of the person's own key in the real app, under a real keyring: from the key store to a
// passphrase, to another one, and back. The second passphrase and the key store survive a restart, and the old
// protection opens nothing any more.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { answerDialogs } from '../../tools/desktop/consent.ts';
import { people } from '../../tools/demo/sides.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { test } from '../support/two-people.ts';

const texts = en.protection;
/**
 * Keys are derived from the old and the new passphrase. That takes seconds, and longer while other tests use the
 * processor.
 */
const DERIVED = { timeout: 60_000 };
const FIRST = 'first long passphrase';
const SECOND = 'second long passphrase';

/** The wrapped keys in this person's profile. After a change, none from before must remain. */
function wraps(person: Person): readonly string[] {
  const given = person.process.spawnargs.find((arg) => arg.startsWith('--profile='))?.slice('--profile='.length) ?? '';
  const vault = path.join(given, 'vault');
  const names = readdirSync(vault).filter((name) => name.startsWith('key.json'));
  return names.map((name) => readFileSync(path.join(vault, name), 'utf8'));
}

async function change(page: Page, button: string, entries: Readonly<Record<string, string>>): Promise<void> {
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await page.getByRole('button', { name: button }).click();
  for (const [label, text] of Object.entries(entries)) await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByRole('button', { name: texts.do }).click();
}

async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.getByLabel(en.unlock.passphrase).fill(passphrase);
  await page.getByRole('button', { name: en.unlock.unlock }).click();
}

test('a profile’s key moves to a passphrase, to another one and back to the key store, and each time the old protection is gone', async ({
  two,
}) => {
  const { start } = two;
  let person = two.callee;
  let page = await person.window('main');
  const [byStore] = wraps(person);
  const asked = await answerDialogs(person, true);
  const typed = { [texts.passphrase]: FIRST, [en.setup.passphraseRepeat]: FIRST };
  await change(page, texts.toPassphrase, typed);
  await person.until('a passphrase', ({ keyStore }) => keyStore.kind === 'passphrase', DERIVED.timeout);
  expect(await asked()).toMatchObject([{ buttons: ['Cancel', 'Protect with passphrase'], defaultId: 0 }]);
  expect(wraps(person)).not.toContain(byStore);
  await page.getByRole('button', { name: en.app.dismiss }).click(); // so that the next message is about the next change
  await change(page, texts.change, {
    [texts.proof]: 'something else',
    [texts.passphrase]: SECOND,
    [en.setup.passphraseRepeat]: SECOND,
  });
  await expect(page.getByText(en.refusal['wrong-passphrase'])).toBeVisible(DERIVED);
  await page.getByLabel(texts.proof).fill(FIRST);
  await page.getByRole('button', { name: texts.do }).click();
  await expect(page.getByText(texts.saved)).toBeVisible(DERIVED);
  await expect(page.getByLabel(texts.proof)).toBeHidden();
  await person.app.close();

  person = await start('callee');
  page = await person.window('main');
  await unlock(page, FIRST);
  await expect(page.getByText(en.refusal['wrong-passphrase'])).toBeVisible(DERIVED);
  await unlock(page, SECOND);
  await person.until('the identity', ({ identity }) => identity?.address === people.callee.address, DERIVED.timeout);
  await answerDialogs(person, true);
  await change(page, texts.toSystem, { [texts.proof]: SECOND });
  await person.until('the key store', ({ keyStore }) => keyStore.kind === 'os', DERIVED.timeout);
  expect(wraps(person).join('')).not.toContain('argon2id');
  await person.app.close();

  person = await start('callee');
  await person.until('the identity', ({ identity }) => identity?.address === people.callee.address);
});
