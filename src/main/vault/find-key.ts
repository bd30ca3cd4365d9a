// Looks for a profile's key in its key file and in that file's previous generation, and opens what opens without a
// passphrase.
import { Secret } from '../../core/keys/secret.ts';
import { errorCode, type Files } from './files.ts';
import { type KeyFile, readKeyFile, unwrapByStore } from './key-file.ts';
import type { KeyStore } from './key-store.ts';
import { previousOf } from './replace-file.ts';

/** A key file that a passphrase opens. */
export type PassphraseFile = KeyFile & { readonly kind: 'passphrase' };

/**
 * What was found. `candidates`: of the key file and its previous generation, in this order, those that a passphrase
 * opens. Identical files are listed once.
 */
export type FoundKey =
  | { readonly kind: 'empty' }
  | { readonly kind: 'locked'; readonly candidates: readonly PassphraseFile[] }
  | { readonly kind: 'open'; readonly file: KeyFile; readonly key: Secret }
  | {
      readonly kind: 'damaged';
      readonly cause: 'unreadable' | 'will-not-open' | 'backend-changed' | 'made-elsewhere' | 'other-version';
      readonly keptAside: string;
      readonly backend: string;
    };

/** Looks at `keyPath` and its previous generation, and changes nothing. Throws only for a bug. */
export function findKey(files: Files, keyPath: string, profile: string, keyStore: KeyStore): FoundKey {
  let found = false;
  let stored: (KeyFile & { readonly kind: 'os' }) | undefined;
  let isForeign = false;
  let isOtherVersion = false;
  const candidates: PassphraseFile[] = [];
  for (const path of [keyPath, previousOf(keyPath)]) {
    let bytes;
    try {
      bytes = files.read(path);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      found = true;
      continue;
    }
    if (bytes === undefined) continue;
    found = true;
    const file = readKeyFile(bytes);
    isOtherVersion ||= file === 'other-version';
    if (file === undefined || file === 'other-version' || file.profile !== profile) continue;
    if (file.kind === 'passphrase') {
      if (JSON.stringify(file) !== JSON.stringify(candidates[0])) candidates.push(file);
      continue;
    }
    stored ??= file;
    const key = unwrapByStore(keyStore, file);
    if (key instanceof Secret) return { kind: 'open', file, key };
    isForeign ||= key === 'made-elsewhere';
  }
  if (!found) return { kind: 'empty' };
  if (candidates.length > 0) return { kind: 'locked', candidates };
  const backend = keyStore.backend();
  if (stored === undefined) {
    return { kind: 'damaged', cause: isOtherVersion ? 'other-version' : 'unreadable', keptAside: keyPath, backend };
  }
  const isSame = stored.backend === backend;
  const cause = isForeign ? 'made-elsewhere' : isSame ? 'will-not-open' : 'backend-changed';
  return { kind: 'damaged', cause, keptAside: keyPath, backend: stored.backend };
}
