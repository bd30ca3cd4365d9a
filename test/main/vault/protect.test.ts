// Changing the protection of a vault's key: to another passphrase, from a passphrase to the key store, or from the key
// store to a passphrase. Wherever the change is interrupted, the vault still opens. After the change, the protection
// that the person has given up opens nothing.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { readKeyFile } from '../../../src/main/vault/key-file.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault, type Vault, type VaultOptions } from '../../../src/main/vault/vault.ts';
import { FakeKeyring } from './fake-key-store.ts';
import { Crash, fragileFiles } from './fragile-files.ts';

const Diary = v.strictObject({ text: v.string() });
const CHEAP = { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 } as const;
const OLD = 'old passphrase';
const NEW = 'new passphrase';
let root: string;
let directory: string;
let keyring: FakeKeyring;

beforeEach(() => {
  root = mkdtempSync(join(inject('quickFolder'), 'protect-'));
  directory = join(root, 'vault');
  keyring = new FakeKeyring();
});
afterEach(() => rmSync(root, { recursive: true }));

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

const diary = (vault: Vault) => vault.store('diary', Diary, 1);

/** The protection of a vault: its passphrase, or else the key store. */
type By = { readonly passphrase?: string };
interface Way {
  readonly name: string;
  readonly before: By;
  readonly after: By;
}
const ways: readonly Way[] = [
  { name: 'from one passphrase to another', before: { passphrase: OLD }, after: { passphrase: NEW } },
  { name: 'from the key store to a passphrase', before: {}, after: { passphrase: NEW } },
  { name: 'from a passphrase to the key store', before: { passphrase: OLD }, after: {} },
];

async function made({ passphrase }: By): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  const vault = open();
  expect(await vault.create(passphrase)).toBe('created');
  expect(diary(vault).write({ text: 'dear diary' })).toBe('written');
  vault.close();
}

/** Whether the vault opens by this protection. A vault under the key store opens without being unlocked. */
async function opens({ passphrase }: By, more: Partial<VaultOptions> = {}): Promise<boolean> {
  const vault = open(more);
  if (passphrase === undefined ? !vault.isOpen() : vault.isOpen() || (await vault.unlock(passphrase)) !== 'unlocked')
    return false;
  expect(diary(vault).read()).toEqual({ text: 'dear diary' });
  vault.close();
  return true;
}

async function unlocked({ passphrase }: By, more: Partial<VaultOptions> = {}): Promise<Vault> {
  const vault = open(more);
  if (passphrase !== undefined) await vault.unlock(passphrase);
  expect(vault.isOpen()).toBe(true);
  return vault;
}

const change = ({ before, after }: Way, vault: Vault) =>
  vault.protect({ ...after, ...(before.passphrase !== undefined && { proof: before.passphrase }) });

/** The sealed part of each key file: every file in the folder whose name begins with `key.json`. */
function wraps(): readonly string[] {
  const files = readdirSync(directory).filter((name) => name.startsWith('key.json'));
  return files.map((name) => {
    const file = readKeyFile(readFileSync(join(directory, name)));
    return typeof file === 'object' ? file.sealed : `${name} is no key file`;
  });
}

describe.each(ways)('a change of protection $name', (way) => {
  test('after its protection was changed, a vault opens only by the new protection, and no file contains the old wrapped key', async () => {
    await made(way.before);
    const [old] = wraps();
    const vault = await unlocked(way.before);
    expect(await change(way, vault)).toBe('protected');
    expect(vault.view().kind).toBe(way.after.passphrase === undefined ? 'os' : 'passphrase');
    expect(diary(vault).read()).toEqual({ text: 'dear diary' });
    expect(wraps()).toHaveLength(2);
    expect(wraps()).not.toContain(old);
    expect(await opens(way.before)).toBe(false);
    expect(await opens(way.after)).toBe(true);
    vault.lock();
    expect(vault.reopen()).toBe(way.after.passphrase === undefined ? 'open' : 'locked');
  });

  test('a crash at any step of a protection change leaves a vault that opens by the old protection or the new one', async () => {
    const seen = new Set<string>();
    for (let at = 0; ; at++) {
      await made(way.before);
      const vault = await unlocked(way.before, { files: fragileFiles({ at, kind: 'crash' }) });
      const outcome = await change(way, vault).catch((error: unknown) => error);
      const byOld = await opens(way.before);
      const byNew = await opens(way.after);
      expect([byOld, byNew], `step ${String(at)}`).toContain(true);
      seen.add(byOld ? 'old' : 'new');
      // Whichever protection opens the vault first remains the only one, because that opening removes the other.
      expect([byOld, byNew], `step ${String(at)}`).toContain(false);
      expect(new Set(wraps()).size).toBe(1);
      expect(existsSync(join(directory, 'key.json.new'))).toBe(false);
      if (outcome === 'protected') break;
      expect(outcome).toBeInstanceOf(Crash);
    }
    expect(seen).toEqual(new Set(['old', 'new']));
  });

  test('a crash while an interrupted protection change is cleaned up leaves a vault that opens', async () => {
    let killed = 0;
    for (let kill = 0; kill < 12; kill++) {
      let isOver = false;
      for (let at = 0; !isOver; at++) {
        await made(way.before);
        const changing = await unlocked(way.before, { files: fragileFiles({ at: kill, kind: 'crash' }) });
        await change(way, changing).catch(() => undefined);
        const files = fragileFiles({ at, kind: 'crash' });
        try {
          expect((await opens(way.before, { files })) || (await opens(way.after, { files }))).toBe(true);
          isOver = files.steps() <= at;
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
          killed++;
        }
        expect([await opens(way.before), await opens(way.after)]).toContain(true);
      }
    }
    expect(killed).toBeGreaterThan(20);
  });

  test.each(['ENOSPC', 'EIO'] as const)(
    '%s at any step of a protection change is reported, and the vault opens as before',
    async (kind) => {
      let failures = 0;
      for (let at = 0; ; at++) {
        await made(way.before);
        const outcome = await change(way, await unlocked(way.before, { files: fragileFiles({ at, kind }) }));
        if (outcome === 'protected') break;
        expect(outcome).toBe('disk');
        failures++;
        expect(await opens(way.before), `step ${String(at)}`).toBe(true);
        expect(await opens(way.after), `step ${String(at)}`).toBe(false);
      }
      expect(failures).toBeGreaterThan(4);
    },
  );

  test('a vault opens by the protection that the outcome reports, at whichever step of the change the disk becomes read-only', async () => {
    const outcomes: string[] = [];
    for (let at = 0; ; at++) {
      await made(way.before);
      const files = fragileFiles({ at, kind: 'EROFS' });
      const outcome = await change(way, await unlocked(way.before, { files }));
      outcomes.push(outcome);
      expect(await opens(outcome === 'disk' ? way.before : way.after), `step ${String(at)}: ${outcome}`).toBe(true);
      if (files.steps() <= at) break; // the change has fewer steps
    }
    expect(new Set(outcomes)).toEqual(new Set(['disk', 'protected']));
  });
});

test('changing the protection without the current passphrase is refused and leaves the wrapped keys unchanged', async () => {
  await made({ passphrase: OLD });
  const before = wraps();
  const vault = await unlocked({ passphrase: OLD });
  for (const proof of [{}, { proof: '' }, { proof: 'old passphras' }, { proof: NEW }]) {
    expect(await vault.protect({ passphrase: NEW, ...proof })).toBe('wrong-passphrase');
    expect(await vault.protect(proof)).toBe('wrong-passphrase');
  }
  expect(wraps()).toEqual(before);
  expect(await opens({ passphrase: OLD })).toBe(true);
});

test('a vault stays under its passphrase if the key store is missing or cannot open what it wrapped', async () => {
  await made({ passphrase: OLD });
  const vault = await unlocked({ passphrase: OLD });
  const before = wraps();
  const { decryptString } = keyring.safeStorage;
  Object.assign(keyring.safeStorage, { decryptString: () => 'something else' });
  expect(await vault.protect({ proof: OLD })).toBe('no-key-store');
  Object.assign(keyring.safeStorage, { decryptString });
  keyring.backend = 'basic_text';
  expect(await vault.protect({ proof: OLD })).toBe('no-key-store');
  expect(wraps()).toEqual(before);
});

test('a vault that is locked while its passphrase changes stays locked, and opens by the old passphrase', async () => {
  await made({ passphrase: OLD });
  const vault = await unlocked({ passphrase: OLD });
  const changing = vault.protect({ passphrase: NEW, proof: OLD });
  vault.lock();
  expect(await changing).toBe('closed');
  expect(await vault.protect({ passphrase: NEW, proof: OLD })).toBe('closed');
  expect(await opens({ passphrase: OLD })).toBe(true);
});

test('if a passphrase is changed twice at the same time, one change succeeds and its new passphrase opens the vault', async () => {
  await made({ passphrase: OLD });
  const vault = await unlocked({ passphrase: OLD });
  const outcomes = await Promise.all(
    ['first', 'second'].map((passphrase) => vault.protect({ passphrase, proof: OLD })),
  );
  expect(outcomes.toSorted()).toEqual(['closed', 'protected']);
  const kept = outcomes[0] === 'protected' ? 'first' : 'second';
  expect(await opens({ passphrase: kept })).toBe(true);
});
