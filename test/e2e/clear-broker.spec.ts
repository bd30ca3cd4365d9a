// A broker in the network without TLS: main asks in its own dialog, and the window says that the connection has no TLS
// while that broker is used.
import { networkInterfaces } from 'node:os';
import { expect } from '@playwright/test';
import { people } from '../../tools/demo/sides.ts';
import { answerDialogs } from '../../tools/desktop/consent.ts';
import { Person } from '../../tools/desktop/person.ts';
import { en } from '../../src/text/page/en.ts';
import { test } from '../support/desktop.ts';
import { freePort } from '../../tools/network/free-port.ts';

const outer = Object.values(networkInterfaces())
  .flatMap((faces) => faces ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

test('the program connects to a broker without TLS only after a yes in main’s dialog, marks the connection, and does not ask again at the next start', async ({
  siegel,
}) => {
  test.skip(outer === undefined, 'this machine has no address in a network');
  const port = await freePort();
  const args = ['--language=en', `--start-broker=0.0.0.0:${port}`];
  const anna = new Person('anna', await siegel({ profile: 'anna', args }));
  const { address, name } = people.caller;
  await anna.setUp(address, name); // at her own broker, which is on this machine and needs no question
  const page = await anna.window('main');
  const url = `mqtt://${outer}:${port}`;

  const refused = await answerDialogs(anna, false);
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await page.getByLabel(en.settings.serverUrl).fill(url);
  await page.getByRole('button', { name: en.settings.saveServer }).click();
  await anna.until('not connected', ({ link }) => link.kind === 'unallowed');
  await expect(page.getByText(en.link.unallowedTitle)).toBeVisible();
  expect(await refused()).toEqual([
    expect.objectContaining({
      message: `Connect to ${url} without TLS?`,
      defaultId: 0,
      buttons: ['Cancel', 'Connect without TLS'],
    }),
  ]);

  const allowed = await answerDialogs(anna, true);
  await page.getByRole('button', { name: en.link.unallowedAsk }).click();
  await anna.until('connected', ({ link }) => link.kind === 'online' && link.url === url);
  expect(await allowed()).toHaveLength(1);
  await expect(page.getByText(en.link.clearTitle)).toBeVisible();
  await expect(page.getByText(en.link.onlineClear)).toBeVisible();

  // The next start does not ask again.
  await anna.app.close();
  const again = new Person('anna', await siegel({ profile: 'anna', args }));
  const asked = await answerDialogs(again, false);
  await again.until('connected', ({ link }) => link.kind === 'online' && link.url === url);
  expect(await asked()).toEqual([]);
});
