// The stolen tablet after it has read that it was removed: what its windows still allow a thief to do.
import { en } from '../../../src/text/page/en.ts';
import type { Person } from '../../desktop/person.ts';
import { openSettings, PATIENCE_MS, people, type Stage } from './cast.ts';
import type { Refused } from './report.ts';

const { bert } = people;
const BY = new RegExp(`^${en.dispute.removedBy.split('{{')[0] ?? ''}`);

/** Waits for the text by which the device says that it was removed, and by whom; returns it. */
async function banner(device: Person): Promise<readonly string[]> {
  const page = await device.window('main');
  const title = page.getByText(en.devices.removedTitle, { exact: true });
  await title.waitFor({ timeout: PATIENCE_MS });
  return [await title.innerText(), await page.getByText(BY).innerText()];
}

async function isOut(device: Person): Promise<void> {
  await device.until('that it was removed', ({ devices }) => devices.isRemoved, PATIENCE_MS);
  await device.until('no connection', ({ link }) => link.kind === 'off', PATIENCE_MS);
}

async function answers(thief: Person, code: string, laptop: string): Promise<Refused['answers']> {
  const page = await thief.window('main');
  const given = { address: bert.address, code, device: laptop };
  return page.evaluate(async ({ address, code: typed, device }) => {
    const { call } = window.siegel;
    const tried = {
      call: await call('call.place', { address, media: 'audio' }),
      link: await call('device.give', { code: typed }),
      remove: await call('device.remove', { device }),
      recoveryCode: await call('recovery.make', {}),
    };
    const said = (reply: { readonly ok: boolean; readonly code?: string }): string =>
      reply.ok ? 'done' : (reply.code ?? '');
    return {
      call: said(tried.call),
      link: said(tried.link),
      remove: said(tried.remove),
      recoveryCode: said(tried.recoveryCode),
    };
  }, given);
}

/**
 * Starts the tablet, tries everything, and starts the tablet again; the returned `thief` is at the restarted tablet.
 * `laptop` is the id of Anna's other device, `code` the link code of a new machine.
 */
export async function tryAll(
  stage: Stage,
  laptop: string,
  code: string,
): Promise<{ readonly refused: Refused; readonly thief: Person }> {
  const { shots, start, end } = stage;
  const thief = await start('stolen-tablet');
  await isOut(thief);
  const says = await banner(thief);
  await shots.take(await thief.window('main'), 'removed', 'stolen-tablet');
  const page = await thief.choose(bert.name);
  const voice = page.getByRole('button', { name: en.person.voice, exact: true });
  await voice.or(page.getByText(en.refusal['device-removed'])).first().waitFor();
  const call = (await voice.isVisible()) && (await voice.isEnabled());
  await shots.take(page, 'cannot-call', 'stolen-tablet');
  await openSettings(thief);
  const link = await page.getByRole('button', { name: en.devices.link }).isEnabled();
  await page
    .getByRole('button', { name: /^Remove .* …$/ })
    .first()
    .click();
  const told = page.getByRole('status', { name: en.app.messages });
  await told.getByText(en.refusal['device-removed']).waitFor();
  const removeSays = await told.innerText();
  await shots.take(page, 'cannot-remove', 'stolen-tablet');
  const answered = await answers(thief, code, laptop);
  const { link: connection } = await thief.view();
  await end(thief);
  const again = await start('stolen-tablet');
  await isOut(again);
  const saysAfterStart = await banner(again);
  await shots.take(await again.window('main'), 'removed-after-start', 'stolen-tablet');
  return {
    thief: again,
    refused: {
      says,
      isConnected: connection.kind !== 'off',
      buttons: { call, link },
      removeSays: removeSays.trim(),
      answers: answered,
      saysAfterStart,
    },
  };
}
