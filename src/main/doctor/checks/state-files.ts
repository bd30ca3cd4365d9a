// The check of the sealed files: whether each can be opened, how many were kept aside, whether there is room on the
// disk, whether this person can write to the folder, and whether others have access to it. It changes nothing. A
// damaged file is reported by its purpose, which is a word from our code. Names of files kept aside are not reported.
import { accessSync, constants, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorCheck } from '../../../contract/managed.ts';
import { errorCode } from '../../vault/files.ts';
import { headerOf } from '../../vault/sealed-store.ts';
import type { Vault } from '../../vault/vault.ts';
import { found } from '../check.ts';

const SEALED = /^([a-z-]+[0-9]*)\.sealed$/; // the file of a store, or of one part of a shelf (vault/shelf.ts)
const LEAST_FREE_BYTES = 16 * 1024 * 1024;
const GROUP_AND_OTHERS = 0o077;

/** The finding about the files in a vault's directory. */
export function checkStateFiles(directory: string, vault: Pick<Vault, 'isOpen' | 'box' | 'view'>): DoctorCheck {
  try {
    return examine(directory, vault);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return code === 'ENOENT' ? found('state-none') : found('state-not-writable', { code });
  }
}

function examine(directory: string, vault: Pick<Vault, 'isOpen' | 'box' | 'view'>): DoctorCheck {
  const names = readdirSync(directory);
  const purposes = names.flatMap((name) => SEALED.exec(name)?.[1] ?? []);
  const keptAside = names.filter((name) => name.includes('.kept-')).length;
  const facts = { files: purposes.length, keptAside };
  if (!mayWrite(directory)) return found('state-not-writable', facts);
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < LEAST_FREE_BYTES) return found('state-disk-full', facts);
  if (!vault.isOpen()) return found(vault.view().kind === 'damaged' ? 'state-damaged' : 'state-locked', facts);
  const damaged = purposes.filter((purpose) => !opens(directory, purpose, vault));
  if (damaged.length > 0) return found('state-damaged', { ...facts, damaged: damaged.join(',') });
  if (keptAside > 0) return found('state-kept-aside', facts);
  const isOpenToOthers = process.platform !== 'win32' && (statSync(directory).mode & GROUP_AND_OTHERS) !== 0;
  return found(isOpenToOthers ? 'state-open-to-others' : 'state-good', facts);
}

function mayWrite(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

function opens(directory: string, purpose: string, vault: Pick<Vault, 'box'>): boolean {
  const bytes = new Uint8Array(readFileSync(join(directory, `${purpose}.sealed`)));
  const header = headerOf(bytes);
  if (header === undefined) return false;
  const plaintext = vault.box(purpose, header.version).open(bytes.subarray(header.length));
  plaintext?.fill(0);
  return plaintext !== undefined;
}
