// A call to a locked program, on the screen: the card names nobody, and becomes the ordinary card once its button is
// pressed.
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { clickAndLose } from '../../tools/desktop/person.ts';
import { test } from '../support/two-people.ts';

test('the card of a locked program names the caller only after unlocking, and then answers', async ({ two }) => {
  const { caller, callee } = two;
  const main = await callee.window('main');
  await main.getByRole('button', { name: en.lock.now }).click();
  await expect(main.getByText(en.lock.textRings)).toBeVisible();
  await caller.place(people.callee.name, 'audio');
  const knock = await callee.window('card');
  await expect(knock.getByRole('alertdialog', { name: en.card.knock })).toBeVisible();
  await expect(knock.locator('body')).not.toContainText(people.caller.name);
  await expect(knock.locator('body')).not.toContainText(people.caller.address);
  expect(await knock.title()).toBe(en.card.knock);
  await clickAndLose(knock.getByRole('button', { name: en.card.unlock }));
  await callee.phase('ringing');
  const card = async (): Promise<string> => (await callee.window('card')).locator('body').innerText();
  await expect.poll(() => card().catch(() => '')).toContain(people.caller.name);
  await callee.answer('audio');
  await callee.phase('live', 30_000);
});
