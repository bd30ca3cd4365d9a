// A machine changes or loses its network during a call: real desks over a real broker connection, each in its own
// network. After a change people must hear each other within four seconds; until then the call must be `reconnecting`.
// Also a call over a poor network.
import { expect, type TestInfo } from '@playwright/test';
import { type Apart, withTwoApart } from '../../support/apart/apart.ts';
import { test } from '../../support/chromium/lab-fixture.ts';
import { noNetlab } from '../../../tools/network/netlab.ts';

const HEALED_MS = 4000; // the promise of the product
const NOTICED_MS = 2000; // addresses are checked once a second
const AWAY_MS = 30_000;
// A Node timer counts from the start of the event-loop turn in which it is set. The phase is reported later in that
// turn.
const TURN_MS = 50;
const why = noNetlab();

test.skip(why !== undefined, why);
test.afterEach(async ({ lab }) => {
  for (const context of Object.values(lab.browsers).flatMap((browser) => browser.contexts())) await context.close();
  for (const host of ['alice', 'bob'] as const) await lab.net.setWan(host, { delayMs: 0, jitterMs: 0, lossPercent: 0 });
});

async function talk(alice: Apart, bob: Apart, media: 'audio' | 'video' = 'audio'): Promise<void> {
  for (const side of [alice, bob]) await expect.poll(side.isOnline, { timeout: 15_000 }).toBe(true);
  alice.tell({ kind: 'place', address: bob.address, media });
  for (const side of [alice, bob]) {
    await expect.poll(() => side.phases.at(-1)?.phase, { timeout: 20_000 }).toBe('live');
    await expect.poll(() => side.run('deskHears'), { timeout: 10_000 }).toBe(true);
  }
}

function measured(info: TestInfo, description: string): void {
  info.annotations.push({ type: 'measured', description });
  process.stdout.write(`${info.title}: ${description}\n`);
}

for (const [nat, what] of [
  ['cone', 'cone NATs'],
  ['symmetric', 'symmetric NATs'],
] as const) {
  test(`after a change of the caller’s address in a call between ${what}, both hear each other again in under 4 s`, async ({
    lab,
    served,
  }, info) => {
    lab.net.setNats(nat, nat);
    for (const host of ['alice', 'bob'] as const)
      await lab.net.setWan(host, { delayMs: 20, jitterMs: 2, lossPercent: 0 });
    await withTwoApart(lab, served.url, async (alice, bob) => {
      await talk(alice, bob);
      const movedAtMs = Date.now();
      lab.net.moveHost('alice');
      await expect
        .poll(() => alice.phases.at(-1)?.phase, { timeout: NOTICED_MS, intervals: [20] })
        .toBe('reconnecting');
      for (const [who, side] of Object.entries({ alice, bob })) {
        const heard = () => side.run('deskHeardAgain', movedAtMs);
        await expect.poll(heard, { timeout: 20_000, intervals: [50] }).toBeDefined();
        const afterMs = ((await heard())?.atMs ?? Number.POSITIVE_INFINITY) - movedAtMs;
        measured(info, `${who} hears again ${afterMs} ms after the change`);
        expect(afterMs).toBeLessThan(HEALED_MS);
      }
      for (const side of [alice, bob]) await expect.poll(() => side.phases.at(-1)?.phase).toBe('live');
      // The call was `reconnecting` once: from when the loss was noticed until the call was live again.
      const [reconnecting, live, ...more] = alice.phases.filter(({ atMs }) => atMs >= movedAtMs);
      expect([reconnecting?.phase, live?.phase, more]).toEqual(['reconnecting', 'live', []]);
      measured(
        info,
        `“reconnecting” ${(reconnecting?.atMs ?? 0) - movedAtMs} to ${(live?.atMs ?? 0) - movedAtMs} ms after the change`,
      );
      expect((live?.atMs ?? 0) - movedAtMs).toBeLessThan(HEALED_MS);
    });
  });
}

// The next address causes the third ICE restart within seconds: an unverified call with a relay makes one at its
// beginning (protocol §5.9.4), and the loss of the address causes another.
test('if the caller’s device loses its address early in a call, both sides hear again within 4 s of the next address', async ({
  lab,
  served,
}, info) => {
  lab.net.setNats('cone', 'cone');
  await withTwoApart(lab, served.url, async (alice, bob) => {
    await talk(alice, bob);
    const droppedAtMs = Date.now();
    lab.net.dropHost('alice');
    await expect.poll(() => alice.phases.at(-1)?.phase, { timeout: NOTICED_MS, intervals: [20] }).toBe('reconnecting');
    const movedAtMs = Date.now();
    lab.net.moveHost('alice');
    for (const [who, side] of Object.entries({ alice, bob })) {
      const heard = () => side.run('deskHeardAgain', droppedAtMs);
      await expect.poll(heard, { timeout: 20_000, intervals: [50] }).toBeDefined();
      const afterMs = ((await heard())?.atMs ?? Number.POSITIVE_INFINITY) - movedAtMs;
      measured(info, `${who} hears again ${afterMs} ms after the new address`);
      expect(afterMs).toBeLessThan(HEALED_MS);
    }
  });
});

const gone = 'a call whose network disappears for good is reconnecting for 30 s and then ends';
test(gone, { tag: '@waits' }, async ({ lab, served }, info) => {
  lab.net.setNats('cone', 'cone');
  await withTwoApart(lab, served.url, async (alice, bob) => {
    await talk(alice, bob);
    await lab.net.setWan('alice', { delayMs: 0, jitterMs: 0, lossPercent: 100 });
    for (const side of [alice, bob]) {
      await expect.poll(() => side.phases.at(-1)?.phase, { timeout: AWAY_MS + 20_000 }).toBe('ended');
      const [reconnecting, ended] = side.phases.slice(-2);
      expect(reconnecting?.phase).toBe('reconnecting');
      const lastedMs = (ended?.atMs ?? 0) - (reconnecting?.atMs ?? 0);
      measured(info, `reconnecting for ${lastedMs} ms`);
      expect(lastedMs).toBeGreaterThan(AWAY_MS - TURN_MS);
    }
  });
});

const thin = 'a call over a network too poor for sound and picture keeps only the sound until the network recovers';
test(thin, { tag: '@waits' }, async ({ lab, served }, info) => {
  lab.net.setNats('cone', 'cone');
  await withTwoApart(lab, served.url, async (alice, bob) => {
    await talk(alice, bob, 'video');
    await expect.poll(() => bob.pictures()?.decoded, { timeout: 20_000 }).toBeGreaterThan(30);
    const thinAtMs = Date.now();
    await lab.net.setWan('alice', { delayMs: 20, jitterMs: 0, lossPercent: 0, kbps: 130 });
    await expect.poll(() => alice.pictures()?.isPaused, { timeout: 60_000 }).toBe(true);
    measured(info, `paused ${Date.now() - thinAtMs} ms after the line became thin`);
    // The message about it waits in the line behind pictures that were sent before.
    await expect.poll(() => bob.pictures()?.isPeers, { timeout: 60_000 }).toBe(false);
    for (const side of [alice, bob]) await expect.poll(() => side.run('deskHears'), { timeout: 10_000 }).toBe(true);
    const decoded = bob.pictures()?.decoded ?? 0;
    await lab.net.setWan('alice', { delayMs: 0, jitterMs: 0, lossPercent: 0 });
    await expect.poll(() => alice.pictures()?.isPaused, { timeout: 60_000 }).toBe(false);
    await expect.poll(() => bob.pictures()?.decoded, { timeout: 20_000 }).toBeGreaterThan(decoded + 30);
    for (const side of [alice, bob]) expect(side.phases.at(-1)?.phase).toBe('live');
  });
});
