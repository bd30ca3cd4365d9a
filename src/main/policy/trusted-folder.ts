// Reads a folder whose content must be the administrator's: owned by root, no links, not writable by anybody else. That
// holds for all folders above it too, except that others may write to a sticky one. A file that somebody else could
// have written is not believed, however plausible its content is. Linux and other Unix systems only.
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, type Stats } from 'node:fs';
import { join, sep } from 'node:path';
import type { SourceFailure } from '../../core/policy/gather.ts';
import { repeatedNames } from './repeated-names.ts';

/** The largest policy file, in bytes. */
export const MAX_FILE_BYTES = 1024 * 1024;

/** A file's content, or why it has none that counts. */
export type FileReading =
  | { readonly path: string; readonly content: Readonly<Record<string, unknown>> }
  | { readonly path: string; readonly failure: SourceFailure };

/** The files in order of their names, or why there are none. `absent` is no failure. */
export type FolderReading =
  | { readonly kind: 'files'; readonly files: readonly FileReading[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly failure: SourceFailure };

const GROUP_AND_OTHERS_WRITE = 0o022;
const DOT = 0x2e;
const STICKY = 0o1000; // here only root and the owner of file or folder may rename or remove a file

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error; // not an error of the system: a bug of ours
}

function isOwn(stats: Stats, owner: number): boolean {
  return stats.uid === 0 || stats.uid === owner;
}

// Every folder on the path, from the top: whoever may rename one of them decides what is read.
function wayTo(folder: string): readonly string[] {
  const parts = folder.split(sep).filter((part) => part !== '');
  return ['/', ...parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`)];
}

function checkWay(folder: string, owner: number): SourceFailure | 'absent' | undefined {
  for (const path of wayTo(folder)) {
    let stats: Stats;
    try {
      stats = lstatSync(path);
    } catch (error) {
      const code = codeOf(error);
      return code === 'ENOENT' ? 'absent' : code === 'ENOTDIR' ? 'not-trusted' : 'unreadable';
    }
    if (!stats.isDirectory() || !isOwn(stats, owner)) return 'not-trusted';
    const isSticky = path !== folder && (stats.mode & STICKY) !== 0;
    if ((stats.mode & GROUP_AND_OTHERS_WRITE) !== 0 && !isSticky) return 'not-trusted';
  }
  return undefined;
}

// Asks for one byte more than allowed, because a file may grow between looking and reading.
function readAll(handle: number): Buffer {
  const bytes = Buffer.alloc(MAX_FILE_BYTES + 1);
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(handle, bytes, length, bytes.length - length, length);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

function parse(path: string, bytes: Uint8Array): FileReading {
  let text: string;
  let content: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    content = JSON.parse(text);
  } catch {
    // The parser's message quotes the content. The kind of failure is enough to find the mistake.
    return { path, failure: 'not-json' };
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return { path, failure: 'not-an-object' };
  // A repeated name has no certain value: it is reported, and counts as wrong.
  const unsure = repeatedNames(text).map((name) => [name, undefined] as const);
  return { path, content: { ...content, ...Object.fromEntries(unsure) } };
}

function readOpened(path: string, handle: number, owner: number): FileReading {
  const stats = fstatSync(handle); // of the opened file, not of what the name means now
  const isTrusted = stats.isFile() && isOwn(stats, owner) && (stats.mode & GROUP_AND_OTHERS_WRITE) === 0;
  if (!isTrusted) return { path, failure: 'not-trusted' };
  if (stats.size > MAX_FILE_BYTES) return { path, failure: 'too-large' };
  const bytes = readAll(handle);
  return bytes.length > MAX_FILE_BYTES ? { path, failure: 'too-large' } : parse(path, bytes);
}

function readFile(folder: string, name: Uint8Array, owner: number): FileReading | undefined {
  const path = join(folder, Buffer.from(name).toString()); // as messages name it
  let handle: number;
  try {
    // Must not hang on a pipe, nor follow a link.
    const exact = Buffer.concat([Buffer.from(`${folder}${sep}`), name]);
    handle = openSync(exact, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return undefined; // gone since the folder was listed
    return { path, failure: code === 'ELOOP' || code === 'ENXIO' ? 'not-trusted' : 'unreadable' };
  }
  try {
    return readOpened(path, handle, owner);
  } catch (error) {
    codeOf(error);
    return { path, failure: 'unreadable' };
  } finally {
    closeSync(handle);
  }
}

/** Reads `*.json` in `folder`, in the byte order of the names. `owner` is trusted besides root. */
export function readTrustedFolder(folder: string, owner: number): FolderReading {
  const failure = checkWay(folder, owner);
  if (failure === 'absent') return { kind: 'absent' };
  if (failure !== undefined) return { kind: 'failed', failure };
  let names: readonly Buffer[];
  try {
    // As bytes: a name in another encoding would match no file, and its file would be missed.
    names = readdirSync(folder, { encoding: 'buffer' });
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { kind: 'absent' } : { kind: 'failed', failure: 'unreadable' };
  }
  const wanted = names.filter((name) => name.toString().endsWith('.json') && name[0] !== DOT);
  const files = wanted.toSorted((a, b) => Buffer.compare(a, b)).map((name) => readFile(folder, name, owner));
  return { kind: 'files', files: files.filter((file) => file !== undefined) };
}

/** Policy files directly in `folder`. None of them is read, although somebody must have meant them to count. */
export function strayFiles(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isDirectory());
    return names.flatMap(({ name }) => (/^[^.].*\.json$/iu.test(name) ? [join(folder, name)] : [])).toSorted();
  } catch (error) {
    codeOf(error);
    return []; // reading the folder reports whether it can be trusted
  }
}
