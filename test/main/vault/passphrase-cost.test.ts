// The real cost of deriving a key from a passphrase. Other tests use a lower cost.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { FakeKeyring } from './fake-key-store.ts';

describe('the cost of a passphrase', () => {
  test('main still responds while a key is derived from a passphrase at its real cost', async () => {
    const root = mkdtempSync(join(inject('quickFolder'), 'vault-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const directory = join(root, 'vault');
    const vault = openVault({
      directory,
      keyStore: createKeyStore(new FakeKeyring().safeStorage, 'linux'),
      profile: 'default',
      random: (length) => new Uint8Array(randomBytes(length)),
      appVersion: '1.2.3',
    });
    let answers = 0;
    const timer = setInterval(() => answers++, 5);
    expect(await vault.create('correct horse')).toBe('created');
    clearInterval(timer);
    expect(answers).toBeGreaterThan(5);
    const { cost } = JSON.parse(readFileSync(join(directory, 'key.json'), 'utf8'));
    expect(cost).toEqual({ name: 'argon2id', memoryKib: 65_536, passes: 3, lanes: 1 });
  });
});
