// Three real programs, two calls: the card during a call, a window for each call, and only one call that is heard at a
// time. The window of the other call says that the call is held.
import { expect, type Page } from '@playwright/test';
import { people } from '../../tools/demo/sides.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { desktopTexts } from '../../src/text/desktop.ts';
import { en } from '../../src/text/page/en.ts';
import { opened, silence, talk, test } from '../support/two-people.ts';

const third = { address: 'third@demo.example', name: 'Dora Third' } as const;
const texts = desktopTexts.en;
const named = (text: string, name: string): string => text.replace('{{name}}', name);

function lineOf(page: Page): ReturnType<Page['getByRole']> {
  return page.getByRole('group', { name: en.line.label }).getByRole('status');
}

/** Waits until more than 20 further frames of sound are opened at this end of a call. */
async function hears(person: Person): Promise<void> {
  const before = opened(await person.view(), 0);
  await person.until('sound that opens', (view) => opened(view, 0) > before + 20);
}

test('a second call that is answered during the first has its own window, only one is heard at a time, and a held call resumes only on a press', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  const dora = await two.start('third');
  await dora.setUp(third.address, third.name);
  await dora.addContact(people.callee.address, people.callee.name);
  await talk(two, 'audio');
  const first = (await callee.view()).call?.id ?? '';
  const firstWindow = await callee.window('security', 20_000, first);

  await dora.place(people.callee.name, 'audio');
  const ringing = await callee.phase('ringing');
  const card = await callee.window('card');
  for (const name of [en.card.holdAndAnswer, en.card.endAndAnswer, en.card.decline]) {
    await expect(card.getByRole('button', { name, exact: true })).toBeVisible();
  }
  await expect(card.getByRole('button')).toHaveCount(4); // the fourth silences the ring
  await expect(card.getByRole('alertdialog')).toContainText(named(en.card.beside, people.caller.name));
  await expect(firstWindow.getByRole('alert')).toHaveText(
    named(en.other.rings, `${ringing.address} (${ringing.name})`),
  );
  await hears(caller); // meanwhile nothing has changed for the first call
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => tooltip.includes('is calling'), 10_000);

  await callee.answerBeside('hold');
  await dora.phase('live', 30_000);
  await hears(dora);
  await caller.until('the hold', ({ call }) => call?.remote.hold === true);
  const still = await silence(caller);
  const secondWindow = await callee.window('security', 20_000, ringing.id);
  const secondStage = await callee.window('stage', 20_000, ringing.id);
  for (const page of [await callee.window('stage', 20_000, first), secondStage]) {
    await expect(page.getByRole('toolbar', { name: en.call.controls })).toBeVisible();
  }
  await expect(lineOf(firstWindow)).toHaveText(en.line.held);
  await expect(secondWindow.getByRole('region', { name: en.other.label })).toContainText(en.other.held);
  const places = await callee.app.evaluate(({ BaseWindow }) =>
    BaseWindow.getAllWindows()
      .filter((window) => window.isVisible() && window.getTitle().startsWith('Call with'))
      .map((window) => window.getBounds()),
  );
  expect(places).toHaveLength(2);
  expect(places[0]).not.toEqual(places[1]);
  expect(opened(await caller.view(), 0)).toBe(still);

  await secondWindow.getByRole('button', { name: en.other.switch, exact: true }).click();
  await dora.until('the hold', ({ call }) => call?.remote.hold === true);
  await caller.until('no hold', ({ call }) => call?.remote.hold === false);
  await hears(caller);
  await expect(lineOf(secondWindow)).toHaveText(en.line.held);

  await caller.hangUp();
  await callee.until('the end of the first', ({ calls }) => calls[0]?.phase.kind === 'ended');
  await expect(secondStage.getByRole('alert')).toHaveText(en.call.leftHeld);
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => tooltip.includes('You are holding the call'), 10_000);
  const silent = await silence(dora);
  await expect(lineOf(secondWindow)).toHaveText(en.line.held);
  expect(opened(await dora.view(), 0)).toBe(silent);

  await secondWindow.bringToFront();
  await secondWindow.keyboard.press('Control+Shift+H');
  await dora.until('no hold', ({ call }) => call?.remote.hold === false);
  await hears(dora);
  await desktop.tray.click(callee.pid, texts.hangUp);
  await dora.phase('ended');
  expect((await callee.view()).history.map(({ outcome }) => outcome)).toEqual(['hung-up', 'peer-hung-up']);
});

test('a second call placed during the first holds the first, and when the second is declined, one press resumes the first', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  const dora = await two.start('third');
  await dora.setUp(third.address, third.name);
  await callee.addContact(third.address, third.name);
  await talk(two, 'audio');
  const first = (await callee.view()).call?.id ?? '';
  const firstWindow = await callee.window('security', 20_000, first);

  await callee.place(third.name, 'audio');
  await dora.phase('ringing');
  await caller.until('the hold', ({ call }) => call?.remote.hold === true);
  const still = await silence(caller);
  await expect(lineOf(firstWindow)).toHaveText(en.line.held);
  const both = `${texts.calling(third.name)}. ${texts.heldByUs(people.caller.name)}`;
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => tooltip.includes(both), 10_000);

  await dora.decline();
  const second = (await callee.until('the end', ({ call }) => call?.phase.kind === 'ended')).call?.id ?? '';
  const secondWindow = await callee.window('security', 20_000, second);
  const firstStage = await callee.window('stage', 20_000, first);
  await expect(firstStage.getByRole('alert')).toHaveText(en.call.leftHeld);
  expect(opened(await caller.view(), 0)).toBe(still);
  await secondWindow.getByRole('button', { name: named(en.call.goOnWith, people.caller.name), exact: true }).click();
  await callee.until('one call', ({ calls }) => calls.length === 1 && calls[0]?.id === first);
  await hears(caller);

  await callee.place(third.name, 'audio');
  await dora.phase('ringing');
  await dora.answer('audio');
  await dora.phase('live', 30_000);
  await hears(dora);
  await caller.until('the hold', ({ call }) => call?.remote.hold === true);
});
