// A person at the window of a recovery code: copies it from the screen, types the last group back, closes the window.
import type { Page } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { clickAndLose, type Person } from './person.ts';

const { recoveryCode } = en;

/**
 * The window of a requested recovery code, once it shows one; `groups` is its text, eight groups of four letters and
 * one of two.
 */
export async function codeShown(person: Person): Promise<{ readonly paper: Page; readonly groups: readonly string[] }> {
  const paper = await person.window('recovery');
  const shown = paper.getByRole('img', { name: new RegExp(`^${recoveryCode.label}`, 'u') });
  await shown.waitFor(); // the page receives the code after it has loaded
  return { paper, groups: await shown.locator('span').allTextContents() };
}

/** Types `group` where the last group of the code is requested, and confirms. */
export async function typeLastGroup(paper: Page, group: string): Promise<void> {
  const next = paper.getByRole('button', { name: recoveryCode.next });
  if (await next.isVisible()) await next.click();
  await paper.getByRole('textbox', { name: recoveryCode.group }).fill(group);
  await paper.getByRole('button', { name: recoveryCode.confirm }).click();
}

/** Presses a button that closes the window, and resolves once the window is gone. */
export async function closePaper(paper: Page, button: string): Promise<void> {
  const closed = paper.waitForEvent('close');
  await clickAndLose(paper.getByRole('button', { name: button }));
  await closed;
}

/** Makes a code from the offer on the home page and closes the window of the code; returns the code's groups. */
export async function makeCodeOffered(person: Person): Promise<string> {
  const main = await person.window('main');
  await main.getByRole('button', { name: recoveryCode.offerDo }).first().click();
  const { paper, groups } = await codeShown(person);
  await typeLastGroup(paper, groups.at(-1) ?? '');
  await paper.getByRole('heading', { name: recoveryCode.madeTitle }).waitFor();
  await closePaper(paper, recoveryCode.close);
  return groups.join(' ');
}
