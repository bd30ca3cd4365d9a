// Things die in a call: worker, page, broker, the whole program. Nothing goes out unsealed, every end has a cause.
import { expect } from '@playwright/test';
import { endAtOnce } from '../../tools/desktop/launch.ts';
import { endOf, opened, talk, test } from '../support/two-people.ts';

test('a dead sealing worker is silence, a named cause and the end', async ({ two }) => {
  await talk(two, 'video');
  const page = await two.caller.window('call');
  const [worker] = page.workers();
  expect(worker).toBeDefined();
  await worker?.evaluate(() => globalThis.close()).catch(() => undefined);
  expect(await endOf(two.caller, 30_000)).toBe('worker-lost');
  const { call } = await two.callee.until('the end', (view) => view.call?.phase.kind === 'ended', 30_000);
  const camera = call?.numbers.streams.find(({ stream }) => stream === 1);
  for (const cause of ['header', 'envelope', 'tag']) expect(camera?.openDropped[cause] ?? 0).toBe(0);
});

test('a broker that dies and comes back does not touch the running call', async ({ two, broker }) => {
  await talk(two, 'video');
  const before = opened(await two.callee.view(), 1);
  await broker.kill();
  await two.callee.until('the link is gone', ({ link }) => link.kind !== 'online', 30_000);
  await two.callee.until('frames go on', (view) => opened(view, 1) > before + 60);
  await broker.start();
  for (const side of [two.caller, two.callee]) {
    const view = await side.until('the link is back', ({ link }) => link.kind === 'online', 60_000);
    expect(view.call?.phase.kind).toBe('live');
  }
  await two.caller.hangUp();
  expect(await endOf(two.callee)).toBe('peer-hung-up');
});

test('a page that crashes in a call ends it with its cause, and the next call works', async ({ two }) => {
  await talk(two, 'audio');
  const callWindow = await two.callee.app.browserWindow(await two.callee.window('call'));
  await callWindow.evaluate((window) => window.webContents.forcefullyCrashRenderer());
  const { history } = await two.callee.until('the end', ({ history: [last] }) => last !== undefined, 30_000);
  expect(history[0]?.outcome).toBe('page-lost');
  await two.caller.phase('ended', 45_000);
  await two.caller.dismiss();
  await two.callee.until('free again', ({ call }) => call === undefined || call.phase.kind === 'ended');
  await talk(two, 'audio');
});

test('a program killed in a call starts again with identity, trust and contacts as they were', async ({ two }) => {
  await talk(two, 'audio');
  await two.callee.typeCode(await two.caller.readCode());
  const before = await two.callee.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
  await endAtOnce(two.callee.process);
  await two.caller.phase('ended', 60_000);
  const again = await two.start('callee');
  const view = await again.until('online', ({ link }) => link.kind === 'online', 30_000);
  expect(view.keyStore).toEqual(before.keyStore);
  expect(view.identity).toEqual(before.identity);
  expect(view.contacts[0]?.trust).toEqual(before.contacts[0]?.trust);
  await two.caller.dismiss();
  await talk({ ...two, callee: again }, 'audio');
});
