// Two people at two screens, or one person at both: a new device is linked to an existing one, by code and number,
// through the windows.
import { en } from '../../src/text/page/en.ts';
import { answerDialogs, type Asked } from './consent.ts';
import type { Person } from './person.ts';

const { devices } = en;

/** The link code on the screen of a new device, once it is connected. */
export async function showCode(device: Person): Promise<string> {
  const page = await device.window('main');
  await page.getByRole('button', { name: devices.offerDo }).click();
  await page.getByRole('button', { name: devices.start }).click();
  await page.getByText(devices.waitingFor).waitFor();
  return page.getByRole('img', { name: new RegExp(`^${devices.codeLabel}:`) }).innerText();
}

/** Types the code on the existing device; returns the number that it shows. */
export async function typeLinkCode(device: Person, code: string): Promise<string> {
  const page = await device.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  await page.getByRole('button', { name: devices.link }).click();
  await page.getByLabel(devices.code).fill(code);
  await page.getByRole('button', { name: devices.giveStart }).click();
  const number = page.getByRole('img', { name: new RegExp(`^${devices.number}: [0-9]`) });
  return (await number.innerText()).replaceAll(/\D/g, '');
}

/** Types the number on the new device. */
export async function typeNumber(device: Person, number: string): Promise<void> {
  const page = await device.window('main');
  await page.getByLabel(devices.number).fill(number);
  await page.getByRole('button', { name: devices.takeNumberDo }).click();
}

/**
 * Types the number, and says yes when the existing device asks; resolves once each of the two devices lists both.
 * Returns the questions.
 */
export async function confirmLink(inUse: Person, fresh: Person, number: string): Promise<readonly Asked[]> {
  const asked = await answerDialogs(inUse, true);
  await typeNumber(fresh, number);
  await inUse.until('a linked device', (view) => view.devices.giving.kind === 'done');
  await fresh.until(
    'an identity and a connection',
    (view) => view.identity !== undefined && view.link.kind === 'online',
  );
  for (const device of [inUse, fresh]) {
    await device.until('both devices in the list', (view) => view.devices.list.length === 2, 30_000);
  }
  await fresh.until('that the new device has read itself in the chain', (view) => !view.devices.isUnfinished, 30_000);
  return asked();
}
