// Locking and reopening a vault, the secrets in its memory, and the sealed boxes in which single entries are appended
// to a file.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { type Form, jsonForm } from '../../../src/main/vault/form.ts';
import { binding, open as openBox, seal } from '../../../src/main/vault/seal.ts';
import { openVault, type Vault } from '../../../src/main/vault/vault.ts';
import { FakeKeyring } from './fake-key-store.ts';

const Diary = v.strictObject({ text: v.string() });
const random = (length: number) => new Uint8Array(randomBytes(length));
let root: string;
let keyring: FakeKeyring;
beforeEach(() => {
  root = mkdtempSync(join(inject('quickFolder'), 'lock-'));
  keyring = new FakeKeyring();
});
afterEach(() => rmSync(root, { recursive: true }));

function open(profile = 'default'): Vault {
  return openVault({
    directory: join(root, 'vault'),
    keyStore: createKeyStore(keyring.safeStorage, 'linux'),
    profile,
    random,
    appVersion: '1.2.3',
    passphraseCost: { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 },
  });
}

describe('locked vaults', () => {
  it('no copy of the key is made if the vault is locked while its passphrase changes', async () => {
    const vault = open();
    await vault.create('correct horse');
    const copies: Secret[] = [];
    const copy = vi.spyOn(Secret.prototype, 'copy').mockImplementation(function (this: Secret) {
      const made = this.use((bytes) => Secret.own(bytes.slice()));
      copies.push(made);
      return made;
    });
    const changing = vault.protect({ passphrase: 'another', proof: 'correct horse' });
    const rewrapping = vault.rewrap('another');
    vault.lock();
    expect(copies).toEqual([]); // nothing was copied before the lock
    expect(await changing).toBe('closed');
    expect(await rewrapping).toBe('closed');
    expect(copies).toEqual([]);
    copy.mockRestore();
    expect(await vault.unlock('correct horse')).toBe('unlocked');
  });

  it('a locked vault cannot be read until the key store reopens it, and its state is then unchanged', async () => {
    const vault = open();
    await vault.create();
    const diary = vault.store('diary', Diary, 1);
    diary.write({ text: 'before' });
    vault.lock();
    expect(vault.isOpen()).toBe(false);
    expect(vault.view()).toEqual({ kind: 'os', backend: 'gnome_libsecret' });
    expect(() => diary.read()).toThrow('assertion failed');
    expect(await vault.create()).toBe('exists');
    expect(vault.reopen()).toBe('open');
    expect(diary.read()).toEqual({ text: 'before' });
  });

  it('a locked vault is not shown as damaged while the keyring is locked, and reopens once the keyring is unlocked', async () => {
    const vault = open();
    await vault.create();
    vault.lock();
    const { decryptString } = keyring.safeStorage;
    Object.assign(keyring.safeStorage, {
      decryptString: () => {
        throw new Error('the keyring is locked');
      },
    });
    expect(vault.reopen()).toBe('damaged');
    expect(vault.view().kind).toBe('os');
    Object.assign(keyring.safeStorage, { decryptString });
    expect(vault.reopen()).toBe('open');
  });

  it('a locked vault under a passphrase reopens only with the passphrase', async () => {
    const vault = open();
    await vault.create('correct horse');
    vault.lock();
    expect(vault.view()).toEqual({ kind: 'passphrase', locked: true });
    expect(vault.reopen()).toBe('locked');
    expect(await vault.unlock('wrong')).toBe('wrong-passphrase');
    expect(await vault.unlock('correct horse')).toBe('unlocked');
  });
});

describe('secrets in the memory of a vault', () => {
  it('once a vault is locked, its key, its wrapping keys and the passphrase keys have been overwritten', async () => {
    const spies = [vi.spyOn(Secret, 'own'), vi.spyOn(Secret.prototype, 'copy')] as const;
    const vault = open();
    await vault.create();
    vault.lock();
    expect(vault.reopen()).toBe('open');
    expect(await vault.rewrap('correct horse')).toBe('rewrapped');
    vault.lock();
    expect(await vault.unlock('wrong')).toBe('wrong-passphrase');
    expect(await vault.unlock('correct horse')).toBe('unlocked');
    expect(await vault.protect({ passphrase: 'another', proof: 'wrong' })).toBe('wrong-passphrase');
    expect(await vault.protect({ passphrase: 'another', proof: 'correct horse' })).toBe('protected');
    expect(await vault.protect({ proof: 'another' })).toBe('protected');
    vault.lock();
    const secrets = spies.flatMap((spy) => spy.mock.results.map(({ value }) => value as Secret));
    for (const spy of spies) spy.mockRestore();
    expect(secrets.length).toBeGreaterThan(8);
    expect(secrets.filter(({ wiped }) => !wiped)).toEqual([]);
  });

  it('the plaintext that a store read or wrote is overwritten', async () => {
    const seen: Uint8Array[] = [];
    const json = jsonForm(Diary);
    const watched: Form<v.InferOutput<typeof Diary>> = {
      write: (value) => {
        const bytes = json.write(value);
        seen.push(bytes);
        return bytes;
      },
      read: (bytes) => {
        seen.push(bytes);
        return json.read(bytes);
      },
    };
    const vault = open();
    await vault.create();
    const diary = vault.storeOf('diary', watched, 1);
    diary.write({ text: 'dear diary' });
    expect(diary.read()).toEqual({ text: 'dear diary' });
    expect(seen.map((bytes) => [bytes.length > 0, bytes.some((byte) => byte !== 0)])).toEqual([
      [true, false],
      [true, false],
    ]);
  });
});

describe('sealed boxes', () => {
  it('a box opens only for its purpose, version and profile, and not with a bit changed', async () => {
    const vault = open();
    await vault.create();
    const sealed = vault.box('record', 1).seal(utf8('an entry'));
    expect(vault.box('record', 1).open(sealed)).toEqual(utf8('an entry'));
    expect(vault.box('record-head', 1).open(sealed)).toBeUndefined();
    expect(vault.box('record', 2).open(sealed)).toBeUndefined();
    const key = Secret.own(random(32));
    const mine = seal(key, binding('default', 'record', 1), utf8('an entry'), random);
    const openedBy = (profile: string) => openBox(key, binding(profile, 'record', 1), mine);
    expect([openedBy('default'), openedBy('other')]).toEqual([utf8('an entry'), undefined]);
    for (let at = 0; at < sealed.length; at++) {
      const bent = sealed.slice();
      bent[at] = (bent[at] ?? 0) ^ 1;
      expect(vault.box('record', 1).open(bent)).toBeUndefined();
    }
  });
});
