// Writes a package to the disk: into a private folder, always as a new file, with exactly the size and hash that the
// signed list names. Only a complete and correct file gets the package's name, and it replaces any file of that name. A
// partial or wrong file is removed.
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../vault/files.ts';
import type { FeedPackage } from '../../core/update/feed.ts';
import { fetchFile, type Way } from './fetch.ts';

/**
 * The result of fetching a package. `unreachable`: the server did not deliver it. `bad-package`: the size or the hash
 * is wrong. `disk`: the system refused.
 */
export type PackageOutcome = { readonly file: string } | 'unreachable' | 'bad-package' | 'disk';

/**
 * Appends `bytes`, from the index `from` on, to an open file, and returns how many of them were written. Throws the
 * system's error.
 */
export type WritePart = (handle: number, bytes: Uint8Array, from: number) => number;

/**
 * Fetches the package from the folder at the URL `base` into `folder`. The folder is created with mode 0700 if it is
 * missing, and everything in it that does not have the name of the wanted package is removed first.
 */
export async function fetchPackage(
  base: URL,
  wanted: FeedPackage,
  folder: string,
  way: Way,
  write: WritePart = writeSync,
): Promise<PackageOutcome> {
  const file = join(folder, wanted.file);
  const part = `${file}.part`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (!lstatSync(folder).isDirectory()) return 'disk';
    for (const old of readdirSync(folder)) if (old !== wanted.file) rmSync(join(folder, old), { recursive: true });
    if (await isPackage(file, wanted)) return { file }; // from an earlier start
    const handle = openSync(part, 'wx', 0o600); // a symbolic link in its place is not followed
    const hash = createHash('sha512');
    let size = 0;
    let outcome: Awaited<ReturnType<typeof fetchFile>>;
    try {
      outcome = await fetchFile(new URL(wanted.file, base), way, wanted.size, (chunk) => {
        let done = 0;
        while (done < chunk.length) done += write(handle, chunk, done);
        hash.update(chunk);
        size += chunk.length;
      });
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    const isRight = outcome === 'fetched' && size === wanted.size && hash.digest('hex') === wanted.sha512;
    if (!isRight) {
      rmSync(part, { force: true });
      return outcome === 'unreachable' ? 'unreachable' : 'bad-package';
    }
    renameSync(part, file);
    return { file };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    rmSync(part, { force: true });
    return 'disk';
  }
}

/** Whether the file is a regular one with the size and hash that the list names. Checked again right before its use. */
export async function isPackage(file: string, wanted: FeedPackage): Promise<boolean> {
  try {
    const found = lstatSync(file);
    if (!found.isFile() || found.size !== wanted.size) return false;
    const hash = createHash('sha512');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return hash.digest('hex') === wanted.sha512;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}
