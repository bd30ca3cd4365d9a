// Writes contacts and calls into the profile of a Siegel that is not running, as Siegel itself would have written them
// one by one. The desktop's keyring opens the key of its vault. The driver of the test has the running program ask the
// keyring, since the program has no interface for that.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { HistoryEntry } from '../../../src/contract/view.ts';
import { CALLS_IN_A_PART, HistoryState } from '../../../src/main/calls/history/history-parts.ts';
import { type BookEntry, BookState } from '../../../src/main/contacts/book-state.ts';
import { readKeyFile } from '../../../src/main/vault/key-file.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { systemRandom as random } from '../../../src/main/time/system-clock.ts';
import type { Person } from '../../../tools/desktop/person.ts';

/** The vault of a profile, and its key as the keyring has opened it. */
export interface KnownVault {
  readonly directory: string;
  readonly backend: string;
  readonly opened: string;
}

/** Asks the keyring while the program runs; once the program has ended, its vault can be filled. */
export async function knowVault(person: Person): Promise<KnownVault> {
  const profile =
    person.process.spawnargs.find((arg) => arg.startsWith('--profile='))?.slice('--profile='.length) ?? '';
  const directory = path.join(profile, 'vault');
  const file = readKeyFile(readFileSync(path.join(directory, 'key.json')));
  if (typeof file !== 'object' || file.kind !== 'os') throw new Error('the keyring does not open the vault');
  const opened = await person.app.evaluate(
    ({ safeStorage }, box) => safeStorage.decryptString(Buffer.from(box, 'base64url')),
    file.wrapped,
  );
  return { directory, backend: file.backend, opened };
}

function must(outcome: 'written' | 'disk'): void {
  if (outcome === 'disk') throw new Error('the profile cannot be written');
}

/**
 * Adds these entries to the book in this vault, each address once, and replaces the history by these calls; returns the
 * number of contacts. The program must not run.
 */
export function fillVault(
  { directory, backend, opened }: KnownVault,
  entries: readonly BookEntry[],
  calls: readonly HistoryEntry[],
): number {
  const keyStore = createKeyStore(
    {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => backend,
      encryptString: () => Buffer.alloc(0),
      decryptString: () => opened,
    },
    'linux',
  );
  const vault = openVault({ directory, keyStore, profile: 'default', random, appVersion: '0' });
  if (!vault.isOpen()) throw new Error('the vault does not open');
  const book = vault.store('book', BookState, 1, { required: true });
  const others = (book.read()?.entries ?? []).filter(
    ({ address }) => !entries.some((each) => each.address === address),
  );
  must(book.write({ entries: [...others, ...entries] }));
  const history = vault.shelf('history', HistoryState, 1);
  for (const number of history.numbers()) history.remove(number);
  for (let at = 0; at < calls.length; at += CALLS_IN_A_PART)
    must(history.part(at / CALLS_IN_A_PART + 1).write({ entries: calls.slice(at, at + CALLS_IN_A_PART) }));
  vault.close();
  // Root writes these files, and the program runs as another user.
  execFileSync('chown', ['-R', '--reference', directory, directory]);
  return [...others, ...entries].filter(({ name }) => name !== undefined).length;
}
