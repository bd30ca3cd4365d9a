// Whole calls between two real programs on one desktop: answered, declined, cancelled, or to somebody who cannot be
// reached.
import { expect } from '@playwright/test';
import { people } from '../../tools/demo/sides.ts';
import { en } from '../../src/text/page/en.ts';
import { quit } from '../support/known-profiles.ts';
import { endOf, talk, test } from '../support/two-people.ts';

test('a video call carries sound and pictures both ways, both sides verify each other, and one hangs up', async ({
  two,
}) => {
  const { caller, callee } = two;
  await talk(two, 'video');
  const code = await caller.readCode();
  expect(code).toMatch(/^[0-9]{8}$/);
  await callee.typeCode(code);
  await callee.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
  const back = await callee.readCode();
  expect(back).toBe(code);
  await caller.typeCode(back);
  await caller.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
  await callee.hangUp();
  expect(await endOf(callee)).toBe('hung-up');
  expect(await endOf(caller)).toBe('peer-hung-up');
});

test('a voice call carries sound and no picture', async ({ two }) => {
  await talk(two, 'audio');
  for (const side of [two.caller, two.callee]) {
    const { call } = await side.view();
    expect(call?.media).toBe('audio');
    expect(call?.numbers.decodedFrames).toBe(0);
  }
  await two.caller.hangUp();
  expect(await endOf(two.callee)).toBe('peer-hung-up');
});

test('a declined call ends as declined at the caller and stops ringing at the callee', async ({ two }) => {
  await two.caller.place(people.callee.name, 'audio');
  await two.callee.phase('ringing');
  await two.callee.decline();
  expect(await endOf(two.caller)).toBe('declined');
  await two.callee.until('no ringing', ({ call }) => call === undefined || call.phase.kind === 'ended');
});

test('a caller who hangs up stops the ringing and leaves a missed call', async ({ two }) => {
  await two.caller.place(people.callee.name, 'video');
  await two.callee.phase('ringing');
  await two.caller.hangUp();
  expect(await endOf(two.caller)).toBe('hung-up');
  const view = await two.callee.until('a missed call', ({ history }) => history[0]?.outcome === 'cancelled');
  expect(view.history[0]?.direction).toBe('in');
  await two.callee.until('no ringing', ({ call }) => call === undefined || call.phase.kind === 'ended');
});

test('a caller learns that a callee whose Siegel is off is unreachable', { tag: '@waits' }, async ({ two }) => {
  await quit(two.callee);
  await two.caller.place(people.callee.name, 'audio');
  expect(await endOf(two.caller, 90_000)).toBe('unreachable');
});

test('a callee whose Siegel was off learns after the next start who called', async ({ two }) => {
  const { caller, callee, start } = two;
  await quit(callee);
  await caller.place(people.callee.name, 'video');
  await caller.phase('calling');
  await caller.hangUp();
  await endOf(caller);
  const back = await start('callee');
  const { call, history } = await back.until('the missed call', (view) => view.history.length > 0, 30_000);
  expect(call).toBeUndefined();
  expect(history).toMatchObject([{ address: people.caller.address, media: 'video', direction: 'in', durationMs: 0 }]);
  const page = await back.window('main');
  await page.getByRole('tab', { name: en.nav.calls }).click();
  await expect(page.getByText('Missed', { exact: false }).first()).toBeVisible();
});

test('a call to an unpublished address ends with the reason unknown address', async ({ two }) => {
  await two.caller.addContact('nobody@demo.example', 'Nobody');
  await two.caller.place('Nobody', 'audio');
  expect(await endOf(two.caller, 30_000)).toBe('unknown-address');
});

test('the tray follows the call and offers answering and hanging up', async ({ two, desktop }) => {
  const { caller, callee } = two;
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => /Ready/.test(tooltip), 10_000);
  await caller.place(people.callee.name, 'audio');
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => /is calling/.test(tooltip), 10_000);
  await desktop.tray.click(callee.pid, en.card.answer);
  await callee.phase('live', 30_000);
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => /In a call/.test(tooltip), 10_000);
  await desktop.tray.click(callee.pid, en.call.hangUp);
  expect(await endOf(callee)).toBe('hung-up');
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => /Ready/.test(tooltip), 10_000);
});
