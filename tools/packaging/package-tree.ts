// The files of a Linux package as they will lie on disk, copied to a scratch folder with the modes 0755 and
// 0644. If SOURCE_DATE_EPOCH is set, all of them get that time, so that the same files make the same package.
import {
  chmodSync,
  copyFileSync,
  cpSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { FpmRequest } from './fpm-request.ts';

/** Copies the files of `request` to the empty folder `root`, adds `copyright`, and sets the modes. */
export function layOut(request: FpmRequest, root: string): void {
  for (const { from, to } of request.files) {
    const target = path.join(root, to);
    mkdirSync(path.dirname(target), { recursive: true });
    if (from.endsWith('/')) cpSync(from, target, { recursive: true, verbatimSymlinks: true });
    else copyFileSync(from, target);
  }
  const doc = path.join(root, 'usr', 'share', 'doc', request.one('--name'));
  mkdirSync(doc, { recursive: true });
  writeFileSync(path.join(doc, 'copyright'), copyright(request));
  setModes(root);
}

/** Debian policy §12.5 wants the licence in this file; the licences of libraries are next to the program. */
function copyright(request: FpmRequest): string {
  return [
    `Copyright: ${request.one('--vendor')}`,
    `Licence: ${request.one('--license')}`,
    'The licences of the libraries: /opt/Siegel/resources/legal/licences.txt',
    'Electron and Chromium: /opt/Siegel/LICENSE.electron.txt, /opt/Siegel/LICENSES.chromium.html',
    '',
  ].join('\n');
}

/** Folders and programs 0755, everything else 0644, including libraries (Debian policy §8.1). */
function setModes(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) setModes(file);
    else if (entry.isFile()) chmodSync(file, isProgram(file) ? 0o755 : 0o644);
  }
}

function isProgram(file: string): boolean {
  return (statSync(file).mode & 0o111) !== 0 && !/\.so(?:\.\d+)*$/.test(file);
}

/** Every file, link and folder below `root`, as relative paths, in the order of their names. */
export function listed(root: string): readonly { readonly path: string; readonly isFolder: boolean }[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => ({
      path: path.relative(root, path.join(entry.parentPath, entry.name)),
      isFolder: entry.isDirectory(),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Sets the time of `root` and of everything below it to SOURCE_DATE_EPOCH (reproducible-builds.org,
 * "SOURCE_DATE_EPOCH"). Does nothing if that variable is not set.
 */
export function setTimes(root: string): void {
  const epoch = Number(process.env['SOURCE_DATE_EPOCH']);
  if (!Number.isInteger(epoch) || epoch <= 0) return;
  for (const one of listed(root)) lutimesSync(path.join(root, one.path), epoch, epoch);
  lutimesSync(root, epoch, epoch);
}

/** A maintainer script of `request`, `undefined` if there is none. */
export function scriptOf(request: FpmRequest, option: '--after-install' | '--after-remove'): string | undefined {
  const file = request.one(option);
  return file === '' ? undefined : readFileSync(file, 'utf8');
}
