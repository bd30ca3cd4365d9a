// A profile that is linked: from an empty folder to another device of a person, through real sealed files.
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
import { noLine } from '../app/no-line.ts';

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
// The disk is full for some files.
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
    lockedLine: noLine,
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

describe('a profile that is claimed for a linking', () => {
  test('becomes a device of the person, with contacts, trust and choices, also after a start', async () => {
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

  test('is that device after a crash between keeping and beginning', async () => {
    const { profile } = start();
    await profile.claim();
    profile.keepLinked(state);
    expect(start().profile.account()?.identity.address).toBe(address);
  });

  test('is nobody’s after a crash before anything was kept, and can be begun with another identity', async () => {
    await start().profile.claim();
    const { profile } = start();
    expect(profile.account()).toBeUndefined();
    expect(profile.opened()?.book.contacts()).toEqual([]);
    expect(await profile.createIdentity({ address: 'other@klinik.example', name: 'Other' })).toBe('done');
  });

  test('takes no identity beside the linking, one linking only, and both again once it is released', async () => {
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

  test('is not claimed where no key store would keep it', async () => {
    keyring.backend = 'basic_text';
    const { profile } = start();
    expect(await profile.claim()).toBe('no-key-store');
    expect(readdirSync(folder)).toEqual([]);
    keyring.backend = 'gnome_libsecret';
    expect(await profile.claim()).toBe('done');
  });
});

describe('a linking that was kept while the disk was filling up', () => {
  // The whole is kept, and what comes after it finds no room.
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

  test('lets nobody else be made in its place, and no other linking begin', async () => {
    const profile = await keptOnly();
    isFull = (path) => path.includes('book'); // there would be room for an identity
    expect(await profile.createIdentity(other)).toBe('disk');
    expect(await profile.claim()).toBe('disk');
    isFull = () => false;
    expect(start().profile.account()?.identity.address).toBe(address);
  });

  test.each(['createIdentity', 'claim'] as const)('goes on with %s, as the device that was linked', async (act) => {
    const profile = await keptOnly();
    isFull = () => false;
    expect(await (act === 'claim' ? profile.claim() : profile.createIdentity(other))).toBe('identity-exists');
    for (const each of [profile, start().profile]) {
      expect(each.account()?.identity.address).toBe(address);
      expect(each.opened()?.book.contacts()).toHaveLength(1);
    }
  });
});

describe('a passphrase that was chosen for a linking that came to nothing', () => {
  const [first, second] = ['the first passphrase', 'the second passphrase'];
  beforeEach(() => void (keyring.backend = 'basic_text'));
  async function cancelled(): Promise<Profile> {
    const { profile } = start('passphrase');
    expect(await profile.claim(first)).toBe('done');
    profile.release();
    expect(profile.vault.view()).toEqual({ kind: 'passphrase', locked: false });
    return profile;
  }

  test('opens what is made after it without another one', async () => {
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

  test('gives way to the one that is typed for an identity', async () => {
    const profile = await cancelled();
    expect(await profile.createIdentity({ address, name: 'Anna', passphrase: second })).toBe('done');
    await opensBySecondOnly();
  });

  test('gives way to the one that is typed for another linking', async () => {
    const profile = await cancelled();
    expect(await profile.claim(second)).toBe('done');
    expect(profile.keepLinked(state)).toBe('kept');
    profile.beginLinked();
    await opensBySecondOnly();
  });

  test('stays where the next one finds no room, and nothing is made', async () => {
    const profile = await cancelled();
    isFull = (path) => path.includes('key.json');
    expect(await profile.createIdentity({ address, name: 'Anna', passphrase: second })).toBe('disk');
    isFull = () => false;
    const again = start('passphrase').profile;
    expect(await again.unlock(first)).toBe('done');
    expect(again.account()).toBeUndefined();
  });
});

test('a profile that is erased takes the copies with it that were ever put aside', async () => {
  for (let time = 0; time < 2; time++) {
    expect(await start().profile.createIdentity({ address, name: 'Anna' })).toBe('done');
    keyring.wipe(); // the key opens no longer
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

test('an erasing that the system stops is told, and goes on at the next start', async () => {
  const { profile } = start();
  await profile.createIdentity({ address, name: 'Anna' });
  isStuck = true;
  expect(await profile.erase()).toBe('disk');
  expect(readdirSync(folder)).toEqual(['vault.erased']);
  isStuck = false;
  start();
  expect(readdirSync(folder)).toEqual([]);
});

test('a profile that is erased leaves no file, and is as at its first start', async () => {
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
