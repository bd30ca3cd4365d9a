// Failures during a call: worker, page, broker, the whole program. What ends the call, and what the call survives.
import { expect } from '@playwright/test';
import { endAtOnce } from '../../tools/desktop/launch.ts';
import type { WebContents } from 'electron';
import { endOf, opened, phasesOf, sidesOf, talk, test } from '../support/two-people.ts';

test('a dead sealing worker ends the call with that reason, and the peer gets no picture that fails to open', async ({
  two,
}) => {
  await talk(two, 'video');
  const page = await two.caller.window('stage');
  const [worker] = page.workers();
  expect(worker).toBeDefined();
  await worker?.evaluate(() => globalThis.close()).catch(() => undefined);
  expect(await endOf(two.caller, 30_000)).toBe('worker-lost');
  const { call } = await two.callee.until('the end', (view) => view.call?.phase.kind === 'ended', 30_000);
  const camera = call?.numbers.streams.find(({ stream }) => stream === 1);
  expect(camera?.opened).toBeGreaterThan(0);
  for (const cause of ['header', 'envelope', 'tag']) expect(camera?.openDropped[cause] ?? 0).toBe(0);
});

test('a broker that dies and returns does not affect the running call', async ({ two, broker }) => {
  await talk(two, 'video');
  const before = opened(await two.callee.view(), 1);
  await broker.kill();
  await two.callee.until('the broker connection is gone', ({ link }) => link.kind !== 'online', 30_000);
  await two.callee.until('frames go on', (view) => opened(view, 1) > before + 60);
  await broker.start();
  for (const side of [two.caller, two.callee]) {
    const view = await side.until('the broker connection is back', ({ link }) => link.kind === 'online', 60_000);
    expect(view.call?.phase.kind).toBe('live');
  }
  await two.caller.hangUp();
  expect(await endOf(two.callee)).toBe('peer-hung-up');
});

const losses = {
  'closes its own window': (page: WebContents): void =>
    void page.executeJavaScript('window.close()').catch(() => undefined), // this closes the page without asking
  // By main: if a page reloads itself, that is refused (hardening.spec.ts).
  'is loaded anew': (page: WebContents): void => page.reload(),
  // This comes last, because Playwright cannot use a page that has crashed, even if another process continues it.
  crashes: (page: WebContents): void => page.forcefullyCrashRenderer(),
};
// One call survives all these losses, one after the other. Each loss after the first hits the stage that replaced the
// previous stage.
for (const who of ['caller', 'callee'] as const) {
  test(`a call at the ${who} continues in a new stage each time its stage closes its window, is reloaded or crashes`, async ({
    two,
  }) => {
    await talk(two, 'video');
    for (const [how, lose] of Object.entries(losses))
      await test.step(how, async () => {
        const before = new Map(await Promise.all(sidesOf(two).map(async (side) => [side, await side.view()] as const)));
        const stage = await two[who].contents(await two[who].window('stage'));
        const phases = await phasesOf(two[who]);
        const fromMs = Date.now();
        await stage.evaluate(lose);
        await expect.poll(() => phases.jsonValue()).toContain('reconnecting');
        for (const side of sidesOf(two)) {
          await side.until('live again', ({ call }) => call?.phase.kind === 'live', 30_000);
        }
        console.log(`${how}: live again after ${String(Date.now() - fromMs)} ms`);
        for (const [side, was] of before) {
          const now = await side.until(
            'sound and pictures go on',
            (view) =>
              [0, 1].every((stream) => opened(view, stream as 0 | 1) > opened(was, stream as 0 | 1) + 30) &&
              (view.call?.numbers.decodedFrames ?? 0) > (was.call?.numbers.decodedFrames ?? 0) + 10,
          );
          expect(now.call?.code).toEqual(was.call?.code);
          expect(now.call?.numbers.generation).toBeGreaterThan(was.call?.numbers.generation ?? 0);
          for (const stream of now.call?.numbers.streams ?? []) expect(stream.openDropped['tag'] ?? 0).toBe(0);
        }
      });
    const [other, it] = who === 'caller' ? [two.callee, two.caller] : [two.caller, two.callee];
    await other.hangUp();
    expect(await endOf(it)).toBe('peer-hung-up');
  });
}

test('a call goes on under new keys if the stages of both sides crash one right after the other', async ({ two }) => {
  await talk(two, 'video');
  const before = await Promise.all(sidesOf(two).map((side) => side.view()));
  const ours = await two.caller.contents(await two.caller.window('stage'));
  const theirs = await two.callee.contents(await two.callee.window('stage'));
  await ours.evaluate(async (webContents: WebContents) => {
    const isThere = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
    webContents.forcefullyCrashRenderer();
    await isThere;
  });
  await theirs.evaluate(losses.crashes); // our offer arrives while the peer's next page is loading
  for (const [i, side] of sidesOf(two).entries()) {
    const was = before[i];
    await side.until(
      'live again, under new keys, with sound',
      (view) =>
        view.call?.phase.kind === 'live' &&
        view.call.numbers.generation > (was?.call?.numbers.generation ?? 0) &&
        opened(view, 0) > (was === undefined ? 0 : opened(was, 0)) + 100,
      30_000,
    );
  }
});

test(
  'a program killed in a call starts again with the same identity, trust and contacts',
  { tag: '@waits' },
  async ({ two }) => {
    await talk(two, 'audio');
    await two.callee.typeCode(await two.caller.readCode());
    const before = await two.callee.until('verified', ({ contacts }) => contacts[0]?.trust.kind === 'verified');
    await endAtOnce(two.callee.process);
    await two.caller.phase('ended', 60_000);
    const again = await two.start('callee');
    const view = await again.until(
      'online, its own fingerprint worked out',
      ({ link, identity }) => link.kind === 'online' && identity?.fingerprint !== '',
      30_000,
    );
    expect(view.keyStore).toEqual(before.keyStore);
    expect(view.identity).toEqual(before.identity);
    const addresses = ({ contacts }: typeof view): readonly string[] => contacts.map(({ address }) => address);
    expect(addresses(view)).toEqual(addresses(before));
    expect(view.contacts[0]?.trust).toEqual(before.contacts[0]?.trust);
    await two.caller.dismiss();
    await talk({ ...two, callee: again }, 'audio');
  },
);
