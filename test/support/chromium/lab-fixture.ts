// Playwright's fixture for the lab: a browser in the network of each of the two, and a relay in the server's.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import { type Host, type Netlab, openNetlab } from '../../../tools/network/netlab.ts';
import { type Relay, withRelay } from '../../../tools/network/relay.ts';
import { timedAccount } from '../../../tools/network/relay-lender.ts';
import { test as base } from './page-fixture.ts';

const SECRET = 'a secret of the relay';

/** The lab, with what is in it. */
export interface Lab {
  readonly net: Netlab;
  readonly relay: Relay;
  readonly browsers: Readonly<Record<'alice' | 'bob', Browser>>;
}

/** The relay's servers, with an account that ends in `ttl` seconds. */
export function relayServers({ policies }: Relay, ttl: number) {
  const { username, password: credential } = timedAccount(SECRET, ttl);
  return policies.TurnServers.map((urls) => ({ urls, username, credential }));
}

/** Tests in the lab. */
export const test = base.extend<object, { readonly lab: Lab }>({
  lab: [
    async ({ playwright, launchOptions }, use) => {
      const net = await openNetlab();
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
