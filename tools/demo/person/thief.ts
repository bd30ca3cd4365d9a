// The first act: Anna's tablet is stolen. She removes it on her laptop. The thief tries everything with it, first while
// it obeys the removal, and then after an objection.
import { en } from '../../../src/text/page/en.ts';
import { answerDialogs } from '../../desktop/consent.ts';
import { confirmLink, showCode, typeLinkCode } from '../../desktop/linking.ts';
import type { Person } from '../../desktop/person.ts';
import { untilPublished } from '../../desktop/published.ts';
import {
  contactIn,
  deviceOf,
  hangUp,
  openSettings,
  pageOf,
  PATIENCE_MS,
  people,
  type Stage,
  talk,
  trustAt,
  verify,
} from './cast.ts';
import { callBert, object, shootList } from './objecting.ts';
import { tryAll } from './refused.ts';
import type { Stolen } from './report.ts';

const { anna, bert } = people;
// Calls of Anna and Bert, in this order: one to verify; after the objection one that Anna declines, one by the laptop
// while the thief calls, one in which the two talk, and again one by the laptop while the thief calls.
const CALLS_MADE = 5;

/** Restarts a Siegel and waits until it has received the chain of `device`; also returns how many times it did. */
async function startAndRead(
  stage: Stage,
  running: Person,
  device: string,
): Promise<{ readonly started: Person; readonly times: number }> {
  const id = await deviceOf(running);
  await stage.end(running);
  const before = stage.broker.handed(id, device);
  const started = await stage.start(running.name);
  const times = (): number => stage.broker.handed(id, device) - before;
  await started.until('what that device has published', () => times() > 0, PATIENCE_MS);
  return { started, times: times() };
}

/** Anna and Bert verify each other, she links her tablet, and it is stolen while it is off. */
async function meet({ start, end, copy, ...stage }: Stage, peer: Person): Promise<Person> {
  const laptop = await start('anna-laptop');
  await laptop.setUp(anna.address, anna.name);
  await untilPublished(laptop);
  await laptop.addContact(bert.address, bert.name);
  await peer.addContact(anna.address, anna.name);
  await talk(peer, anna, laptop);
  await verify(peer, laptop);
  await verify(laptop, peer);
  await hangUp(peer, laptop);
  const tablet = await start('anna-tablet');
  await confirmLink(laptop, tablet, await typeLinkCode(laptop, await showCode(tablet)));
  await shootList(laptop, stage, 'two-devices');
  await end(tablet);
  copy('anna-tablet', 'stolen-tablet');
  return laptop;
}

async function removeTablet(laptop: Person, stage: Pick<Stage, 'shots'>): Promise<void> {
  const settings = await openSettings(laptop);
  const asked = await answerDialogs(laptop, true);
  await settings.getByRole('button', { name: /^Remove .* …$/ }).click();
  await laptop.until('one device', ({ devices }) => devices.list.length === 1, PATIENCE_MS);
  if ((await asked()).length !== 1) throw new Error('main did not ask exactly once before the removal');
  await shootList(laptop, stage, 'tablet-removed');
}

/**
 * Plays the act. Bert is at `first`, already set up. Also returns Bert's Siegel, which was restarted during the act.
 */
export async function playStolen(
  stage: Stage,
  first: Person,
): Promise<{ readonly stolen: Stolen; readonly bert: Person }> {
  const { shots, say, start, end } = stage;
  say('Anna and Bert verify each other; she links her tablet, which is stolen');
  const laptop = await meet(stage, first);
  const before = await trustAt(first, anna);
  say('Anna removes the tablet on her laptop');
  await removeTablet(laptop, stage);
  const { started: between } = await startAndRead(stage, first, await deviceOf(laptop));
  const afterRemoval = await trustAt(between, anna);

  say('the thief tries everything with the tablet, and starts it again');
  const machine = await start('thief-machine');
  const code = await showCode(machine);
  const { refused, thief } = await tryAll(stage, await deviceOf(laptop), code);
  say('the thief objects to the removal, and the tablet removes the laptop');
  const objecting = await object(stage, { laptop, bert: between }, thief, machine, code);

  say('Bert and Anna’s laptop are handed what the tablet has published');
  const tablet = await deviceOf(thief);
  const { started: peer, times: toBert } = await startAndRead(stage, between, tablet);
  const { started: own, times: toOwner } = await startAndRead(stage, laptop, tablet);
  await talk(peer, anna, own);
  await shots.take(await peer.openSecurity(), 'still-verified-in-the-call', 'bert');
  const live = await peer.view();
  await hangUp(peer, own);
  const page = await openSettings(own);
  const contradiction = page.getByText(en.dispute.objectionTitle, { exact: true });
  const isTold = await contradiction.waitFor({ timeout: PATIENCE_MS }).then(
    () => true,
    () => false, // the report says so, and the pictures show the windows
  );
  if (isTold) await contradiction.scrollIntoViewIfNeeded();
  await shots.take(page, 'is-told-of-it', 'anna-laptop');

  say('the thief goes on after another start');
  await end(thief);
  const again = await start('stolen-tablet');
  await again.until('a connection', ({ link }) => link.kind === 'online', PATIENCE_MS);
  const goesOn = await callBert({ laptop: own, bert: peer }, [again], stage);
  await pageOf(peer, anna);
  await shots.take(await peer.window('main'), 'still-verified', 'bert');
  const [afterwards, { devices }] = [await peer.view(), await own.view()];
  const withAnna = afterwards.history.filter(({ address }) => address === anna.address);
  const answered = withAnna.find(({ durationMs }) => durationMs > 0);
  for (const device of [again, machine, own]) await end(device);
  return {
    bert: peer,
    stolen: {
      trust: {
        before: before.kind,
        afterRemoval: afterRemoval.kind,
        afterwards: contactIn(afterwards, anna).trust.kind,
      },
      refused,
      objecting: { ...objecting, handed: { bert: toBert, owner: toOwner }, goesOn },
      owner: { isRemoved: devices.isRemoved, devices: devices.list.length, isTold },
      listed: { calls: withAnna.length, made: CALLS_MADE },
      call: { trust: live.call?.trust.kind ?? 'new', isVerifiedInList: answered?.verified === true },
    },
  };
}
