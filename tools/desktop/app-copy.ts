// The built app and its Electron where the ordinary user may read them, since a fresh clone often lies in a folder that
// only root can enter. For our own account nothing is copied. Copies are owned by root, so that the app cannot change
// itself.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Runtime } from '../runtime.ts';
import type { Account } from './account.ts';

const run = promisify(execFile);
const project = path.resolve(import.meta.dirname, '..', '..');

/** Where to start: Electron's executable and the folder of the app. */
export interface AppCopy {
  readonly executable: string;
  readonly folder: string;
}

async function shareRuntime(runtime: Runtime, shelf: string): Promise<string> {
  // The name of the copy includes a hash of the runtime's own `resources/app`: if that changes, a new copy is made.
  const loader = createHash('sha256');
  const inside = path.join(runtime.folder, 'resources', 'app');
  for (const name of existsSync(inside) ? readdirSync(inside).toSorted() : [])
    loader.update(readFileSync(path.join(inside, name)));
  const target = path.join(shelf, `${path.basename(runtime.folder)}-${loader.digest('hex').slice(0, 8)}`);
  if (existsSync(target)) return target;
  const half = mkdtempSync(path.join(shelf, 'copying-'));
  // Hard links cost no space; another file system needs real copies.
  await run('cp', ['-al', `${runtime.folder}/.`, half]).catch(() => run('cp', ['-a', `${runtime.folder}/.`, half]));
  chmodSync(half, 0o755);
  try {
    renameSync(half, target);
  } catch (error) {
    if (!existsSync(target)) throw error; // if it exists, another run was faster
    await run('rm', ['-rf', half]);
  }
  return target;
}

/** The app to start as `account`, which can enter the folder `session`. Rejects if the app is not built. */
export async function copyApp(runtime: Runtime, account: Account, session: string): Promise<AppCopy> {
  if (!existsSync(path.join(project, 'out', 'main', 'index.js')))
    throw new Error('the app is not built: npm run build');
  if (!account.borrowed) return { executable: runtime.executable, folder: project };
  const shelf = path.join(account.home, 'runtime');
  mkdirSync(shelf, { recursive: true, mode: 0o755 });
  const shared = await shareRuntime(runtime, shelf);
  const folder = path.join(session, 'app');
  for (const part of ['main', 'preload', 'renderer']) {
    cpSync(path.join(project, 'out', part), path.join(folder, 'out', part), { recursive: true });
  }
  cpSync(path.join(project, 'package.json'), path.join(folder, 'package.json'));
  await run('chmod', ['-R', 'a+rX', folder]);
  return { executable: path.join(shared, path.relative(runtime.folder, runtime.executable)), folder };
}
