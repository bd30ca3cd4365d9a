// The product's stage in two browsers, each behind a NAT of its own in a network of its own: which way media take, through which
// network, and that it is said. Needs root; where networks cannot be made the tests are skipped and say why.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, expect, type Page } from '@playwright/test';
import type { MediaCommand, MediaFact } from '../../../src/contract/media.ts';
import { runIn, type RunScenario, test as base } from '../../support/chromium/page-fixture.ts';
import { type Host, type Nat, type Netlab, noNetlab, openNetlab } from '../../support/netlab.ts';
import { type Relay, withRelay } from '../../support/relay.ts';
import { timedAccount } from '../../support/relay-lender.ts';

const SECRET = 'a secret of the relay';
const call = 'ab'.repeat(16);
const why = noNetlab();

interface Lab {
  readonly net: Netlab;
  readonly relay: Relay;
  readonly browsers: Readonly<Record<'alice' | 'bob', Browser>>;
}

const test = base.extend<object, { readonly lab: Lab }>({
  lab: [
    async ({ playwright, launchOptions }, use) => {
      const net = openNetlab();
      const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-networks-'));
      const browse = async (host: Host): Promise<Browser> => {
        const executablePath = path.join(folder, host);
        const command = [
          ...net.inNetworkOf(host),
          launchOptions.executablePath ?? playwright.chromium.executablePath(),
        ];
        writeFileSync(executablePath, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`);
        chmodSync(executablePath, 0o755);
        // The relay vouches for itself; whom the engine believes is not what is looked at here.
        const args = [...(launchOptions.args ?? []), '--ignore-certificate-errors'];
        return playwright.chromium.launch({ ...launchOptions, executablePath, args });
      };
      const opened: Browser[] = [];
      try {
        const elsewhere = { ip: net.serverIp, within: net.inNetworkOf('server') };
        await withRelay(
          async (relay) => {
            for (const host of ['alice', 'bob'] as const) opened.push(await browse(host));
            const [alice, bob] = opened as [Browser, Browser];
            await use({ net, relay, browsers: { alice, bob } });
          },
          { secret: SECRET, elsewhere },
        );
      } finally {
        for (const browser of opened) await browser.close();
        net.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});
test.skip(why !== undefined, why);
test.afterEach(async ({ lab }) => {
  const contexts = Object.values(lab.browsers).flatMap((browser) => browser.contexts());
  for (const context of contexts) await context.close();
});

type Stats = Extract<MediaFact, { kind: 'stats' }>;
interface Side {
  readonly run: RunScenario;
  /** What the page says last of the way its media take; undefined until something has come that way. */
  readonly way: () => Promise<string | undefined>;
}

/** A call between both hosts, caller first, with media both ways. */
async function connect({ relay, browsers }: Lab, url: string): Promise<readonly [Side, Side]> {
  const pages = [await browsers.alice.newPage(), await browsers.bob.newPage()] as const;
  for (const [at, page] of pages.entries()) {
    // The page comes from the spec: in the lab's networks there is no server for it.
    await page.route('**/*', async (route) => route.fulfill({ response: await route.fetch() }));
    await passOnTo(page, pages[1 - at] as Page);
    await page.goto(url);
  }
  const [caller, callee] = [runIn(pages[0]), runIn(pages[1])];
  const servers = relayServers(relay, 600);
  await caller('stageOpen', 'caller', 'networks', servers);
  await callee('stageOpen', 'callee', 'networks', servers);
  for (const run of [caller, callee]) await command(run, { kind: 'play', call, sound: true, camera: true });
  await command(callee, { kind: 'offer', call, iceRestart: false });
  for (const run of [caller, callee]) await command(run, { kind: 'send', call, microphone: true, camera: false });
  return [sideOf(caller), sideOf(callee)];
}

const command = (run: RunScenario, order: MediaCommand): Promise<void> => run('stageCommand', order);

function relayServers({ policies }: Relay, ttl: number) {
  const { username, password: credential } = timedAccount(SECRET, ttl);
  return policies.TurnServers.map((urls) => ({ urls, username, credential }));
}

async function passOnTo(from: Page, to: Page): Promise<void> {
  let last = Promise.resolve(); // in the order in which it was said
  await from.exposeFunction('passOn', async (order: MediaCommand) => {
    last = last.then(() => command(runIn(to), order));
    await last;
  });
}

function sideOf(run: RunScenario): Side {
  return {
    run,
    way: async () => {
      const last = (await run('stageFacts')).findLast((fact): fact is Stats => fact.kind === 'stats');
      return last === undefined || last.packetsReceived[0] < 20 ? undefined : `${last.path} ${last.pathBy}`;
    },
  };
}

const ways: readonly { nats: readonly [Nat, Nat]; caller: string; callee: string; what: string }[] = [
  { nats: ['cone', 'cone'], caller: 'direct udp', callee: 'direct udp', what: 'two cones let a direct way through' },
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
    what: 'without UDP the relay is reached by TCP',
  },
  { nats: ['web', 'web'], caller: 'relay tls', callee: 'relay tls', what: 'with nothing but port 443 it is TLS' },
];

for (const { nats, what, ...expected } of ways) {
  test(what, async ({ lab, served }) => {
    lab.net.setNats(...nats);
    const [caller, callee] = await connect(lab, served.url);
    await expect.poll(caller.way, { timeout: 15_000 }).toBe(expected.caller);
    await expect.poll(callee.way, { timeout: 15_000 }).toBe(expected.callee);
  });
}

test('an account that has ended in a call is replaced with the next ICE restart', async ({ lab, served }) => {
  lab.net.setNats('symmetric', 'symmetric');
  const [caller, callee] = await connect(lab, served.url);
  for (const { way } of [caller, callee]) await expect.poll(way, { timeout: 15_000 }).toBe('relay udp');
  const iceServers = relayServers(lab.relay, 1200);
  const next = iceServers[0]?.username;
  expect(lab.relay.accounts()).not.toContain(next);
  await command(caller.run, { kind: 'relays', call, iceServers });
  await command(caller.run, { kind: 'offer', call, iceRestart: true });
  await expect.poll(lab.relay.accounts, { timeout: 15_000 }).toContain(next);
  await expect.poll(caller.way).toBe('relay udp');
});
