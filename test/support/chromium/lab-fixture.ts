// Playwright's fixture for the lab: a browser in each of the two networks, and a relay in the server's network.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import { type Host, type Netlab, openNetlab } from '../../../tools/network/netlab.ts';
import { type Relay, withRelay } from '../../../tools/network/relay.ts';
import { timedAccount } from '../../../tools/network/relay-lender.ts';
import { test as base } from './page-fixture.ts';

const SECRET = 'a secret of the relay';

/** The lab and what it contains. */
export interface Lab {
  readonly net: Netlab;
  readonly relay: Relay;
  readonly browsers: Readonly<Record<'alice' | 'bob', Browser>>;
}

/** The relay's servers, with an account that expires after `ttl` seconds. */
export function relayServers({ policies }: Relay, ttl: number) {
  const { username, password: credential } = timedAccount(SECRET, ttl);
  return policies.TurnServers.map((urls) => ({ urls, username, credential }));
}

/** Playwright's `test` with `lab`. */
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
        // The relay has a self-signed certificate; these tests are not about trust in certificates.
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
