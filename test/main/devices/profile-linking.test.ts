// A profile that is linked: from an empty folder to another device of a person, through real sealed files. Then how a
// profile is erased.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/core/keys/secret.ts';
import type { Account } from '../../../src/main/app/account.ts';
import { keepOwn } from '../../../src/main/devices/kept-chain.ts';
import { openProfile, type Profile } from '../../../src/main/app/profile.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { linkedState } from '../../../src/main/devices/kept-link.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { type Files, systemFiles } from '../../../src/main/vault/files.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { address, annasBundle, chainOf, heldOf } from './two-devices.ts';
import { noConnection } from '../app/no-connection.ts';

let folder = '';
let keyring: FakeKeyring;
let isFull: (path: string) => boolean;
let isStuck: boolean;
let events: RecordEvent['kind'][];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linked-'));
  keyring = new FakeKeyring();
  isFull = () => false;
  isStuck = false;
  events = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const clock = heldClock();
const cheap = { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 } as const;
// Real files. The disk can be full for some of them, and a directory can be impossible to remove.
const files: Files = {
  ...systemFiles,
  write: (path, bytes) => {
    if (isFull(path)) throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
    systemFiles.write(path, bytes);
  },
  removeDirectory: (path) => {
    if (isStuck && systemFiles.exists(path)) throw Object.assign(new Error('held open'), { code: 'EBUSY' });
    systemFiles.removeDirectory(path);
  },
};
const secret = (n: number): Secret => Secret.own(new Uint8Array(32).fill(n));
const inUse = deviceKeysOf(new Uint8Array(32).fill(5));
const held = heldOf(chainOf(inUse));
const state = linkedState(annasBundle(), held, { static: secret(8), signing: secret(9) });

function start(minimum: 'system' | 'passphrase' = 'system'): {
  readonly profile: Profile;
  readonly settings: ReturnType<typeof createSettings>;
} {
  const policy = fixedPolicy({ KeyStoreMinimum: minimum });
  const settings = createSettings(defaultSettings(['de']), {}, policy);
  const profile = openProfile({
    lockedConnection: noConnection,
    vault: openVault({
      directory: join(folder, 'vault'),
      keyStore: createKeyStore(keyring.safeStorage, 'linux'),
      profile: 'default',
      random: systemRandom,
      appVersion: '0',
      files,
      passphraseCost: cheap,
    }),
    settings,
    policy,
    login: 'anna',
    clock,
    random: systemRandom,
    record: { note: ({ kind }) => void events.push(kind), attach: () => undefined, detach: () => undefined },
    begin: (identity) => {
      const account = { identity, desk: { view: () => undefined }, close: () => Promise.resolve() };
      return account as unknown as Account;
    },
    onDisk: () => undefined,
    onChange: () => undefined,
  });
  profile.open();
  return { profile, settings };
}

describe('profiles that are linked', () => {
  test('a linked profile has the person’s address, contacts, trust and settings, also after a restart', async () => {
    const { profile, settings } = start();
    settings.set({ brokerUrl: 'mqtts://b.example' });
    expect(await profile.claim()).toBe('done');
    expect(profile.keepLinked(state)).toBe('kept');
    expect(profile.account()).toBeUndefined();
    profile.beginLinked();
    for (const each of [{ profile, settings }, start()]) {
      expect(each.profile.account()?.identity).toMatchObject({ address, name: 'Anna' });
      const [bert] = each.profile.opened()?.book.contacts() ?? [];
      expect(bert).toMatchObject({ address: 'bert@klinik.example', name: 'Bert', trust: { kind: 'verified' } });
      expect(each.settings.read()).toMatchObject({ relayOnly: true, brokerUrl: 'mqtts://b.example' });
      expect(each.profile.opened()?.chain.read()).toEqual(keepOwn({ held, lost: [] }));
      expect(each.profile.opened()?.deviceMarks.isKnown(inUse.id)).toBe(true);
    }
  });

  test('a linking that was stored before a crash is completed at the next start', async () => {
    const { profile } = start();
    await profile.claim();
    profile.keepLinked(state);
    expect(start().profile.account()?.identity.address).toBe(address);
  });

  test('a profile belongs to nobody after a crash before the linking was stored', async () => {
    await start().profile.claim();
    const { profile } = start();
    expect(profile.account()).toBeUndefined();
    expect(profile.opened()?.book.contacts()).toEqual([]);
    expect(await profile.createIdentity({ address: 'other@klinik.example', name: 'Other' })).toBe('done');
  });

  test('a profile in linking accepts no identity and no second linking until it is released', async () => {
    const { profile } = start();
    await profile.claim();
    expect(await profile.createIdentity({ address, name: 'Anna' })).toBe('linking');
    expect(await profile.claim()).toBe('linking');
    profile.release();
    expect(await profile.claim()).toBe('done');
    profile.release();
    expect(await profile.createIdentity({ address, name: 'Anna' })).toBe('done');
    expect(await profile.claim()).toBe('identity-exists');
  });

  test('a profile is not claimed for linking without a key store', async () => {
    keyring.backend = 'basic_text';
    const { profile } = start();
    expect(await profile.claim()).toBe('no-key-store');
    expect(readdirSync(folder)).toEqual([]);
    keyring.backend = 'gnome_libsecret';
    expect(await profile.claim()).toBe('done');
  });
});

describe('linkings stored while the disk fills up', () => {
  // A profile that has stored the whole linking, and has no room for more.
  async function keptOnly(): Promise<Profile> {
    const { profile } = start();
    await profile.claim();
    expect(profile.keepLinked(state)).toBe('kept');
    isFull = () => true;
    profile.beginLinked();
    expect(profile.account()).toBeUndefined();
    return profile;
  }
  const other = { address: 'other@klinik.example', name: 'Other' };

  test('a stored linking cannot be replaced by another identity or linking', async () => {
    const profile = await keptOnly();
    isFull = (path) => path.includes('book'); // an identity would fit
    expect(await profile.createIdentity(other)).toBe('disk');
    expect(await profile.claim()).toBe('disk');
    isFull = () => false;
    expect(start().profile.account()?.identity.address).toBe(address);
  });

  test.each(['createIdentity', 'claim'] as const)(
    'a stored linking is completed by %s once there is room',
    async (act) => {
      const profile = await keptOnly();
      isFull = () => false;
      expect(await (act === 'claim' ? profile.claim() : profile.createIdentity(other))).toBe('identity-exists');
      for (const each of [profile, start().profile]) {
        expect(each.account()?.identity.address).toBe(address);
        expect(each.opened()?.book.contacts()).toHaveLength(1);
      }
    },
  );
});

describe('passphrases of a failed linking', () => {
  const [first, second] = ['the first passphrase', 'the second passphrase'];
  beforeEach(() => void (keyring.backend = 'basic_text'));
  async function cancelled(): Promise<Profile> {
    const { profile } = start('passphrase');
    expect(await profile.claim(first)).toBe('done');
    profile.release();
    expect(profile.vault.view()).toEqual({ kind: 'passphrase', locked: false });
    return profile;
  }

  test('the passphrase of a failed linking protects the identity made afterwards', async () => {
    const profile = await cancelled();
    expect(await profile.createIdentity({ address, name: 'Anna' })).toBe('done');
    const again = start('passphrase').profile;
    expect(await again.unlock(first)).toBe('done');
    expect(again.account()?.identity.address).toBe(address);
  });

  async function opensBySecondOnly(): Promise<void> {
    const again = start('passphrase').profile;
    expect(await again.unlock(first)).toBe('wrong-passphrase');
    expect(await again.unlock(second)).toBe('done');
    expect(again.account()?.identity.address).toBe(address);
  }

  test('a new passphrase for an identity replaces the passphrase of a failed linking', async () => {
    const profile = await cancelled();
    expect(await profile.createIdentity({ address, name: 'Anna', passphrase: second })).toBe('done');
    await opensBySecondOnly();
  });

  test('a new passphrase for another linking replaces the passphrase of a failed linking', async () => {
    const profile = await cancelled();
    expect(await profile.claim(second)).toBe('done');
    expect(profile.keepLinked(state)).toBe('kept');
    profile.beginLinked();
    await opensBySecondOnly();
  });

  test('the passphrase of a failed linking stays if a new passphrase cannot be stored', async () => {
    const profile = await cancelled();
    isFull = (path) => path.includes('key.json');
    expect(await profile.createIdentity({ address, name: 'Anna', passphrase: second })).toBe('disk');
    isFull = () => false;
    const again = start('passphrase').profile;
    expect(await again.unlock(first)).toBe('done');
    expect(again.account()).toBeUndefined();
  });
});

test('erasing a profile also erases its vaults that were set aside, and no other file', async () => {
  for (let time = 0; time < 2; time++) {
    expect(await start().profile.createIdentity({ address, name: 'Anna' })).toBe('done');
    keyring.wipe(); // the vault no longer opens, so starting over sets it aside
    expect(await start().profile.startOver()).toBe('done');
  }
  const { profile } = start();
  await profile.createIdentity({ address, name: 'Anna' });
  expect(readdirSync(folder).map((name) => name.replace(/kept-.*/, 'kept'))).toEqual([
    'vault',
    'vault.kept',
    'vault.kept',
  ]);
  writeFileSync(join(folder, 'vaults.kept-of-somebody-else'), '');
  expect(await profile.erase()).toBe('done');
  expect(readdirSync(folder)).toEqual(['vaults.kept-of-somebody-else']);
});

test('an erasure that cannot remove the vault’s folder is reported, and the next start completes it', async () => {
  const { profile } = start();
  await profile.createIdentity({ address, name: 'Anna' });
  isStuck = true;
  expect(await profile.erase()).toBe('disk');
  expect(readdirSync(folder)).toEqual(['vault.erased']);
  isStuck = false;
  start();
  expect(readdirSync(folder)).toEqual([]);
});

test('an erased profile leaves no file, account or changed setting, and can be linked again', async () => {
  const { profile, settings } = start();
  await profile.createIdentity({ address, name: 'Anna' });
  settings.set({ relayOnly: true });
  expect(await profile.erase()).toBe('done');
  expect(readdirSync(folder)).toEqual([]);
  expect(profile.account()).toBeUndefined();
  expect(settings.read().relayOnly).toBe(false);
  expect(events).toContain('erased');
  expect(await profile.claim()).toBe('done');
});
