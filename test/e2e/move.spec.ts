// Moving a call to one's own other device in the real app: three Siegels, real keys, real media. The other device opens
// and decodes sound and picture without a hang-up. The tests also check what each device says about the call, and about
// a move that fails.
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { confirmLink, showCode, typeLinkCode } from '../../tools/desktop/linking.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { opened, talk, test, type TwoPeople } from '../support/two-people.ts';

const { move } = en;

/**
 * Links a second device of the caller, then makes a video call between the caller's first device and the callee.
 * Returns the second device.
 */
async function talkWithTwo(two: TwoPeople): Promise<Person> {
  const second = await two.start('second');
  await confirmLink(two.caller, second, await typeLinkCode(two.caller, await showCode(second)));
  await talk(two, 'video');
  return second;
}

/** Offers the call to `to`, the only other device in the call window's popover. Returns the name of that device. */
async function offer(from: Person, to: Person): Promise<string> {
  await from.press(move.open);
  const choice = (await from.window('stage')).getByRole('dialog', { name: move.title }).getByRole('button');
  const name = (await choice.innerText()).trim();
  await choice.click();
  await expect((await from.window('security')).getByText(move.asked.replace('{{name}}', name))).toBeVisible();
  await (await to.window('main')).getByText(move.offer.replace('{{name}}', people.callee.name)).waitFor();
  return name;
}

const code = (person: Person): Promise<string> => person.readCode();

test('a call with pictures moves to the other device without a hang-up, its code changes, and the peer and the first device report the move', async ({
  two,
}) => {
  const { caller: first, callee: peer } = two;
  const second = await talkWithTwo(two);
  // Both compare the code. Their verifications survive the move, on the second device too (docs/decisions/0032).
  await peer.typeCode(await code(first));
  await first.typeCode(await code(peer));
  for (const side of [peer, first])
    await side.until('a verified person', ({ call }) => call?.trust.kind === 'verified');
  const [before, oldCode] = [(await peer.view()).call, await code(peer)];
  const name = await offer(first, second);

  // The peer is in the call without a break from now on: every view that main pushes has a live call. A focused main
  // window receives each view immediately.
  const isInFront = (): Promise<boolean> =>
    peer.app.evaluate(({ BrowserWindow }) => {
      const [main] = BrowserWindow.getAllWindows();
      main?.focus();
      return main?.isFocused() === true;
    });
  await expect.poll(isInFront).toBe(true);
  const breaks = await (
    await peer.window('main')
  ).evaluateHandle(() => {
    const seen = { views: 0, without: 0 };
    window.siegel.on('change', ({ parts: { calls } }) => {
      if (calls === undefined) return;
      seen.views++;
      if (!calls.some(({ phase }) => phase.kind === 'live')) seen.without++;
    });
    return seen;
  });
  await (await second.window('main')).getByRole('button', { name: move.take }).click();
  await second.phase('live', 30_000);
  await peer.until(
    'the call of the second device',
    ({ call }) => call?.id !== before?.id && call?.phase.kind === 'live',
  );
  await expect.poll(async () => (await breaks.jsonValue()).views).toBeGreaterThan(1);
  expect((await breaks.jsonValue()).without).toBe(0);

  // Sound goes both ways immediately. The camera is off until its person turns it on; then pictures go both ways.
  for (const side of [second, peer]) await side.until('sound that opens', (view) => opened(view, 0) > 20);
  expect((await second.view()).call?.local).toMatchObject({ camera: false, hold: false, mute: false });
  for (const side of [second, peer]) await side.press(en.call.cameraOn);
  for (const side of [second, peer]) {
    await side.until('pictures', ({ call }) => (call?.numbers.decodedFrames ?? 0) > 10, 30_000);
  }

  // The first device says that its call is over and where the call continues. The peer's window says that another
  // device has taken the call over, and which.
  const ended = await first.window('security');
  await expect(ended.getByRole('heading', { name: en.reason.transferred.title })).toBeVisible();
  await expect(ended.getByText(move.moved.replace('{{name}}', name))).toBeVisible();
  const peerPage = await peer.window('security');
  await expect(peerPage.getByText(move.tookPlace.replace('{{name}}', people.caller.name))).toBeVisible();
  const device = (await second.view()).identity?.device ?? 'none';
  expect((await peer.view()).call?.peerDevice).toBe(device);
  expect(before?.peerDevice).toBe((await first.view()).identity?.device);
  await peer.openSecurity();
  await peerPage.getByText(en.code.numbers).click();
  await expect(peerPage.getByText(device)).toBeVisible();

  // The new call has keys of its own, and the same code on both sides. Verified people stay verified.
  const [here, there] = [await code(peer), await code(second)];
  expect(here).toBe(there);
  expect(here).not.toBe(oldCode);
  for (const side of [peer, second]) expect((await side.view()).call?.trust.kind).toBe('verified');

  await second.hangUp();
  await peer.phase('ended');
  const lines = async (person: Person): Promise<readonly string[]> =>
    (await person.view()).history.map(({ direction, outcome, unseen }) => `${direction} ${outcome} ${unseen === true}`);
  await expect.poll(() => lines(peer)).toEqual(['in peer-hung-up false', 'in transferred false']);
  expect(await lines(first)).toEqual(['out transferred false']);
  expect(await lines(second)).toEqual(['out hung-up false']);
});

test(
  'a refused or unanswered move is reported, a withdrawn offer disappears, and after the call the other device calls the peer only on a press',
  { tag: '@waits' },
  async ({ two }) => {
    const { caller: first, callee: peer } = two;
    const second = await talkWithTwo(two);
    const call = await first.window('security');
    const main = await second.window('main');

    const name = await offer(first, second);
    await main.getByRole('button', { name: move.refuse }).click();
    const refused = call.getByText(move.refused.replace('{{name}}', name));
    await expect(refused).toBeVisible();
    await expect(main.getByRole('button', { name: move.take })).toHaveCount(0);
    await call.getByRole('button', { name: en.app.dismiss }).click();
    await expect(refused).toHaveCount(0);

    await offer(first, second);
    await call.getByRole('button', { name: move.takeBack }).click();
    await expect(main.getByRole('button', { name: move.take })).toHaveCount(0);

    // Nobody takes the call over: after the 45 s of the offer the first device says so, and the offer disappears.
    await offer(first, second);
    await expect(call.getByText(move.failed.replace('{{name}}', name))).toBeVisible({ timeout: 50_000 });
    await expect(main.getByRole('button', { name: move.take })).toHaveCount(0);
    const before = opened(await peer.view(), 0);
    await peer.until('sound that still opens', (view) => opened(view, 0) > before + 20);

    // The first device hangs up: the second says so, and calls only on a press.
    await offer(first, second);
    await first.hangUp();
    await expect(main.getByText(move.over.replace('{{name}}', people.callee.name))).toBeVisible();
    await expect(main.getByRole('button', { name: move.take })).toHaveCount(0);
    await peer.phase('ended');
    expect((await second.view()).calls).toEqual([]);
    await main.getByRole('button', { name: move.call, exact: true }).click();
    await peer.phase('ringing');
    await expect(main.getByText(move.over.replace('{{name}}', people.callee.name))).toHaveCount(0);
    await peer.decline();
  },
);
