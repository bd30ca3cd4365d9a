// Compromised pages, one of each kind, try to contact somebody. This test sees what reaches a listener on this machine.
// no-foreign-host.spec.ts runs the test in a captured network and sees what the attempts send to other hosts.
import { createServer, type AddressInfo } from 'node:net';
import { expect, type Page } from '@playwright/test';
import { WindowKind } from '../../src/contract/command-shapes.ts';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { answerDialogs } from '../../tools/desktop/consent.ts';
import { withRelay } from '../../tools/network/relay.ts';
import { attackFrom } from '../support/hostile-page.ts';
import { test } from '../support/two-people.ts';

const title =
  'a hostile page reaches no service of this machine by TCP, unless it is a stage or the page of a trial call';
test(title, { tag: '@waits' }, async ({ two }) => {
  const { caller, callee } = two;
  const ports = new Map<string, number>();
  const reached = new Set<string>();
  const listen = async (kind: string): Promise<() => void> => {
    const server = createServer((socket) => {
      reached.add(kind);
      socket.on('error', () => undefined).destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.set(kind, (server.address() as AddressInfo).port);
    return () => server.close();
  };
  const kinds = WindowKind.options;
  const attacked = new Set<string>();
  const attack = async (kind: WindowKind, page: Page, net: string, waitMs?: number): Promise<void> => {
    attacked.add(kind);
    await attackFrom(page, { name: `hostile-${kind}`, net, port: ports.get(kind) ?? 0 }, waitMs);
  };
  const ends = await Promise.all(kinds.map(listen));
  try {
    // The tryout page with its microphone open, before the call takes the microphone from the page.
    const main = await caller.window('main');
    await main.evaluate(() => window.siegel.call('tryout.open', {}));
    const tryout = await caller.window('tryout');
    await expect(tryout.getByRole('meter')).toBeVisible();
    await main.evaluate(() => window.siegel.call('preferences.set', { preferences: { headset: true } }));
    await main.evaluate(() => window.siegel.call('recovery.make', {}));
    const paper = await caller.window('recovery');
    await Promise.all([
      attack('tryout', tryout, '203.0.113'),
      attack('headset', await caller.window('headset'), '203.0.113'),
      attack('recovery', paper, '203.0.113'),
    ]);
    await paper
      .evaluate(() => void window.siegel.call('recovery.close', {}))
      .catch((error: unknown) => {
        if (!paper.isClosed()) throw error; // the page closes, and may take the driver's reply with it
      });
    await withRelay(
      async ({ policies: { TurnServers, TurnUsername: username, TurnPassword: password } }) => {
        await answerDialogs(caller, true);
        const relay = { server: TurnServers[0] ?? '', username, password };
        await main.evaluate((own) => window.siegel.call('relay.set', own), relay);
        // The relay accepts the page and carries nothing, so the trial call lasts until its limit of ten seconds.
        const tested = main.evaluate(() => window.siegel.call('relay.test', {}));
        await attack('trial', await caller.window('trial'), '198.51.100', 3000);
        expect(await tested).toEqual({ ok: true, value: 'lost' });
        // A call with an unverified person would at first use this relay alone, and the relay is gone by then (§5.9.1).
        await main.evaluate(() => window.siegel.call('relay.set', { server: '', username: '' }));
      },
      { isMute: true },
    );
    await caller.place(people.callee.name, 'audio');
    await callee.phase('ringing');
    await attack('card', await callee.window('card'), '203.0.113');
    await callee.answer('audio');
    await caller.phase('live');
    await caller.press(en.sharing.share);
    // These four pages attack at the same time. Each has its own port and its own host names, which tell the pages
    // apart.
    await Promise.all([
      attack('main', main, '203.0.113'),
      attack('security', await caller.window('security'), '203.0.113'),
      attack('stage', await caller.window('stage'), '198.51.100'),
      attack('picker', await caller.window('picker'), '203.0.113'),
    ]);
    expect([...attacked].toSorted()).toEqual(kinds.toSorted());
    await expect.poll(() => [...reached].toSorted()).toEqual(['stage', 'trial']);
    await caller.hangUp();
  } finally {
    for (const end of ends) end();
  }
});
