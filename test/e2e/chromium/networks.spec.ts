// The product's stage in two browsers, each behind its own NAT in its own network: which path media take, by which
// transport, and that the stage reports both. Needs root. If networks cannot be made, the tests are skipped and say
// why.
import { expect, type Page, type TestInfo } from '@playwright/test';
import type { MediaCommand, MediaFact } from '../../../src/contract/media.ts';
import { type Lab, relayServers, test } from '../../support/chromium/lab-fixture.ts';
import { runIn, type RunScenario } from '../../support/chromium/page-fixture.ts';
import { type Nat, noNetlab } from '../../../tools/network/netlab.ts';

const call = 'ab'.repeat(16);
const why = noNetlab();

test.skip(why !== undefined, why);
test.afterEach(async ({ lab }) => {
  const contexts = Object.values(lab.browsers).flatMap((browser) => browser.contexts());
  for (const context of contexts) await context.close();
  for (const host of ['alice', 'bob'] as const) {
    await lab.net.setWan(host, { delayMs: 0, jitterMs: 0, lossPercent: 0 });
  }
});

type Stats = Extract<MediaFact, { kind: 'stats' }>;
interface Side {
  readonly run: RunScenario;
  /** The last reported path and transport of the page's media; undefined until 20 sound packets have arrived. */
  readonly way: () => Promise<string | undefined>;
  readonly line: () => Promise<Stats['line']>;
}

/** A call between both hosts, caller first, with sound both ways. */
async function connect(
  { relay, browsers }: Lab,
  url: string,
  servers = relayServers(relay, 600),
): Promise<readonly [Side, Side]> {
  const pages = [await browsers.alice.newPage(), await browsers.bob.newPage()] as const;
  for (const [at, page] of pages.entries()) {
    // The spec serves the page, because the lab's networks have no server for it.
    await page.route('**/*', async (route) => route.fulfill({ response: await route.fetch() }));
    await passOnTo(page, pages[1 - at] as Page);
    await page.goto(url);
  }
  const [caller, callee] = [runIn(pages[0]), runIn(pages[1])];
  await caller('stageOpen', 'caller', 'networks', servers);
  await callee('stageOpen', 'callee', 'networks', servers);
  for (const run of [caller, callee]) await command(run, { kind: 'play', call, sound: true, camera: true });
  await command(callee, { kind: 'offer', call, iceRestart: false });
  for (const run of [caller, callee]) await command(run, { kind: 'send', call, microphone: true, camera: false });
  return [sideOf(caller), sideOf(callee)];
}

const command = (run: RunScenario, order: MediaCommand): Promise<void> => run('stageCommand', order);

async function passOnTo(from: Page, to: Page): Promise<void> {
  let last = Promise.resolve(); // in the order of the messages
  await from.exposeFunction('passOn', async (order: MediaCommand) => {
    last = last.then(() => command(runIn(to), order));
    await last;
  });
}

function sideOf(run: RunScenario): Side {
  return {
    run,
    line: async () => (await run('stageFacts')).findLast((fact): fact is Stats => fact.kind === 'stats')?.line,
    way: async () => {
      const last = (await run('stageFacts')).findLast((fact): fact is Stats => fact.kind === 'stats');
      return last === undefined || last.packetsReceived[0] < 20 ? undefined : `${last.path} ${last.pathBy}`;
    },
  };
}

const ways: readonly { nats: readonly [Nat, Nat]; caller: string; callee: string; what: string }[] = [
  { nats: ['cone', 'cone'], caller: 'direct udp', callee: 'direct udp', what: 'two cone NATs allow a direct path' },
  {
    nats: ['symmetric', 'symmetric'],
    caller: 'relay udp',
    callee: 'relay udp',
    what: 'two symmetric NATs need the relay',
  },
  {
    nats: ['no-udp', 'cone'],
    caller: 'relay tcp',
    callee: 'relay udp',
    what: 'a network without UDP reaches the relay by TCP',
  },
  {
    nats: ['web', 'web'],
    caller: 'relay tls',
    callee: 'relay tls',
    what: 'a network with only port 443 reaches the relay by TLS',
  },
];

for (const { nats, what, ...expected } of ways) {
  test(what, async ({ lab, served }) => {
    lab.net.setNats(...nats);
    const [caller, callee] = await connect(lab, served.url);
    const ways = async (): Promise<readonly unknown[]> => [await caller.way(), await callee.way()];
    await expect.poll(ways, { timeout: 30_000 }).toEqual([expected.caller, expected.callee]);
  });
}

const lossy = { delayMs: 20, jitterMs: 4, lossPercent: 20 };
const lossyLines = '20 % loss each way on both lines, 80 ms round trip';

async function carriesSound([caller, callee]: readonly [Side, Side], ways: RegExp, info: TestInfo): Promise<void> {
  const sinceMs = Date.now();
  for (const { way } of [caller, callee]) await expect.poll(way, { timeout: 60_000 }).toMatch(ways);
  const description = `${await caller.way()} after ${Date.now() - sinceMs} ms`;
  info.annotations.push({ type: 'measured', description });
  process.stdout.write(`${lossyLines}: ${description}\n`);
  for (const { run } of [caller, callee])
    await expect.poll(() => run('stageLoudness'), { timeout: 20_000 }).toBeGreaterThan(0.05);
}

test('a call connects and carries sound if one packet in five is lost on each side’s line', async ({
  lab,
  served,
}, info) => {
  lab.net.setNats('cone', 'cone');
  for (const host of ['alice', 'bob'] as const) await lab.net.setWan(host, lossy);
  // With this loss, chance and the engine decide on the path: UDP, or TCP, which retransmits lost packets. The product
  // promises only that a path is found and carries sound.
  await carriesSound(await connect(lab, served.url), /^(?:direct|relay) (?:udp|tcp|tls)$/u, info);
});

test('a call over UDP alone carries sound and reports the loss if one packet in five is lost', async ({
  lab,
  served,
}, info) => {
  lab.net.setNats('cone', 'cone');
  for (const host of ['alice', 'bob'] as const) await lab.net.setWan(host, lossy);
  const servers = relayServers(lab.relay, 600).filter(({ urls }) => urls.endsWith('?transport=udp'));
  expect(servers).not.toEqual([]);
  const sides = await connect(lab, served.url, servers);
  await carriesSound(sides, /^(?:direct|relay) udp$/u, info);
  for (const { line } of sides) {
    // Both lines together lose about a third of the packets in each direction, and the round trip passes both lines.
    // Engines measure loss and round trip, and the page must report them.
    await expect.poll(async () => (await line())?.lostThere, { timeout: 20_000 }).toBeGreaterThan(12);
    await expect.poll(async () => (await line())?.roundTripMs, { timeout: 20_000 }).toBeGreaterThanOrEqual(70);
    expect((await line())?.packetsLost).toBeGreaterThan(0);
  }
});

test('a relay account given during a call is used from the next ICE restart on', async ({ lab, served }) => {
  lab.net.setNats('symmetric', 'symmetric');
  const [caller, callee] = await connect(lab, served.url);
  for (const { way } of [caller, callee]) await expect.poll(way, { timeout: 30_000 }).toBe('relay udp');
  const iceServers = relayServers(lab.relay, 1200);
  const next = iceServers[0]?.username;
  expect(lab.relay.accounts()).not.toContain(next);
  await command(caller.run, { kind: 'relays', call, iceServers });
  await command(caller.run, { kind: 'offer', call, iceRestart: true });
  await expect.poll(lab.relay.accounts, { timeout: 60_000 }).toContain(next);
  await expect.poll(caller.way).toBe('relay udp');
});
