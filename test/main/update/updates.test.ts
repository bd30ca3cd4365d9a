// Updates over a real HTTPS server: what is offered, fetched and installed, and what a bad server, a bad disk or policy
// prevents.
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTunnel } from '../../../src/main/signalling/proxy.ts';
import type { Installation } from '../../../src/main/update/install-kind.ts';
import { fetchPackage } from '../../../src/main/update/package-file.ts';
import { systemFiles } from '../../../src/main/vault/files.ts';
import { makeAuthority, theAuthority } from '../signalling/authority.ts';
import { fragileFiles } from '../vault/fragile-files.ts';
import { appImage, foreignKey, key, newFolder, NOW, offer, startFeedServer, updatesOver } from './update-rig.ts';
import { publicKeyText } from '../../../tools/update-feed.ts';

const forMachine: Installation = { kind: 'deb', isForMachine: true };
const OLD = appImage('the program that runs');
const NEW = appImage('the next one');

/** An AppImage of one person, and a server that offers its successor. */
async function offered() {
  const folder = newFolder();
  const file = join(folder, 'Siegel.AppImage');
  writeFileSync(file, OLD, { mode: 0o755 });
  const server = await startFeedServer();
  writeFileSync(join(server.folder, 'Siegel-0.3.0.AppImage'), NEW);
  offer(server);
  const installation: Installation = { kind: 'appimage', isForMachine: false, file };
  return { folder, file, server, installation };
}

describe('AppImages of one person', () => {
  it('an AppImage is replaced by the fetched package, which is executable, and no other file remains in its folder', async () => {
    const { folder, file, server, installation } = await offered();
    const { updates, events } = updatesOver(server, installation);
    expect(await updates.check()).toBe('done');
    expect(updates.view()).toEqual({ kind: 'ready', version: '0.3.0' });
    expect(readFileSync(file)).toEqual(NEW);
    expect(statSync(file).mode & 0o777).toBe(0o755);
    expect(readdirSync(folder)).toEqual(['Siegel.AppImage']);
    expect(events).toEqual(['ready 0.3.0']);
  });

  it('an AppImage is not replaced in notify mode: the version is shown and no package is fetched', async () => {
    const { file, server, installation } = await offered();
    const { updates } = updatesOver(server, installation, { policy: { UpdateMode: 'notify' } });
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'available', version: '0.3.0', mayInstall: false });
    expect(await updates.install()).toBe('no-update');
    expect(readFileSync(file)).toEqual(OLD);
    expect(server.asked).toEqual(['/siegel/siegel.json']);
  });

  it('an update does not write through a symbolic link', async () => {
    const { file, server } = await offered();
    const link = join(newFolder(), 'Siegel.AppImage');
    symlinkSync(file, link);
    const { updates } = updatesOver(server, { kind: 'appimage', isForMachine: false, file: link });
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'failed', cause: 'disk' });
    expect(readFileSync(file)).toEqual(OLD);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it('an AppImage is not replaced by a signed file that is not an AppImage', async () => {
    const { file, server, installation } = await offered();
    writeFileSync(join(server.folder, 'Siegel-0.3.0.AppImage'), 'a text');
    offer(server);
    const { updates } = updatesOver(server, installation);
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'failed', cause: 'bad-package' });
    expect(readFileSync(file)).toEqual(OLD);
  });

  it.each<[string, (server: Awaited<ReturnType<typeof offered>>['server']) => void]>([
    [
      'changed in one byte',
      ({ folder }) => writeFileSync(join(folder, 'Siegel-0.3.0.AppImage'), appImage('the next onE')),
    ],
    ['cut short', ({ folder }) => writeFileSync(join(folder, 'Siegel-0.3.0.AppImage'), NEW.subarray(0, -1))],
    ['made longer', ({ folder }) => writeFileSync(join(folder, 'Siegel-0.3.0.AppImage'), appImage('the next one!'))],
  ])(
    'an AppImage is not replaced if the package was %s after signing, and the package is removed',
    async (_what, tamper) => {
      const { file, server, installation } = await offered();
      tamper(server);
      const { updates, folder } = updatesOver(server, installation);
      await updates.check();
      expect(updates.view()).toEqual({ kind: 'failed', cause: 'bad-package' });
      expect(readFileSync(file)).toEqual(OLD);
      expect(readdirSync(join(folder, 'package'))).toEqual([]);
    },
  );

  it('an interrupted download is discarded and repeated on request', async () => {
    const { file, server, installation } = await offered();
    const { updates, folder } = updatesOver(server, installation);
    server.breakOff = 'Siegel-0.3.0.AppImage';
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'available', version: '0.3.0', mayInstall: true });
    expect(readdirSync(join(folder, 'package'))).toEqual([]);
    server.breakOff = '';
    expect(await updates.install()).toBe('done');
    expect(updates.view()).toEqual({ kind: 'ready', version: '0.3.0' });
    expect(readFileSync(file)).toEqual(NEW);
  });

  it('an installed update stays ready even if the server fails later', async () => {
    const { server, installation } = await offered();
    const { updates } = updatesOver(server, installation);
    await updates.check();
    server.trouble = 'error';
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'ready', version: '0.3.0' });
  });

  it('an AppImage is not replaced if policy changes to notify during the download', async () => {
    const { file, server, installation } = await offered();
    const { updates, policy } = updatesOver(server, installation);
    server.onAsked = (name) => {
      if (name.endsWith('.AppImage')) policy.now = { ...policy.now, UpdateMode: 'notify' };
    };
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'available', version: '0.3.0', mayInstall: false });
    expect(readFileSync(file)).toEqual(OLD);
  });
});

describe('machine-wide installations', () => {
  it('a machine-wide installation reports the newer version and fetches no package', async () => {
    const server = await startFeedServer();
    writeFileSync(join(server.folder, 'siegel_0.3.0_amd64.deb'), 'a package');
    writeFileSync(join(server.folder, 'Siegel-0.3.0.AppImage'), NEW);
    offer(server);
    const { updates, folder } = updatesOver(server, forMachine);
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'available', version: '0.3.0', mayInstall: false });
    expect(await updates.install()).toBe('no-update');
    await updates.end();
    expect(server.asked).toEqual(['/siegel/siegel.json']);
    expect(readdirSync(folder)).toEqual(['seen.json']);
  });
});

describe('update servers', () => {
  it.each<[string, (server: Awaited<ReturnType<typeof startFeedServer>>) => void, string]>([
    ['signs with a foreign key', (server) => offer(server, { keys: [foreignKey] }), 'bad-signature'],
    ['has an expired list', (server) => offer(server, { issuedMs: NOW - 40 * 86_400_000 }), 'expired'],
    ['offers an older version', (server) => offer(server, { version: '0.1.9' }), 'none'],
    [
      'serves a web page instead of its list',
      (server) => writeFileSync(join(server.folder, 'siegel.json'), '<html>'),
      'bad-feed',
    ],
    ['has no list', () => undefined, 'unreachable'],
    ['redirects to another host', (server) => (offer(server), (server.trouble = 'redirect')), 'unreachable'],
    ['breaks off its answer', (server) => (offer(server), (server.trouble = 'cut-off')), 'unreachable'],
    ['never ends its answer', (server) => (offer(server), (server.trouble = 'endless')), 'bad-feed'],
    ['answers with an error', (server) => (offer(server), (server.trouble = 'error')), 'unreachable'],
  ])('no package is fetched or installed from an update server that %s', async (_what, prepare, cause) => {
    const { file, installation } = await offered();
    const server = await startFeedServer();
    writeFileSync(join(server.folder, 'Siegel-0.3.0.AppImage'), NEW);
    prepare(server);
    const { updates } = updatesOver(server, installation);
    expect(await updates.check()).toBe('done');
    expect(updates.view()).toEqual(cause === 'none' ? { kind: 'none' } : { kind: 'failed', cause });
    expect(readFileSync(file)).toEqual(OLD);
    expect(server.asked).toEqual(['/siegel/siegel.json']);
  });

  it('an update server is not used if its certificate is untrusted or names another host', async () => {
    const { file, server, installation } = await offered();
    const foreign = makeAuthority().root;
    const { updates } = updatesOver(server, installation, { parts: { way: async () => ({ ca: [foreign] }) } });
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'failed', cause: 'unreachable' });
    const named = updatesOver(server, installation, {
      policy: { UpdateFeedUrl: server.url.replace('127.0.0.1', '127.0.0.2') },
    });
    await named.updates.check();
    expect(named.updates.view()).toEqual({ kind: 'failed', cause: 'unreachable' });
    expect(server.asked).toEqual([]);
    expect(readFileSync(file)).toEqual(OLD);
  });

  it('an update server is reached through a proxy, and its certificate is checked all the same', async () => {
    const { file, server, installation } = await offered();
    const lines: string[] = [];
    const proxy = createServer().on('connect', (request, client: Socket) => {
      lines.push(request.url ?? '');
      const [host = '', port = ''] = (request.url ?? '').split(':');
      const far = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        far.pipe(client).pipe(far);
      });
      for (const each of [far, client]) each.on('error', () => far.destroy());
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    try {
      const { port } = proxy.address() as AddressInfo;
      const through = (ca: string) => async (url: URL) => {
        const target = { host: url.hostname, port: Number(url.port) };
        return { ca: [ca], socket: await openTunnel({ host: '127.0.0.1', port, isSecure: false }, target) };
      };
      const distrusting = updatesOver(server, installation, { parts: { way: through(makeAuthority().root) } });
      await distrusting.updates.check();
      expect(distrusting.updates.view()).toEqual({ kind: 'failed', cause: 'unreachable' });
      const { updates } = updatesOver(server, installation, { parts: { way: through(theAuthority().root) } });
      await updates.check();
      expect(updates.view()).toEqual({ kind: 'ready', version: '0.3.0' });
      expect(readFileSync(file)).toEqual(NEW);
      expect(lines).toHaveLength(3); // one failed attempt, the list, and the package
      expect(server.asked).toEqual(['/siegel/siegel.json', '/siegel/Siegel-0.3.0.AppImage']);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it('an update server to which no connection can be made is reported as unreachable, and is not asked', async () => {
    const { server, installation } = await offered();
    const { updates } = updatesOver(server, installation, { parts: { way: async () => undefined } });
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'failed', cause: 'unreachable' });
    expect(server.asked).toEqual([]);
  });

  it('an update list is refused if it offers an older version than before, or was issued before a list of the same version', async () => {
    const { server, installation } = await offered();
    offer(server, { version: '0.5.0' });
    const quiet = { policy: { UpdateMode: 'notify' as const } };
    const first = updatesOver(server, installation, quiet);
    await first.updates.check();
    expect(first.updates.view()).toMatchObject({ kind: 'available', version: '0.5.0' });
    offer(server, { version: '0.4.0' });
    const again = updatesOver(server, installation, { ...quiet, parts: { folder: first.folder } });
    await again.updates.check();
    expect(again.updates.view()).toEqual({ kind: 'failed', cause: 'rollback' });
    offer(server, { version: '0.5.0', issuedMs: NOW - 1000 });
    await again.updates.check();
    expect(again.updates.view()).toEqual({ kind: 'failed', cause: 'rollback' }); // an older list of the same version
    offer(server, { version: '0.5.1' });
    await again.updates.check();
    expect(again.updates.view()).toMatchObject({ kind: 'available', version: '0.5.1' });
  });
});

describe('disks during an update', () => {
  it('a full disk during a download is reported, and the partial package is removed', async () => {
    const { server } = await offered();
    const folder = join(newFolder(), 'package');
    const wanted = {
      kind: 'appimage' as const,
      architecture: 'x64' as const,
      file: 'Siegel-0.3.0.AppImage',
      size: NEW.length,
      sha512: 'a'.repeat(128),
    };
    const full = (): number => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    const way = { ca: [theAuthority().root] };
    expect(await fetchPackage(new URL(`${server.url}/`), wanted, folder, way, full)).toBe('disk');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('nothing is installed if the highest version seen cannot be saved', async () => {
    const { file, server, installation } = await offered();
    const { updates } = updatesOver(server, installation, {
      parts: { files: fragileFiles({ at: 0, kind: 'ENOSPC' }) },
    });
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'failed', cause: 'disk' });
    expect(readFileSync(file)).toEqual(OLD);
  });

  it('nothing is installed while the system refuses to read the file that stores the highest version seen, and that file stays unchanged', async () => {
    const { file, server, installation } = await offered();
    let isRefusing = true;
    const read = (path: string): ReturnType<typeof systemFiles.read> => {
      if (isRefusing && path.endsWith('seen.json'))
        throw Object.assign(new Error('the system refuses'), { code: 'EACCES' });
      return systemFiles.read(path);
    };
    const folder = join(newFolder(), 'update');
    mkdirSync(folder);
    const seen = JSON.stringify({ version: '9.9.9', issuedMs: NOW });
    writeFileSync(join(folder, 'seen.json'), seen);
    const { updates } = updatesOver(server, installation, { parts: { folder, files: { ...systemFiles, read } } });
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'failed', cause: 'disk' });
    isRefusing = false;
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'failed', cause: 'rollback' });
    expect([readFileSync(file), readFileSync(join(folder, 'seen.json'), 'utf8')]).toEqual([OLD, seen]);
  });

  it('nothing is installed if a damaged file that stores the highest version seen cannot be set aside', async () => {
    const { file, server, installation } = await offered();
    const folder = join(newFolder(), 'update');
    mkdirSync(folder);
    writeFileSync(join(folder, 'seen.json'), 'nonsense');
    const files = fragileFiles({ at: 0, kind: 'EIO' });
    const { updates } = updatesOver(server, installation, { parts: { folder, files } });
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'failed', cause: 'disk' });
    expect([readFileSync(file), readFileSync(join(folder, 'seen.json'), 'utf8')]).toEqual([OLD, 'nonsense']);
  });

  it.each(['', 'nonsense', '{"version":"9.9.9"}', 'x'.repeat(5000), '{"version":"1","issuedMs":-1}'])(
    'a damaged file that stores the highest version seen (%#) is set aside, and checking continues from the running version',
    async (text) => {
      const { server, installation } = await offered();
      const folder = join(newFolder(), 'update');
      mkdirSync(folder);
      writeFileSync(join(folder, 'seen.json'), text);
      const { updates } = updatesOver(server, installation, { parts: { folder } });
      await updates.check();
      expect(updates.view()).toEqual({ kind: 'ready', version: '0.3.0' });
      expect(readFileSync(join(folder, 'seen.json.damaged'), 'utf8')).toBe(text);
    },
  );
});

describe('update checks', () => {
  it('the program checks for updates two minutes after its start and six hours later, and stops when policy turns updates off', async () => {
    const { server, installation } = await offered();
    const { updates, clock, policy } = updatesOver(server, installation, { policy: { UpdateMode: 'notify' } });
    updates.follow();
    clock.advance(119_000);
    expect(server.asked).toEqual([]);
    clock.advance(2000);
    await updates.check(); // joins the check in progress
    expect(server.asked).toHaveLength(1);
    clock.advance(6 * 3_600_000);
    await updates.check();
    expect(server.asked).toHaveLength(2);
    policy.now = { ...policy.now, UpdateMode: 'off' };
    updates.follow();
    expect(updates.view()).toEqual({ kind: 'none' });
    clock.advance(30 * 3_600_000);
    expect(await updates.check()).toBe('no-update');
    expect(server.asked).toHaveLength(2);
  });

  it('after policy names another feed, the program checks for updates at that feed and not at the old one', async () => {
    const { server, installation } = await offered();
    const other = await startFeedServer();
    offer(other, { version: '0.4.0', keys: [foreignKey] });
    const { updates, clock, policy } = updatesOver(server, installation, { policy: { UpdateMode: 'notify' } });
    updates.follow();
    policy.now = { UpdateMode: 'notify', UpdateFeedUrl: other.url, UpdateKeys: [publicKeyText(foreignKey)] };
    updates.follow();
    clock.advance(130_000);
    await updates.check();
    expect(server.asked).toEqual([]);
    expect(updates.view()).toMatchObject({ kind: 'available', version: '0.4.0' });
  });

  // before-use.test.ts tests that the installer runs when the program ends.
  it('an installer for one person is fetched and waits for the program’s end', async () => {
    const { server } = await offered();
    writeFileSync(join(server.folder, 'Siegel-Setup-0.3.0.exe'), 'an installer');
    offer(server, { keys: [key] });
    const { updates, folder } = updatesOver(server, { kind: 'nsis', isForMachine: false });
    await updates.check();
    expect(updates.view()).toEqual({ kind: 'ready', version: '0.3.0' });
    expect(readFileSync(join(folder, 'package', 'Siegel-Setup-0.3.0.exe'), 'utf8')).toBe('an installer');
    expect(readdirSync(join(folder, 'package'))).toEqual(['Siegel-Setup-0.3.0.exe']);
  });
});
