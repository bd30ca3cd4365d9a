// The vault in real files: what happens to sealed state when keyrings, disks, files and processes misbehave.
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import type { Files } from '../../../src/main/vault/files.ts';
import { type Form, jsonForm } from '../../../src/main/vault/form.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault, type Vault, type VaultOptions } from '../../../src/main/vault/vault.ts';
import { FakeKeyring } from './fake-key-store.ts';
import { Crash, fragileFiles } from './fragile-files.ts';

const Diary = v.strictObject({ text: v.string() });
const CHEAP = { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 } as const;
let root: string;
let directory: string;
let keyring: FakeKeyring;

beforeEach(() => {
  root = mkdtempSync(join(inject('quickFolder'), 'vault-'));
  directory = join(root, 'vault');
  keyring = new FakeKeyring();
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function open(more: Partial<VaultOptions> = {}): Vault {
  return openVault({
    directory,
    keyStore: createKeyStore(keyring.safeStorage, 'linux'),
    profile: 'default',
    random: (length) => new Uint8Array(randomBytes(length)),
    appVersion: '1.2.3',
    passphraseCost: CHEAP,
    ...more,
  });
}

const diary = (vault: Vault, required = false) => vault.store('diary', Diary, 1, { required });
const pathOf = (name: string): string => join(directory, name);

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  const index = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  writeFileSync(path, bytes);
}

async function filled(...texts: readonly string[]): Promise<void> {
  const vault = open();
  expect(await vault.create()).toBe('created');
  for (const text of texts) expect(diary(vault).write({ text })).toBe('written');
}

describe('vaults with a key store', () => {
  test('sealed data can be read after a restart, but its files show no plaintext and are closed to other users', async () => {
    await filled('seven sealed words');
    const vault = open();
    expect(vault.view()).toEqual({ kind: 'os', backend: 'gnome_libsecret' });
    expect(diary(vault).read()).toEqual({ text: 'seven sealed words' });
    for (const name of readdirSync(directory)) {
      expect(readFileSync(pathOf(name), 'latin1')).not.toContain('sealed words');
      expect(statSync(pathOf(name)).mode & 0o077).toBe(0);
    }
    expect(statSync(directory).mode & 0o077).toBe(0);
    expect(JSON.parse(readFileSync(pathOf('key.json'), 'utf8'))).toMatchObject({
      backend: 'gnome_libsecret',
      app: '1.2.3',
      createdMs: expect.any(Number),
    });
  });

  test.each(['basic_text', 'unknown'])(
    'no key is made with the backend %s, and an unavailable key store counts as no key store',
    async (backend) => {
      keyring.backend = backend;
      const vault = open();
      expect(vault.view()).toEqual({ kind: 'none', backend });
      expect(await vault.create()).toBe('no-key-store');
      expect(existsSync(directory)).toBe(false);
      keyring.isAvailable = false;
      keyring.backend = 'gnome_libsecret';
      expect(open().view()).toMatchObject({ kind: 'none' });
    },
  );

  test('a vault is never created over an existing one', async () => {
    await filled('first');
    expect(await open().create()).toBe('exists');
    keyring.wipe();
    expect(await open().create()).toBe('exists');
    expect(await open().create('a passphrase')).toBe('exists');
  });

  test('a wiped keyring is reported, nothing is changed, and starting over sets the files aside', async () => {
    await filled('precious');
    const before = new Map(readdirSync(directory).map((name) => [name, readFileSync(pathOf(name))]));
    keyring.wipe();
    const vault = open({ nowMs: () => Date.UTC(2026, 10, 5, 12, 30, 1) });
    expect(vault.view()).toEqual({
      kind: 'damaged',
      backend: 'gnome_libsecret',
      cause: 'will-not-open',
      keptAside: pathOf('key.json'),
    });
    expect(vault.isOpen()).toBe(false);
    expect(() => diary(vault).read()).toThrow('assertion failed');
    for (const [name, bytes] of before) expect(readFileSync(pathOf(name))).toEqual(bytes);

    expect(vault.startOver()).toBe('done');
    const kept = `${directory}.kept-20261105T123001Z`;
    for (const [name, bytes] of before) expect(readFileSync(join(kept, name))).toEqual(bytes);
    expect(await vault.create()).toBe('created');
    expect(diary(vault).read()).toBeUndefined();
    expect(vault.startOver()).toBe('done');
    expect(existsSync(`${kept}-2`)).toBe(true);
  });

  test('a changed backend of the key store is reported, and the old backend still opens the vault', async () => {
    await filled('still here');
    const old = keyring;
    keyring = new FakeKeyring();
    keyring.backend = 'kwallet6';
    expect(open().view()).toMatchObject({ kind: 'damaged', cause: 'backend-changed', backend: 'gnome_libsecret' });
    keyring = old;
    expect(diary(open()).read()).toEqual({ text: 'still here' });
  });

  test('a key file that is garbage or of another profile is not replaced', async () => {
    await filled('precious');
    const other = open({ profile: 'other' });
    expect(other.view()).toMatchObject({ kind: 'damaged', cause: 'unreadable' });
    expect(await other.create()).toBe('exists');
    writeFileSync(pathOf('key.json'), 'garbage');
    writeFileSync(pathOf('key.json.previous'), '');
    const vault = open();
    expect(vault.view()).toMatchObject({ kind: 'damaged', cause: 'unreadable' });
    expect(await vault.create()).toBe('exists');
    expect(readFileSync(pathOf('key.json'), 'utf8')).toBe('garbage');
  });

  test('a flipped bit in the key file, tried in every seventh byte, leaves a vault that opens', async () => {
    await filled('still here');
    const intact = readFileSync(pathOf('key.json'));
    for (let at = 0; at < intact.length; at += 7) {
      writeFileSync(pathOf('key.json'), intact);
      flip(pathOf('key.json'), at);
      expect(diary(open()).read()).toEqual({ text: 'still here' });
    }
  });

  test('a wrapped key that unwraps to another key is detected', async () => {
    await filled('precious');
    for (const name of ['key.json', 'key.json.previous']) {
      const file = JSON.parse(readFileSync(pathOf(name), 'utf8'));
      file.wrapped = Buffer.from(keyring.safeStorage.encryptString('A'.repeat(43))).toString('base64url');
      writeFileSync(pathOf(name), JSON.stringify(file));
    }
    expect(open().view()).toMatchObject({ kind: 'damaged', cause: 'will-not-open' });
  });
});

describe('sealed files', () => {
  test('a sealed file of another purpose or version does not open', async () => {
    await filled('mine');
    const vault = open();
    copyFileSync(pathOf('diary.sealed'), pathOf('ledger.sealed'));
    expect(vault.store('ledger', Diary, 1).read()).toBeUndefined();
    copyFileSync(pathOf('diary.sealed'), pathOf('other.sealed'));
    expect(vault.store('other', Diary, 2).read()).toBeUndefined();
    expect(vault.damages().map((d) => d.purpose)).toEqual(['ledger', 'other']);
    expect(diary(vault).read()).toEqual({ text: 'mine' });
    expect(vault.store('diary', Diary, 2).read()).toBeUndefined();
  });

  test('a flipped bit in any byte of a sealed file is detected, the file is set aside, and the previous generation is used', async () => {
    await filled('old', 'new');
    const intact = readFileSync(pathOf('diary.sealed'));
    for (let at = 0; at < intact.length; at++) {
      writeFileSync(pathOf('diary.sealed'), intact);
      flip(pathOf('diary.sealed'), at);
      const damaged = readFileSync(pathOf('diary.sealed'));
      const vault = open();
      const store = diary(vault, true);
      expect(store.read()).toEqual({ text: 'old' });
      expect(vault.view().kind).toBe('os');
      const [damage] = vault.damages();
      expect(damage).toMatchObject({ purpose: 'diary', recovered: true });
      expect(readFileSync(damage?.keptAside ?? '')).toEqual(damaged);
    }
    const store = diary(open());
    expect(store.read()).toEqual({ text: 'old' });
    expect(store.write({ text: 'newer' })).toBe('written');
    expect(diary(open()).read()).toEqual({ text: 'newer' });
  });

  test('a required file that does not open makes the vault count as damaged and is not overwritten', async () => {
    await filled('only');
    flip(pathOf('diary.sealed'), -1);
    const damaged = readFileSync(pathOf('diary.sealed'));
    const vault = open();
    const seen: string[] = [];
    vault.onView((view) => seen.push(view.kind));
    const store = diary(vault, true);
    expect(store.read()).toBeUndefined();
    expect(seen).toEqual(['damaged']);
    expect(vault.view()).toMatchObject({ cause: 'unreadable', keptAside: pathOf('diary.sealed') });
    expect(vault.isOpen()).toBe(false);
    expect(store.write({ text: 'over it' })).toBe('disk');
    expect(readFileSync(pathOf('diary.sealed'))).toEqual(damaged);
  });

  test('an optional file that does not open is set aside and started anew', async () => {
    await filled('only');
    writeFileSync(pathOf('diary.sealed'), 'short');
    const vault = open();
    const store = diary(vault);
    expect(store.read()).toBeUndefined();
    expect(store.write({ text: 'anew' })).toBe('written');
    expect(readFileSync(vault.damages()[0]?.keptAside ?? '', 'utf8')).toBe('short');
    expect(diary(open()).read()).toEqual({ text: 'anew' });
  });

  test('a file that opens but holds no JSON is set aside, and its plaintext is wiped', async () => {
    await filled();
    const text: Form<string> = { write: utf8, read: () => undefined };
    expect(open().storeOf('diary', text, 1).write('Anna')).toBe('written');
    const sealed = readFileSync(pathOf('diary.sealed'));
    const plaintexts: Uint8Array[] = [];
    const json = jsonForm(Diary);
    const read: typeof json.read = (bytes) => {
      plaintexts.push(bytes);
      return json.read(bytes);
    };
    const vault = open();
    expect(vault.storeOf('diary', { ...json, read }, 1).read()).toBeUndefined();
    expect(readFileSync(vault.damages()[0]?.keptAside ?? '')).toEqual(sealed);
    expect(plaintexts).toEqual([new Uint8Array(4)]);
  });

  test('a damaged file and its damaged previous generation are set aside and never overwritten', async () => {
    await filled('old', 'new');
    writeFileSync(pathOf('diary.sealed'), 'one');
    writeFileSync(pathOf('diary.sealed.previous'), 'two');
    const vault = open();
    const store = diary(vault);
    expect(store.read()).toBeUndefined();
    for (const text of ['a', 'b', 'c']) expect(store.write({ text })).toBe('written');
    expect(vault.damages().map(({ keptAside }) => readFileSync(keptAside, 'utf8'))).toEqual(['one', 'two']);
  });

  test('a damaged previous generation without a current file is set aside, or makes the vault count as damaged if the file is required', async () => {
    await filled('old', 'new');
    rmSync(pathOf('diary.sealed'));
    writeFileSync(pathOf('diary.sealed.previous'), 'two');
    const strict = open();
    expect(diary(strict, true).read()).toBeUndefined();
    expect(strict.view()).toMatchObject({ kind: 'damaged', keptAside: pathOf('diary.sealed.previous') });
    const vault = open();
    const store = diary(vault);
    expect(store.read()).toBeUndefined();
    expect(store.write({ text: 'anew' })).toBe('written');
    expect(readFileSync(vault.damages()[0]?.keptAside ?? '', 'utf8')).toBe('two');
  });

  test('a file that the system refuses to read is not replaced', async () => {
    await filled('old', 'new');
    const before = readFileSync(pathOf('diary.sealed'));
    const real = fragileFiles({ at: -1, kind: 'crash' });
    const refused = Object.assign(new Error('refused'), { code: 'EACCES' });
    for (const name of ['diary.sealed', 'diary.sealed.previous']) {
      const files: Files = {
        ...real,
        read: (path) => {
          if (path === pathOf(name)) throw refused;
          return name === 'diary.sealed' || path === pathOf('key.json') ? real.read(path) : utf8('damaged');
        },
      };
      const store = diary(open({ files }));
      expect(store.read()).toEqual(name === 'diary.sealed' ? { text: 'old' } : undefined);
      expect(store.write({ text: 'over it' })).toBe('disk');
    }
    expect(readFileSync(pathOf('diary.sealed'))).toEqual(before);
  });

  test('if a sealed file is missing, its previous generation is read', async () => {
    await filled('old', 'new');
    rmSync(pathOf('diary.sealed'));
    expect(diary(open()).read()).toEqual({ text: 'old' });
  });
});

describe('crashing processes and failing disks', () => {
  function attempt<T>(run: () => T): T | 'crashed' {
    try {
      return run();
    } catch (error) {
      if (error instanceof Crash) return 'crashed';
      throw error;
    }
  }

  async function reopened(files: Files): Promise<ReturnType<typeof diary>> {
    return diary(open({ files }));
  }

  test('a crash at any step of a write leaves the old state or the new one', async () => {
    await filled('oldest', 'old');
    const seen = new Set<string>();
    for (let at = 0; ; at++) {
      const files = fragileFiles({ at, kind: 'crash' });
      const store = await reopened(files);
      const outcome = attempt(() => store.write({ text: 'new' }));
      expect(['crashed', 'written']).toContain(outcome);
      const vault = open();
      const after = diary(vault).read()?.text ?? 'nothing';
      seen.add(after);
      expect(vault.damages()).toEqual([]);
      expect(['old', 'new']).toContain(after);
      if (outcome === 'written') break;
      expect(diary(vault).write({ text: 'old' })).toBe('written');
    }
    expect(seen).toEqual(new Set(['old', 'new']));
  });

  test.each(['ENOSPC', 'EIO'] as const)(
    '%s at any step of a write is reported, and the state is the old one or the new one',
    async (kind) => {
      await filled('oldest', 'old');
      let failures = 0;
      for (let at = 0; ; at++) {
        const store = await reopened(fragileFiles({ at, kind }));
        const outcome = store.write({ text: 'new' });
        const vault = open();
        const after = diary(vault).read()?.text;
        expect(vault.damages()).toEqual([]);
        expect(outcome === 'written' ? ['new'] : ['old', 'new']).toContain(after);
        if (outcome === 'written') break;
        failures++;
        expect(store.write({ text: 'old' })).toBe('written');
      }
      expect(failures).toBeGreaterThanOrEqual(4);
    },
  );

  test('a crash at any step of creating a vault leaves no vault or a whole one', async () => {
    const crashes: unknown[] = [];
    for (let at = 0; ; at++) {
      rmSync(directory, { recursive: true, force: true });
      const made = await open({ files: fragileFiles({ at, kind: 'crash' }) })
        .create()
        .catch((error: unknown) => error);
      const vault = open();
      const usable = vault.isOpen() || (await vault.create()) === 'created';
      expect(usable && diary(vault).write({ text: 'works' })).toBe('written');
      if (made === 'created') break;
      crashes.push(made);
    }
    expect(crashes.length).toBeGreaterThan(4);
    expect(crashes.every((error) => error instanceof Crash)).toBe(true);
  });

  test('a full disk while creating a vault is reported, and a vault can be created afterwards', async () => {
    const vault = open({ files: fragileFiles({ at: 1, kind: 'ENOSPC' }) });
    expect(await vault.create()).toBe('disk');
    expect(vault.isOpen()).toBe(false);
    expect(await open().create()).toBe('created');
  });

  test('a write that reads back differently is not reported as written', async () => {
    await filled('old');
    const lying: Files = {
      ...fragileFiles({ at: -1, kind: 'crash' }),
      read: (path) => (path.endsWith('.new') ? new Uint8Array(3) : new Uint8Array(readFileSync(path))),
    };
    expect((await reopened(lying)).write({ text: 'new' })).toBe('disk');
    expect(diary(open()).read()).toEqual({ text: 'old' });
  });
});

describe('vaults with a passphrase', () => {
  test('a vault under a passphrase works without a key store and opens only by the passphrase', async () => {
    keyring.backend = 'basic_text';
    const made = open();
    expect(await made.create('correct horse')).toBe('created');
    expect(made.view()).toEqual({ kind: 'passphrase', locked: false });
    diary(made).write({ text: 'sealed' });

    const vault = open();
    expect(vault.view()).toEqual({ kind: 'passphrase', locked: true });
    expect(await vault.create('other')).toBe('exists');
    expect(await vault.unlock('correct hors')).toBe('wrong-passphrase');
    expect(vault.isOpen()).toBe(false);
    expect(await vault.unlock('correct horse')).toBe('unlocked');
    expect(diary(vault).read()).toEqual({ text: 'sealed' });
    vault.close();
    expect(() => diary(vault).read()).toThrow('assertion failed');
  });

  test('a vault closed during unlocking stays closed', async () => {
    await open().create('correct horse');
    const vault = open();
    const unlocking = vault.unlock('correct horse');
    vault.close();
    expect(await unlocking).toBe('damaged');
    expect(vault.isOpen()).toBe(false);
  });

  test('composed and decomposed forms of the same letters are one passphrase', async () => {
    await open().create('Schl\u00fcssel');
    expect(await open().unlock('Schlu\u0308ssel')).toBe('unlocked');
  });

  test('a vault under a passphrase opens from the copy of its key file if the sealed key in the key file was changed', async () => {
    await open().create('correct horse');
    const file = JSON.parse(readFileSync(pathOf('key.json'), 'utf8'));
    file.sealed = `${file.sealed.startsWith('A') ? 'B' : 'A'}${String(file.sealed).slice(1)}`;
    writeFileSync(pathOf('key.json'), JSON.stringify(file));
    const vault = open();
    expect(await vault.unlock('wrong')).toBe('wrong-passphrase');
    expect(await vault.unlock('correct horse')).toBe('unlocked');
  });

  test('a key file with an excessive memory cost is refused', async () => {
    await open().create('correct horse');
    for (const name of ['key.json', 'key.json.previous']) {
      const file = JSON.parse(readFileSync(pathOf(name), 'utf8'));
      file.cost.memoryKib = 64 * 1024 * 1024;
      writeFileSync(pathOf(name), JSON.stringify(file));
    }
    expect(open().view()).toMatchObject({ kind: 'damaged', cause: 'unreadable' });
  });
});
