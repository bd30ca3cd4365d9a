// `siegel:` links, opened as the system opens them: by a second start with the link among its arguments. A link shows a
// person or fills in an address, and does no more.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import { people } from '../../tools/demo/sides.ts';
import type { Desktop } from '../../tools/desktop/desktop.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { en } from '../../src/text/page/en.ts';
import { test } from '../support/two-people.ts';

/** Starts the same installation once more with this argument; returns the exit code of that second start. */
async function startAgain(person: Person, desktop: Desktop, argument: string): Promise<unknown> {
  // Without the ports by which Playwright controls the first start.
  const args = person.process.spawnargs.slice(1).filter((each) => !/^--(?:inspect|remote-debugging)/.test(each));
  const second = spawn(person.process.spawnfile, [...args, argument], { env: desktop.env, stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as [unknown];
  return code;
}

test('a link shows its person in the existing window and calls nobody', async ({ two, desktop }) => {
  const { caller, callee } = two;
  const page = await caller.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  expect(await startAgain(caller, desktop, `siegel:${people.callee.address}`)).toBe(0);
  await expect(page.getByRole('tab', { name: en.nav.contacts })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('heading', { name: people.callee.name })).toBeVisible();
  const view = await caller.until('the link was followed', ({ proposal }) => proposal === undefined);
  expect(view.call).toBeUndefined();
  expect((await callee.view()).call).toBeUndefined();
});

test('a link to a stranger fills in the sheet for a contact and adds nobody', async ({ two, desktop }) => {
  const page = await two.caller.window('main');
  expect(await startAgain(two.caller, desktop, 'siegel:new.person@demo.example')).toBe(0);
  await expect(page.getByRole('dialog').getByLabel(en.contacts.address)).toHaveValue('new.person@demo.example');
  expect((await two.caller.view()).contacts).toHaveLength(1);
});

test('an invalid link proposes, calls and adds nobody, and the shown tab stays', async ({ two, desktop }) => {
  const page = await two.caller.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  for (const argument of ['siegel:call/anna@demo.example', 'siegel://demo.example/?call=1', 'siegel:a@b.example?x=1']) {
    expect(await startAgain(two.caller, desktop, argument), argument).toBe(0);
    const view = await two.caller.view();
    expect([view.proposal, view.call, view.contacts.length], argument).toEqual([undefined, undefined, 1]);
    await expect(page.getByRole('tab', { name: en.nav.settings })).toHaveAttribute('aria-selected', 'true');
  }
});
