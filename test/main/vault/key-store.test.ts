// A wrapped key is accepted only from the key store that its file names, and never under a password that everybody
// knows. Also a key file of another version.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createKeyStore, type SafeStorageLike } from '../../../src/main/vault/key-store.ts';
import { openVault, type Vault } from '../../../src/main/vault/vault.ts';
import { chromiumBox, elsewhere, vaultMadeElsewhere } from '../../support/public-boxes.ts';
import { FakeKeyring } from './fake-key-store.ts';

let directory: string;
let keyring: FakeKeyring;
beforeEach(() => {
  directory = join(mkdtempSync(join(inject('quickFolder'), 'store-')), 'vault');
  keyring = new FakeKeyring();
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true }));

const SECRET = Buffer.alloc(32, 7).toString('base64url');
const open = (): Vault =>
  openVault({
    directory,
    keyStore: createKeyStore(keyring.safeStorage, 'linux'),
    profile: 'default',
    random: (length) => new Uint8Array(randomBytes(length)),
    appVersion: '1.2.3',
  });
const contents = (): readonly string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.'))
    .map((name) => readFileSync(join(directory, name), 'base64'));

describe('vaults made elsewhere', () => {
  test.each(Object.entries(elsewhere))(
    'a vault made elsewhere with %s does not open and is not overwritten',
    async (_how, made) => {
      await vaultMadeElsewhere(directory, made);
      const before = contents();
      const vault = open();
      expect(vault.view()).toEqual({
        kind: 'damaged',
        backend: 'gnome_libsecret',
        cause: 'made-elsewhere',
        keptAside: join(directory, 'key.json'),
      });
      expect(vault.isOpen()).toBe(false);
      expect(await vault.create()).toBe('exists');
      expect(contents()).toEqual(before);
    },
  );

  test.each(['basic_text', 'keychain', 'dpapi', 'constructor', ''])(
    'a vault that claims the store %j does not open with Chromium’s built-in password',
    async (backend) => {
      await vaultMadeElsewhere(directory, elsewhere['the built-in password'], undefined, backend);
      expect(open().view()).toMatchObject({ kind: 'damaged', cause: 'made-elsewhere' });
    },
  );

  test('a locked vault that was replaced by a vault made elsewhere does not reopen, and is reported as made elsewhere', async () => {
    const vault = open();
    await vault.create();
    vault.lock();
    await vaultMadeElsewhere(directory, elsewhere['the empty password']);
    expect(vault.reopen()).toBe('damaged');
    expect(vault.view()).toMatchObject({ kind: 'damaged', cause: 'made-elsewhere' });
  });
});

describe('key stores', () => {
  test('no key is wrapped with Chromium’s built-in password', async () => {
    keyring.givesPassword = false;
    expect(createKeyStore(keyring.safeStorage, 'linux').wrap(new Uint8Array(32))).toBeUndefined();
    expect(await open().create()).toBe('no-key-store');
    expect(readdirSync(join(directory, '..'))).toEqual([]);
  });

  test('no key is wrapped under an empty keyring password', async () => {
    keyring.password = '';
    expect(createKeyStore(keyring.safeStorage, 'linux').wrap(new Uint8Array(32))).toBeUndefined();
    expect(await open().create()).toBe('no-key-store');
  });

  test.each(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'])(
    'the key store opens a key that it wrapped with the backend %s',
    (backend) => {
      keyring.backend = backend;
      const store = createKeyStore(keyring.safeStorage, 'linux');
      const box = store.wrap(new Uint8Array(32).fill(7));
      expect(
        Buffer.from(box ?? [])
          .subarray(0, 3)
          .toString(),
      ).toBe('v11');
      expect(box && store.unwrap(box, backend)).toEqual(new Uint8Array(32).fill(7));
    },
  );

  test.each([
    ['darwin', 'keychain'],
    ['win32', 'dpapi'],
  ] as const)('the key store on %s accepts only boxes marked v10', (platform, backend) => {
    // Opens every box, as both systems do: macOS returns a box without a mark unchanged, and Windows opens it by DPAPI
    // alone.
    const safeStorage: SafeStorageLike = {
      isEncryptionAvailable: () => true,
      encryptString: (text) => chromiumBox('v10', 'a password of the Keychain', text),
      decryptString: () => SECRET,
    };
    const store = createKeyStore(safeStorage, platform);
    const box = store.wrap(Buffer.alloc(32, 7)) ?? new Uint8Array();
    expect(store.unwrap(box, backend)).toEqual(new Uint8Array(32).fill(7));
    expect(store.unwrap(box, 'gnome_libsecret')).toBe('made-elsewhere');
    for (const other of [`v11${SECRET}`, SECRET, 'v1', '']) {
      expect(store.unwrap(Buffer.from(other), backend), other).toBe('made-elsewhere');
    }
  });
});

test('a key file of another version is reported and not replaced', async () => {
  await open().create();
  const path = join(directory, 'key.json');
  const old = { ...JSON.parse(readFileSync(path, 'utf8')), v: 1 };
  for (const each of [path, `${path}.previous`]) writeFileSync(each, JSON.stringify(old));
  const vault = open();
  expect(vault.view()).toMatchObject({ kind: 'damaged', cause: 'other-version' });
  expect(await vault.create()).toBe('exists');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(old);
});
