// The files of a certification authority: settings, root, issued and revoked certificates, devices, tokens. Every fact
// is one file, written whole or not at all, so that `serve` and other commands may work in one folder at the same time.
// The exception is `servers`: commands.ts writes its files directly, so a crash may leave one of them half-written.
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { readPem } from '../../src/main/organisation/pem.ts';
import { type Certificate, readCertificate } from '../../src/main/organisation/certificate.ts';
import { systemFiles } from '../../src/main/vault/files.ts';
import { CaError } from './ca-error.ts';

/** The decisions made at `init`. */
export const CaSettings = v.strictObject({
  v: v.literal(1),
  name: v.string(), // of the organisation
  algorithm: v.picklist(['p256', 'ed25519']),
  lifeSeconds: v.pipe(v.number(), v.integer(), v.minValue(1)), // of a device's certificate
  crlDays: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type CaSettings = v.InferOutput<typeof CaSettings>;

const folders = ['issued', 'revoked', 'devices', 'removed', 'tokens', 'used-tokens', 'servers'] as const;

/** One authority's folder, which only its owner can read. */
export interface CaFolder {
  readonly path: string;
  readonly settings: CaSettings;
  readonly root: Certificate;
  readonly rootKeyPem: () => string;
  readonly write: (name: string, text: string) => void;
  /** Writes a new file; false if one of this name exists. If two writers try, even in two processes, one succeeds. */
  readonly create: (name: string, text: string) => boolean;
  readonly read: (name: string) => string | undefined;
  /** Removes a file; false if it does not exist. */
  readonly erase: (name: string) => boolean;
  /** Moves a file; false if it does not exist. If two writers try, even in two processes, one succeeds. */
  readonly move: (from: string, to: string) => boolean;
  /** The names in one of the folders, sorted, without files that are still being written. */
  readonly list: (folder: (typeof folders)[number]) => readonly string[];
}

/** Makes the folder; throws a CaError if it already holds an authority. */
export function makeCaFolder(at: string, settings: CaSettings, rootPem: string, rootKeyPem: string): void {
  if (existsSync(path.join(at, 'root.pem'))) throw new CaError(`${at} already holds an authority`);
  for (const folder of ['', ...folders]) {
    mkdirSync(path.join(at, folder), { recursive: true, mode: 0o700 });
    chmodSync(path.join(at, folder), 0o700);
  }
  writeWhole(path.join(at, 'ca.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
  writeWhole(path.join(at, 'root.key'), rootKeyPem);
  writeWhole(path.join(at, 'root.pem'), rootPem); // last, because the authority exists once this file does
}

/** The folder of an existing authority; throws a CaError if there is none. */
export function openCaFolder(at: string): CaFolder {
  const read = (name: string): string | undefined => {
    const file = path.join(at, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const [der] = readPem(read('root.pem') ?? '', 'CERTIFICATE') ?? [];
  const root = der === undefined ? undefined : readCertificate(der);
  const settings = v.safeParse(CaSettings, JSON.parse(read('ca.json') ?? '{}'));
  if (root === undefined || !settings.success) throw new CaError(`${at} holds no authority; make one with "init"`);
  // A folder that an older version made lacks some of these subfolders.
  for (const folder of folders) mkdirSync(path.join(at, folder), { recursive: true, mode: 0o700 });
  return {
    path: at,
    settings: settings.output,
    root,
    rootKeyPem: () => read('root.key') ?? '',
    write: (name, text) => writeWhole(path.join(at, name), text),
    create: (name, text) => createWhole(path.join(at, name), text),
    read,
    erase: (name) => {
      if (!existsSync(path.join(at, name))) return false;
      rmSync(path.join(at, name), { force: true });
      systemFiles.syncDirectory(path.dirname(path.join(at, name)));
      return true;
    },
    move: (from, to) => {
      try {
        renameSync(path.join(at, from), path.join(at, to));
        // The new name first: after a power failure both may be there, but never none.
        for (const name of [to, from]) systemFiles.syncDirectory(path.dirname(path.join(at, name)));
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw error;
      }
    },
    list: (folder) =>
      readdirSync(path.join(at, folder))
        .filter((name) => !name.endsWith('.new'))
        .toSorted(),
  };
}

/** The text of a file that an administrator names; throws a CaError if there is none. */
export function readText(file: string): string {
  if (!existsSync(file)) throw new CaError(`there is no file ${file}`);
  return readFileSync(file, 'utf8');
}

// The content reaches the disk before the name does, and both before this function returns.
function writeWhole(file: string, text: string): void {
  const fresh = writeAside(file, text);
  renameSync(fresh, file);
  systemFiles.syncDirectory(path.dirname(file));
}

function createWhole(file: string, text: string): boolean {
  const fresh = writeAside(file, text);
  try {
    linkSync(fresh, file); // a rename would replace an existing file
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  systemFiles.syncDirectory(path.dirname(file));
  return true;
}

function writeAside(file: string, text: string): string {
  const fresh = `${file}.${String(process.pid)}.new`;
  writeFileSync(fresh, text, { mode: 0o600, flush: true });
  return fresh;
}
