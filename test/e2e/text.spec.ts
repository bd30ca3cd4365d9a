// Text in a voice call between two real programs: it is sent letter by letter and disappears when the call ends.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { endOf, opened, talk, test } from '../support/two-people.ts';

const SECRET = 'ward 4B, not 48';

test('text appears while it is typed during a voice call, is shown to nobody after the call, and is stored in neither profile', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  await talk(two, 'audio');
  await caller.press(en.call.text);
  const from = await caller.window('stage');
  await from.getByLabel(en.text.own).pressSequentially(SECRET);
  const to = await callee.window('stage');
  await expect(to.getByText(SECRET)).toBeVisible(); // no Enter yet
  await expect(to.getByRole('log')).not.toContainText(SECRET);
  await from.keyboard.press('Enter');
  await expect(to.getByRole('log')).toContainText(SECRET);
  const before = opened(await callee.view(), 0);
  await callee.until('sound meanwhile', (view) => opened(view, 0) > before + 20);
  await caller.hangUp();
  expect(await endOf(callee)).toBe('peer-hung-up');
  for (const side of [caller, callee]) {
    expect(JSON.stringify(await side.view())).not.toContain(SECRET);
    await expect((await side.window('security')).getByText(SECRET)).toHaveCount(0);
  }
  for (const side of ['caller', 'callee']) {
    const all = globSync(`${desktop.session}/*${side}*/**/*`, { withFileTypes: true });
    const files = all.filter((file) => file.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(readFileSync(path.join(file.parentPath, file.name)).includes(SECRET), file.name).toBe(false);
    }
  }
});
