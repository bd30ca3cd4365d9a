// A vault made elsewhere, offered to the real Electron with a real keyring. Chromium decrypts what was encrypted under
// its well-known passwords, whatever keyring is in use. So without a check by Siegel, anybody who can write a profile
// could silently give a person another identity.
import { chownSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { Person } from '../../tools/desktop/person.ts';
import { test } from '../support/desktop.ts';
import { elsewhere, vaultMadeElsewhere } from '../support/public-boxes.ts';

const contentOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.startsWith('key.json') || name.startsWith('identity'))
      .map((name) => [name, readFileSync(path.join(folder, name)).toString('base64')]),
  );

for (const [how, made] of Object.entries(elsewhere)) {
  test(`a vault made elsewhere with ${how} is not opened, the window says why, and the key and identity in it stay unchanged`, async ({
    siegel,
    desktop,
  }, info) => {
    const vault = path.join(desktop.folder(`${info.testId}-${info.retry}-planted`), 'vault');
    await vaultMadeElsewhere(vault, made);
    const { uid, gid } = desktop.account;
    for (const name of ['.', ...readdirSync(vault)]) chownSync(path.join(vault, name), uid, gid);
    const before = contentOf(vault);
    const person = new Person('planted', await siegel({ profile: 'planted', args: ['--language=en'] }));
    const page = await person.window('main');
    await expect(page.getByRole('heading', { name: en.damaged.title })).toBeVisible();
    await expect(page.getByText(en.damaged['made-elsewhere'])).toBeVisible();
    await expect(page.getByText(path.join(vault, 'key.json'))).toBeVisible();
    const { identity, keyStore } = await person.view();
    expect(identity).toBeUndefined();
    expect(keyStore).toMatchObject({ kind: 'damaged', cause: 'made-elsewhere' });
    expect(contentOf(vault)).toEqual(before);
  });
}
