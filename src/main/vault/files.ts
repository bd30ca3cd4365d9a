// The file operations that the vault needs, as one small interface, so that a test can make any of them fail or stop.
// Nothing here knows what a file contains.
import * as fs from 'node:fs';
import type { Bytes } from '../../core/bytes.ts';

/** Every operation is synchronous. All but `exists` throw the system's error (with its `code`) on failure. */
export interface Files {
  /** The whole file, or undefined if there is none. */
  readonly read: (path: string) => Bytes | undefined;
  /** Makes the file with mode 0600 or empties it, writes all bytes and flushes them to the medium. */
  readonly write: (path: string, bytes: Uint8Array) => void;
  /** Gives the file a second name, or makes a copy if the file system has no hard links; `to` must not exist. */
  readonly link: (from: string, to: string) => void;
  /** Renames, replacing `to` at once. */
  readonly rename: (from: string, to: string) => void;
  /** Removes the file if it is there. */
  readonly remove: (path: string) => void;
  readonly exists: (path: string) => boolean;
  /** Names in a directory, sorted. Empty if there is no directory. */
  readonly list: (directory: string) => readonly string[];
  /** Makes the directory and its parents with mode 0700. */
  readonly makeDirectory: (path: string) => void;
  /** Removes the directory with all that is in it, if it is there. */
  readonly removeDirectory: (path: string) => void;
  /** Flushes names (renames, links) of a directory to the medium, where the system can. */
  readonly syncDirectory: (path: string) => void;
}

/** The real file system. */
export const systemFiles: Files = {
  read: (path) => {
    try {
      return new Uint8Array(fs.readFileSync(path));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  },
  write: (path, bytes) => {
    const file = fs.openSync(path, 'w', 0o600);
    try {
      let done = 0;
      while (done < bytes.length) done += fs.writeSync(file, bytes, done);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
  },
  link: (from, to) => {
    try {
      fs.linkSync(from, to);
    } catch (error) {
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV'].includes(errorCode(error) ?? '')) throw error;
      fs.copyFileSync(from, to);
    }
  },
  rename: (from, to) => {
    fs.renameSync(from, to);
  },
  remove: (path) => {
    fs.rmSync(path, { force: true });
  },
  exists: (path) => fs.existsSync(path),
  list: (directory) => {
    try {
      return fs.readdirSync(directory).toSorted();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  },
  makeDirectory: (path) => {
    fs.mkdirSync(path, { recursive: true, mode: 0o700 });
  },
  removeDirectory: (path) => {
    fs.rmSync(path, { recursive: true, force: true });
  },
  syncDirectory: (path) => {
    // Windows has no handle for a directory; NTFS journals names by itself.
    if (process.platform === 'win32') return;
    const directory = fs.openSync(path, 'r');
    try {
      fs.fsyncSync(directory);
    } finally {
      fs.closeSync(directory);
    }
  },
};

/** The system's error code (`ENOSPC`, `EACCES`…), or undefined for an error that did not come from the system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
