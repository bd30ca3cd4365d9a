// Which Electron this project runs on this machine, and where it is. The choice is always printed. Order:
// ELECTRON_OVERRIDE_DIST_PATH; the official binary; on Linux x64 the registry runtime. Nothing here knows of the app.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { withLock } from './runtime/lock.ts';
import { REGISTRY_ELECTRON_VERSION, registryRuntime } from './runtime/registry-runtime.ts';

const project = path.resolve(import.meta.dirname, '..');
const cache = path.join(project, '.cache', 'runtime');
const officialPackage = path.join(project, 'node_modules', 'electron');
const STALLED_MS = 15_000;
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

/** An Electron that can be started: its origin, its version, its folder and its executable. */
export interface Runtime {
  readonly source: 'override' | 'official' | 'registry';
  readonly version: string;
  readonly folder: string;
  readonly executable: string;
}

const executableName: Readonly<Record<string, string>> = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: path.join('Electron.app', 'Contents', 'MacOS', 'Electron'),
};

function runtimeIn(folder: string, source: Runtime['source']): Runtime | undefined {
  const executable = path.join(folder, executableName[process.platform] ?? 'electron');
  if (!existsSync(executable)) return undefined;
  const file = path.join(folder, 'version');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown';
  return { source, version, folder, executable };
}

async function sizeOf(folder: string): Promise<number> {
  let total = 0;
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    total += (await stat(path.join(folder, name)).catch(() => undefined))?.size ?? 0;
  }
  return total;
}

/** Runs Electron's own installer; false if it fails, if no byte has arrived for 15 s, or after ten minutes. */
async function downloadOfficial(): Promise<boolean> {
  const temporary = path.join(cache, 'official-download');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const child = spawn(process.execPath, [path.join(officialPackage, 'install.js')], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  const started = Date.now();
  let size = 0;
  let movedAt = started;
  const look = async (): Promise<void> => {
    const now = await sizeOf(temporary);
    if (now !== size) [size, movedAt] = [now, Date.now()];
    const unpacking = existsSync(path.join(officialPackage, 'dist'));
    const stalled = !unpacking && Date.now() - movedAt > STALLED_MS;
    if (stalled || Date.now() - started > DOWNLOAD_LIMIT_MS) child.kill();
  };
  const watch = setInterval(() => void look(), 1000);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', resolve);
  });
  clearInterval(watch);
  await rm(temporary, { recursive: true, force: true });
  return code === 0;
}

function official(): Runtime | undefined {
  return existsSync(path.join(officialPackage, 'path.txt'))
    ? runtimeIn(path.join(officialPackage, 'dist'), 'official')
    : undefined;
}

function registry(): Runtime | undefined {
  return runtimeIn(path.join(cache, `electron-${REGISTRY_ELECTRON_VERSION}-linux-x64`), 'registry');
}

/** The version of Electron for which the project is written and with which it is released; throws before `npm ci`. */
export function releaseVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(officialPackage, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error('node_modules/electron is not installed: run npm ci');
}

/**
 * The Electron to run here, fetched on first use; `say` gets its version, its source and its path. Throws if none is
 * available.
 */
export async function resolveRuntime(say: (line: string) => void): Promise<Runtime> {
  const runtime = await find(say);
  const wanted = releaseVersion();
  const note = runtime.version === wanted ? '' : ` (releases are made from ${wanted})`;
  say(`Electron ${runtime.version}, ${runtime.source}${note}: ${runtime.executable}`);
  return runtime;
}

async function find(say: (line: string) => void): Promise<Runtime> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    const found = runtimeIn(path.resolve(override), 'override');
    if (found === undefined) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH holds no Electron: ${override}`);
    return found;
  }
  // Once the registry runtime is here, later starts do not try the official download, unless .cache/runtime is removed.
  const loader = path.join(import.meta.dirname, 'default-app');
  const there = official();
  if (there !== undefined) return there;
  if (registry() !== undefined) await registryRuntime(cache, loader, say); // only brings the default app up to date
  const here = registry();
  if (here !== undefined) return here;
  await mkdir(cache, { recursive: true });
  const downloaded = await withLock(path.join(cache, 'official-lock'), DOWNLOAD_LIMIT_MS + 60_000, async () => {
    if (official() !== undefined) return true;
    if (registry() !== undefined) return false;
    say(`Electron ${releaseVersion()} is not here; trying the official download`);
    return downloadOfficial();
  });
  const fetched = downloaded ? official() : undefined;
  if (fetched !== undefined) return fetched;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('the official Electron cannot be downloaded, and another one is known for Linux x64 only');
  }
  say('the official download is out of reach from here');
  const folder = await registryRuntime(cache, loader, say);
  const found = runtimeIn(folder, 'registry');
  if (found === undefined) throw new Error(`no executable in ${folder}`);
  return found;
}

if (import.meta.main) {
  await resolveRuntime((line) => process.stdout.write(`runtime: ${line}\n`));
}
