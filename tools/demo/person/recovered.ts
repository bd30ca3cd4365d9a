// The second act: Dora has a recovery code on paper and loses all her devices. A new machine recovers her
// identity with the code. Bert, who had verified her, reads a notice, and sees her as verified again.
import { en } from '../../../src/text/page/en.ts';
import type { Person } from '../../desktop/person.ts';
import { untilPublished } from '../../desktop/published.ts';
import { closePaper, codeShown } from '../../desktop/recovery-code.ts';
import { callOf } from '../devices/seen.ts';
import { hangUp, openSettings, pageOf, PATIENCE_MS, people, type Stage, talk, trustAt, verify } from './cast.ts';
import type { Recovered, Security } from './report.ts';

const { bert, dora } = people;
const { recoveryCode, used, recover, recovery } = en;

/** Dora makes a code in the settings, copies it from its window, and types the last group back. */
async function makeCode(device: Person, { shots }: Stage): Promise<readonly string[]> {
  const page = await openSettings(device);
  await page.getByRole('button', { name: recoveryCode.make }).last().click();
  const { paper, groups } = await codeShown(device);
  await shots.take(paper, 'recovery-code', 'dora-old');
  await paper.getByRole('button', { name: recoveryCode.next }).click();
  await paper.getByRole('textbox', { name: recoveryCode.group }).fill(groups.at(-1) ?? '');
  await shots.take(paper, 'last-group', 'dora-old');
  await paper.getByRole('button', { name: recoveryCode.confirm }).click();
  await paper.getByRole('heading', { name: recoveryCode.madeTitle }).waitFor({ timeout: PATIENCE_MS });
  await shots.take(paper, 'code-counts', 'dora-old');
  await closePaper(paper, recoveryCode.close);
  await shots.take(page, 'code-in-the-settings', 'dora-old');
  return groups;
}

/** Bert calls Dora, who answers; runs `act` during the call. */
async function callDora(peer: Person, device: Person, act: () => Promise<void>): Promise<Security> {
  await talk(peer, dora, device);
  await act();
  const { numbers, trust } = callOf(await peer.view());
  const codes = [await peer.readCode(), await device.readCode()];
  await hangUp(peer, device);
  return { handshake: numbers.handshake, suite: numbers.suite, trust: trust.kind, codes };
}

/** A new machine, on which Dora types her address and then the code. */
async function recoverOn(
  device: Person,
  code: string,
  { shots }: Stage,
): Promise<Pick<Recovered, 'offered' | 'says'> & { readonly fingerprint: string }> {
  const page = await device.window('main');
  await page.getByLabel(en.setup.address).fill(dora.address);
  await page.getByLabel(en.setup.name).fill(dora.name);
  await page.getByRole('button', { name: en.setup.create }).click();
  await page.getByRole('heading', { name: used.title }).waitFor({ timeout: PATIENCE_MS });
  const choices = [used.linkTitle, used.recoverTitle, used.newTitle];
  const offered: string[] = [];
  for (const title of choices) if (await page.getByText(title, { exact: true }).isVisible()) offered.push(title);
  await shots.take(page, 'address-in-use', 'dora-new');
  await page.getByRole('button', { name: used.recoverDo }).click();
  await page.getByLabel(recover.code).fill(code);
  await shots.take(page, 'code-typed', 'dora-new');
  await page.getByRole('button', { name: recover.start, exact: true }).click();
  const isThere = 'an identity and a connection';
  const { identity } = await device.until(
    isThere,
    (view) => view.identity !== undefined && view.link.kind === 'online',
    PATIENCE_MS,
  );
  const told = page.getByRole('status', { name: en.app.messages });
  await told.getByText(recover.done).waitFor();
  await shots.take(page, 'recovered', 'dora-new');
  return { offered, says: (await told.innerText()).trim(), fingerprint: identity?.fingerprint ?? '' };
}

/** Bert confirms on his page about Dora that he has read the notice; returns its text. */
async function readNotice(peer: Person, { shots }: Stage): Promise<Recovered['notice']> {
  await pageOf(peer, dora);
  const page = await peer.window('main');
  const notice = page.getByRole('region', { name: recovery.title.replace('{{name}}', dora.name) });
  const title = await notice.getByRole('heading').innerText();
  const [text, verifiedBefore] = await notice.locator('p').allInnerTexts();
  await shots.take(page, 'notice', 'bert');
  await notice.getByRole('button', { name: recovery.read }).click();
  await notice.waitFor({ state: 'hidden' });
  return { title, text: text ?? '', verifiedBefore: verifiedBefore ?? '' };
}

/** Plays the act; Bert is at `first`. */
export async function playRecovered(stage: Stage, first: Person): Promise<Recovered> {
  const { shots, say, start, end } = stage;
  say('Bert verifies Dora; she makes a recovery code');
  const old = await start('dora-old');
  await old.setUp(dora.address, dora.name);
  await untilPublished(old);
  await old.addContact(bert.address, bert.name);
  await first.addContact(dora.address, dora.name);
  const callBefore = await callDora(first, old, () => verify(first, old));
  const before = await trustAt(first, dora);
  const groups = await makeCode(old, stage);
  const { identity, recovery: made } = await old.until(
    'the recovery code',
    (view) => view.recovery?.code.kind === 'there',
  );

  say('Dora loses all her devices, and recovers on a new machine');
  await end(first);
  await end(old);
  const fresh = await start('dora-new');
  const { offered, says, fingerprint } = await recoverOn(fresh, groups.join(' '), stage);
  const own = await fresh.until('one device', ({ devices }) => devices.list.length === 1, PATIENCE_MS);
  await openSettings(fresh);
  await shots.take(await fresh.window('main'), 'only-device', 'dora-new');

  say('Bert reads the notice, and calls Dora');
  const peer = await start('bert');
  await peer.until(
    'that Dora has recovered',
    ({ contacts }) => contacts.some(({ trust }) => trust.kind === 'pinned' && trust.recovered !== undefined),
    PATIENCE_MS,
  );
  const beforeReading = await trustAt(peer, dora);
  const notice = await readNotice(peer, stage);
  const afterReading = await trustAt(peer, dora);
  await shots.take(await peer.window('main'), 'verified-again', 'bert');
  const callAfter = await callDora(peer, fresh, async () => {
    await shots.take(await peer.openSecurity(), 'call-verified', 'bert');
    await shots.take(await fresh.openSecurity(), 'call', 'dora-new');
  });
  const [last] = (await peer.view()).history;
  return {
    code: { groups: groups.length, isThere: made?.code.kind === 'there' },
    offered,
    says,
    isSamePerson: fingerprint !== '' && fingerprint === identity?.fingerprint,
    devices: own.devices.list.length,
    codeAfterwards: own.recovery?.code.kind ?? '',
    notice,
    trust: { before: before.kind, beforeReading: beforeReading.kind, afterReading: afterReading.kind },
    calls: { before: callBefore, after: callAfter },
    isVerifiedInList: last?.verified === true,
  };
}
