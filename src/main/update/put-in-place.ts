// Puts a verified package in place: an AppImage is replaced at once by its successor; for an installation of one
// person, the installer is run when the program ends. Nothing else is ever installed from here.
import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../vault/files.ts';
import type { FeedPackage } from '../../core/update/feed.ts';
import { isPackage } from './package-file.ts';

// An AppImage of type 2: an ELF file with "AI" 0x02 at offset 8 (AppImage specification, "Image format").
const APPIMAGE_MARK = Buffer.from([0x41, 0x49, 0x02]);

/**
 * Replaces the AppImage `target` by the verified `file`: the file is copied beside `target`, checked again, and
 * renamed to `target`. The running program continues from the old file. `bad-package`: `file` is no AppImage or has
 * changed. `disk`: the system refuses, or `target` is no file of this person's own.
 */
export async function replaceAppImage(
  target: string,
  file: string,
  wanted: FeedPackage,
): Promise<'replaced' | 'bad-package' | 'disk'> {
  const fresh = join(dirname(target), `.${basename(target)}.new`);
  try {
    const old = lstatSync(target);
    if (!old.isFile() || old.uid !== process.getuid?.()) return 'disk'; // a symbolic link, or another person's file
    rmSync(fresh, { force: true });
    copyFileSync(file, fresh, constants.COPYFILE_EXCL);
    if (!isAppImage(fresh) || !(await isPackage(fresh, wanted))) {
      rmSync(fresh, { force: true });
      return 'bad-package';
    }
    chmodSync(fresh, (old.mode & 0o777) | 0o100);
    flush(fresh);
    renameSync(fresh, target);
    flush(dirname(target));
    return 'replaced';
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    rmSync(fresh, { force: true });
    return 'disk';
  }
}

function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function isAppImage(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(APPIMAGE_MARK.length);
    return readSync(handle, head, 0, head.length, 8) === head.length && head.equals(APPIMAGE_MARK);
  } finally {
    closeSync(handle);
  }
}

/**
 * Runs the verified installer of this person's own installation, without questions (NSIS `/S`). The installer outlives
 * the program, which is ending. `bad-package`: `file` has changed.
 */
export async function runInstaller(file: string, wanted: FeedPackage): Promise<'started' | 'bad-package'> {
  if (!(await isPackage(file, wanted))) return 'bad-package';
  const installer = spawn(file, ['/S'], { detached: true, stdio: 'ignore', shell: false });
  installer.once('error', () => undefined); // not started: the running version stays, and the next start tries again
  installer.unref();
  return 'started';
}
