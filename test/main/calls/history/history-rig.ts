// A call history in real sealed files of a new vault, and what a test does to these files.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, inject } from 'vitest';
import { type History, openHistory } from '../../../../src/main/calls/history/history.ts';
import { HistoryState } from '../../../../src/main/calls/history/history-parts.ts';
import { type Files, systemFiles } from '../../../../src/main/vault/files.ts';
import { createKeyStore } from '../../../../src/main/vault/key-store.ts';
import { openVault, type Vault } from '../../../../src/main/vault/vault.ts';
import { FakeKeyring } from '../../vault/fake-key-store.ts';
import { missedOf } from './call-entries.ts';

/** A contact of the person to whom the history belongs. */
export const anna = 'anna@klinik.example';

/** Creates a new vault before each test of the file and removes it afterwards. */
export class HistoryRig {
  root = '';
  directory = '';
  /** One entry for each time that the history reported a failed write. */
  failures: string[] = [];
  #keyring = new FakeKeyring();

  constructor() {
    beforeEach(async () => {
      this.root = mkdtempSync(join(inject('quickFolder'), 'history-'));
      this.directory = join(this.root, 'vault');
      this.#keyring = new FakeKeyring();
      this.failures = [];
      await this.vault().create();
    });
    afterEach(() => rmSync(this.root, { recursive: true }));
  }

  vault(files: Files = systemFiles): Vault {
    return openVault({
      directory: this.directory,
      files,
      keyStore: createKeyStore(this.#keyring.safeStorage, 'linux'),
      profile: 'default',
      random: (length) => new Uint8Array(randomBytes(length)),
      appVersion: '1.2.3',
    });
  }

  historyOf(vault: Vault): History {
    return openHistory({
      strangers: vault.store('history', HistoryState, 1),
      known: vault.shelf('history', HistoryState, 1),
      isContact: (address) => address === anna,
      onDisk: () => this.failures.push('disk'),
    });
  }

  open(files: Files = systemFiles): History {
    return this.historyOf(this.vault(files));
  }

  /**
   * Writes this many missed calls of Anna’s in one write. They form a file of the format without parts, which is
   * divided when it is opened.
   */
  fill(count: number): void {
    const entries = Array.from({ length: count }, (_, n) => ({ ...missedOf(anna, n + 1), unseen: true }));
    const written = this.vault().store('history', HistoryState, 1).write({ entries });
    if (written === 'disk' || this.open().entries().length !== count) throw new Error('the list could not be filled');
  }

  /** The names of the history's files. */
  names(): readonly string[] {
    return readdirSync(this.directory).filter((name) => name.startsWith('history'));
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Flips a bit of this file, and returns its new content. */
  damage(name: string): Buffer {
    const bytes = readFileSync(this.path(name));
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(this.path(name), bytes);
    return bytes;
  }
}
