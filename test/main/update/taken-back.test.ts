// Updates after policy has withdrawn a key, updates of another person's AppImage, and update checks through a proxy
// that hangs.
import { chmodSync, chownSync, existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openTunnel } from '../../../src/main/signalling/proxy.ts';
import type { PolicyInForce } from '../../../src/main/policy/policy-in-force.ts';
import { programUpdates } from '../../../src/main/update/program-updates.ts';
import { publicKeyText } from '../../../tools/update-feed.ts';
import { appImage, foreignKey, newFolder, NOW, offer, startFeedServer, updatesOver } from './update-rig.ts';
import { heldClock } from '../signalling/test-clock.ts';

const OLD = appImage('the program that runs');
const otherKeys = [publicKeyText(foreignKey)];

/** A server that offers an installer and an AppImage. */
async function offering() {
  const server = await startFeedServer();
  const ran = join(newFolder(), 'ran');
  const script = `#!/bin/sh\necho "$0" >> '${ran}'\n`;
  writeFileSync(join(server.folder, 'Siegel-Setup-0.3.0.exe'), script);
  writeFileSync(join(server.folder, 'Siegel-0.3.0.AppImage'), appImage('the next one'));
  offer(server);
  return { server, ran };
}

describe('keys withdrawn by policy', () => {
  it('withdrawing a key discards the installer that waits for the program’s end', async () => {
    const { server, ran } = await offering();
    const [first, second] = [0, 1].map(() => updatesOver(server, { kind: 'nsis', isForMachine: false }));
    if (first === undefined || second === undefined) throw new Error('fewer than two');
    for (const { updates, folder } of [first, second]) {
      updates.follow();
      await updates.check();
      expect(updates.view()).toEqual({ kind: 'ready', version: '0.3.0' });
      chmodSync(join(folder, 'package', 'Siegel-Setup-0.3.0.exe'), 0o700);
    }
    first.policy.now = { ...first.policy.now, UpdateKeys: otherKeys };
    first.updates.follow();
    expect(first.updates.view()).toEqual({ kind: 'none' });
    await first.updates.end();
    await second.updates.end(); // proves that an installer does run if nothing was withdrawn
    await expect.poll(() => (existsSync(ran) ? readFileSync(ran, 'utf8') : '')).toContain(second.folder);
    expect(readFileSync(ran, 'utf8')).not.toContain(first.folder);
  });

  it.each(['siegel.json', 'Siegel-0.3.0.AppImage'])(
    'nothing is installed if policy withdraws the key while %s is being fetched',
    async (at) => {
      const { server } = await offering();
      const file = join(newFolder(), 'Siegel.AppImage');
      writeFileSync(file, OLD, { mode: 0o755 });
      const { updates, policy, folder } = updatesOver(server, { kind: 'appimage', isForMachine: false, file });
      server.onAsked = (name) => {
        if (name === at) policy.now = { ...policy.now, UpdateKeys: otherKeys };
      };
      await updates.check();
      expect(updates.view()).toEqual({ kind: 'none' });
      expect(readFileSync(file)).toEqual(OLD);
      // A list that is no longer trusted is not remembered, because it could block the next list.
      expect(existsSync(join(folder, 'seen.json'))).toBe(at !== 'siegel.json');
    },
  );
});

describe.skipIf(process.getuid?.() !== 0)('AppImages that several people use', () => {
  it('an update does not replace an AppImage that another user owns', async () => {
    const { server } = await offering();
    const file = join(newFolder(), 'Siegel.AppImage');
    writeFileSync(file, OLD, { mode: 0o755 });
    chownSync(file, 65_534, 65_534);
    const { updates } = updatesOver(server, { kind: 'appimage', isForMachine: false, file });
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'failed', cause: 'disk' });
    expect(readFileSync(file)).toEqual(OLD);
    expect(lstatSync(file).uid).toBe(65_534);
  });
});

describe('hanging proxies', () => {
  const open: (() => void)[] = [];
  afterEach(() => {
    for (const close of open.splice(0)) close();
  });

  it('an update check gives up on a hanging proxy, and the next check tries again', async () => {
    const { server } = await offering();
    let taken = 0;
    const proxy = createServer((socket) => {
      taken++;
      open.push(() => socket.destroy());
      socket.on('error', () => undefined);
      clock.advance(31_000);
    });
    open.push(() => proxy.close());
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    const { port } = proxy.address() as AddressInfo;
    const clock = heldClock(NOW);
    const values = {
      UpdateMode: 'notify',
      UpdateFeedUrl: server.url,
      UpdateKeys: otherKeys,
      TlsRoots: [],
    } as unknown as ReturnType<PolicyInForce['values']>;
    const updates = programUpdates({
      isPackaged: true,
      version: '0.2.0',
      profile: newFolder(),
      policy: { values: () => values, onChange: () => undefined } as unknown as PolicyInForce,
      clock,
      random: () => new Uint8Array([0]),
      connect: (_url, signal) =>
        openTunnel({ host: '127.0.0.1', port, isSecure: false }, { host: 'x', port: 443 }, { signal }),
      onChange: () => undefined,
      onEvent: () => undefined,
    });
    for (const times of [1, 2]) {
      expect(await updates.check()).toBe('done');
      expect(updates.view()).toEqual({ kind: 'failed', cause: 'unreachable' });
      expect(taken).toBe(times);
    }
    await updates.end();
  });
});
