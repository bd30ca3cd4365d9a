import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../src/main/app/account.ts';
import type { Profile } from '../../../src/main/app/profile.ts';
import { openProfile } from '../../../src/main/app/profile.ts';
import { createSettings, defaultSettings } from '../../../src/main/app/settings.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';

const cheap = { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 } as const;
const anna = { address: ' Anna@Klinik.example ', name: 'Anna' };
let folder = '';
let keyring: FakeKeyring;
let ended: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'profile-'));
  keyring = new FakeKeyring();
  ended = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A start of the program over the folder. */
function start(): { readonly profile: Profile; readonly settings: ReturnType<typeof createSettings> } {
  const clock = heldClock();
  const settings = createSettings(defaultSettings(['de']), {});
  const vault = openVault({
    directory: join(folder, 'vault'),
    keyStore: createKeyStore(keyring.safeStorage, 'linux'),
    profile: 'default',
    random: systemRandom,
    appVersion: '0',
    passphraseCost: cheap,
  });
  const profile = openProfile({
    vault,
    settings,
    clock,
    random: systemRandom,
    begin: (identity) => ({ identity, close: () => Promise.resolve(void ended++) }) as unknown as Account,
    onDisk: () => undefined,
    onChange: () => undefined,
  });
  profile.open();
  return { profile, settings };
}

describe('a new installation', () => {
  it('makes an identity once, in the wire form of its address, and has it again after a start', async () => {
    const { profile } = start();
    expect(profile.account()).toBeUndefined();
    expect(await profile.createIdentity(anna)).toBe('done');
    expect(await profile.createIdentity(anna)).toBe('identity-exists');
    const made = profile.account()?.identity;
    expect(made?.address).toBe('anna@klinik.example');
    const again = start().profile.account()?.identity;
    expect(again?.deviceId).toBe(made?.deviceId);
  });

  it.each([
    ['no address', { address: 'anna', name: '' }, 'bad-address'],
    ['a name that turns the writing direction', { address: 'a@b.example', name: 'x\u202Ey' }, 'bad-name'],
    ['a name that is too long', { address: 'a@b.example', name: 'ä'.repeat(33) }, 'bad-name'],
  ])('refuses %s and makes no vault for it', async (_what, person, code) => {
    const { profile } = start();
    expect(await profile.createIdentity(person)).toBe(code);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes no identity without a key store, unless there is a passphrase', async () => {
    keyring.backend = 'basic_text';
    const { profile } = start();
    expect(await profile.createIdentity(anna)).toBe('no-key-store');
    expect(profile.account()).toBeUndefined();
    expect(await profile.createIdentity({ ...anna, passphrase: 'correct horse' })).toBe('done');
  });

  it('keeps the settings that were chosen before there was a vault', async () => {
    const first = start();
    first.settings.set({ brokerUrl: 'mqtt://b.example' });
    await first.profile.createIdentity(anna);
    expect(start().settings.read().brokerUrl).toBe('mqtt://b.example');
  });
});

describe('a passphrase', () => {
  beforeEach(async () => {
    keyring.isAvailable = false;
    await start().profile.createIdentity({ ...anna, passphrase: 'correct horse' });
  });

  it('is needed after a start: nothing is begun before', async () => {
    const { profile } = start();
    expect([profile.account(), profile.opened()]).toEqual([undefined, undefined]);
    expect(await profile.createIdentity(anna)).toBe('vault-locked');
    expect(await profile.unlock('wrong')).toBe('wrong-passphrase');
    expect(profile.account()).toBeUndefined();
    expect(await profile.unlock('correct horse')).toBe('done');
    expect(profile.account()?.identity.address).toBe('anna@klinik.example');
    expect(await profile.unlock('correct horse')).toBe('done');
  });
});

describe('a vault that does not open', () => {
  it('begins nothing, is not made over, and is kept when a person starts over', async () => {
    await start().profile.createIdentity(anna);
    keyring.wipe();
    const { profile } = start();
    expect(profile.vault.view().kind).toBe('damaged');
    expect(profile.account()).toBeUndefined();
    expect(await profile.createIdentity(anna)).toBe('vault-damaged');
    expect(await profile.startOver()).toBe('done');
    expect(await profile.createIdentity(anna)).toBe('done');
    expect(readdirSync(folder).filter((name) => name.startsWith('vault.kept-'))).toHaveLength(1);
  });

  it('is one whose identity is damaged: no second identity is made beside it', async () => {
    await start().profile.createIdentity(anna);
    for (const name of readdirSync(join(folder, 'vault'))) {
      if (name.startsWith('identity')) writeFileSync(join(folder, 'vault', name), 'garbage');
    }
    const { profile } = start();
    expect(profile.vault.view().kind).toBe('damaged');
    expect([profile.account(), profile.opened()]).toEqual([undefined, undefined]);
    expect(await profile.createIdentity(anna)).toBe('vault-damaged');
    expect(await profile.unlock('any')).toBe('vault-damaged');
    expect(profile.account()).toBeUndefined();
  });
});

it('is not put aside while it is in use', async () => {
  const { profile } = start();
  await profile.createIdentity(anna);
  expect(await profile.startOver()).toBe('identity-exists');
  expect(profile.account()).toBeDefined();
});

it('ends its account and forgets the key when the program ends', async () => {
  const { profile } = start();
  await profile.createIdentity(anna);
  await profile.close();
  expect([ended, profile.account(), profile.vault.isOpen()]).toEqual([1, undefined, false]);
});
