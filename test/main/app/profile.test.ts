import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '../../../src/main/app/account.ts';
import type { RefusalCode } from '../../../src/contract/failure.ts';
import type { Profile } from '../../../src/main/app/profile.ts';
import type { Outcome, Person } from '../../../src/main/devices/installation.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { HistoryState } from '../../../src/main/calls/history/history-parts.ts';
import { openProfile } from '../../../src/main/app/profile.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { welcomeKnown } from '../../../src/main/app/welcome-known.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { placed } from '../calls/history/call-entries.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';
import { noConnection } from './no-connection.ts';

const cheap = { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 } as const;
const anna = { address: ' Anna@Klinik.example ', name: 'Anna' };
let folder = '';
let keyring: FakeKeyring;
let ended: number;
let wiped: number;
let phase: string | undefined;
let events: (RecordEvent | string)[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'profile-'));
  keyring = new FakeKeyring();
  ended = 0;
  wiped = 0;
  phase = undefined;
  events = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts the program on the folder. */
function start(
  policy = fixedPolicy(),
  login = 'anna',
): { readonly profile: Profile; readonly settings: ReturnType<typeof createSettings> } {
  const clock = heldClock();
  const settings = createSettings(defaultSettings(['de']), {}, policy);
  const vault = openVault({
    directory: join(folder, 'vault'),
    keyStore: createKeyStore(keyring.safeStorage, 'linux'),
    profile: 'default',
    random: systemRandom,
    appVersion: '0',
    passphraseCost: cheap,
  });
  const profile = openProfile({
    lockedConnection: noConnection,
    vault,
    settings,
    policy,
    login,
    clock,
    random: systemRandom,
    record: {
      note: (event) => void events.push(event),
      attach: (beside) => void events.push(`attached beside ${beside}`),
      detach: () => void events.push('detached'),
    },
    begin: (identity) => {
      const account = {
        identity,
        desk: { views: () => (phase === undefined ? [] : [{ phase: { kind: phase } }]) },
        close: () => {
          wiped++;
          return Promise.resolve().then(() => void ended++);
        },
      };
      return account as unknown as Account;
    },
    onDisk: () => undefined,
    onChange: () => undefined,
  });
  profile.open();
  return { profile, settings };
}

describe('new installations', () => {
  it('a new installation creates its identity once, with the address in canonical form, and keeps it after a restart', async () => {
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
    ['an address without an organisation', { address: 'anna', name: '' }, 'bad-address'],
    ['a name that turns the writing direction', { address: 'a@b.example', name: 'x\u202Ey' }, 'bad-name'],
    ['a name that is too long', { address: 'a@b.example', name: 'ä'.repeat(33) }, 'bad-name'],
  ])('a new installation refuses %s and creates no vault', async (_what, person, code) => {
    const { profile } = start();
    expect(await profile.createIdentity(person)).toBe(code);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a new installation creates no identity if it has neither a key store nor a passphrase', async () => {
    keyring.backend = 'basic_text';
    const { profile } = start();
    expect(await profile.createIdentity(anna)).toBe('no-key-store');
    expect(profile.account()).toBeUndefined();
    expect(await profile.createIdentity({ ...anna, passphrase: 'correct horse' })).toBe('done');
  });

  it('settings chosen before the vault exists are kept after a restart', async () => {
    const first = start();
    first.settings.set({ brokerUrl: 'mqtt://b.example' });
    await first.profile.createIdentity(anna);
    expect(start().settings.read().brokerUrl).toBe('mqtt://b.example');
  });
});

/**
 * Does what the program does at each start if policy names the person. Creating fails with the code that `finds`
 * returns.
 */
function welcome(
  profile: Profile,
  policy: ReturnType<typeof fixedPolicy>,
  login: string,
  finds: () => RefusalCode | undefined = () => undefined,
  clock = heldClock(),
): void {
  const create = async (person: Person): Promise<Outcome> => finds() ?? (await profile.createIdentity(person));
  welcomeKnown({ profile, settingUp: { create }, policy, login, clock, wantsChoice: () => false });
}

describe('machines whose policy knows the person', () => {
  const known = { Address: '${user}@klinik.example', DisplayName: 'Station 3, ${user}' };

  it('a machine whose policy knows the person creates the identity once at the start, without asking', async () => {
    const { profile } = start(fixedPolicy(known), 'ANNA');
    welcome(profile, fixedPolicy(known), 'ANNA');
    await vi.waitFor(() => expect(profile.account()).toBeDefined(), { timeout: 20_000 });
    expect(profile.account()?.identity).toMatchObject({ address: 'anna@klinik.example', name: 'Station 3, ANNA' });
    const device = profile.account()?.identity.deviceId;
    const again = start(fixedPolicy(known), 'ANNA').profile;
    welcome(again, fixedPolicy(known), 'ANNA');
    expect(again.account()?.identity.deviceId).toBe(device);
  });

  it('a managed identity is created as soon as policy has both address and name', async () => {
    const policy = fixedPolicy({ Address: 'anna@klinik.example' });
    const { profile } = start(policy);
    welcome(profile, policy, 'anna');
    policy.set({ RelayOnly: true });
    await new Promise(setImmediate);
    expect(profile.account()).toBeUndefined();
    policy.set({ DisplayName: 'Anna' });
    await vi.waitFor(() => expect(profile.account()).toBeDefined(), { timeout: 20_000 });
  });

  it('no managed identity is created if the address is already used, and its creation is not tried again', async () => {
    const { profile } = start(fixedPolicy(known));
    const clock = heldClock();
    const finds = vi.fn<() => RefusalCode>(() => 'address-used');
    welcome(profile, fixedPolicy(known), 'anna', finds, clock);
    await new Promise(setImmediate);
    clock.advance(60_000);
    expect([profile.account(), finds.mock.calls.length]).toEqual([undefined, 1]);
  });

  it('creating a managed identity is retried if the broker does not respond', async () => {
    const { profile } = start(fixedPolicy(known));
    const clock = heldClock();
    let isThere = false;
    welcome(profile, fixedPolicy(known), 'anna', () => (isThere ? undefined : 'server-silent'), clock);
    await new Promise(setImmediate);
    expect(profile.account()).toBeUndefined();
    isThere = true;
    clock.advance(15_000);
    await vi.waitFor(() => expect(profile.account()).toBeDefined(), { timeout: 20_000 });
  });

  it('a managed machine begins no account by itself without a key store, or before the passphrase of its vault is entered', async () => {
    keyring.backend = 'basic_text';
    const { profile } = start(fixedPolicy(known));
    welcome(profile, fixedPolicy(known), 'anna');
    await new Promise(setImmediate);
    expect([profile.account(), readdirSync(folder)]).toEqual([undefined, []]);
    expect(await profile.createIdentity({ ...anna, passphrase: 'correct horse' })).toBe('done');
    const locked = start(fixedPolicy(known)).profile;
    welcome(locked, fixedPolicy(known), 'anna');
    await new Promise(setImmediate);
    expect(locked.account()).toBeUndefined();
  });

  it('a managed identity has policy’s address and name, whatever the page sends', async () => {
    const { profile } = start(fixedPolicy(known));
    expect(await profile.createIdentity({ address: 'boss@klinik.example', name: 'Boss' })).toBe('done');
    expect(profile.account()?.identity).toMatchObject({ address: 'anna@klinik.example', name: 'Station 3, anna' });
  });

  it('a login name that gives no valid address creates no identity', async () => {
    const { profile } = start(fixedPolicy(known), 'a b@c');
    expect(await profile.createIdentity(anna)).toBe('bad-address');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('policy that requires the system’s key store', () => {
  it('a passphrase is refused if policy requires the key store, even on a machine without a key store', async () => {
    keyring.backend = 'basic_text';
    const { profile } = start(fixedPolicy({ KeyStoreMinimum: 'system' }));
    expect(await profile.createIdentity({ ...anna, passphrase: 'correct horse' })).toBe('passphrase-not-allowed');
    expect(await profile.createIdentity(anna)).toBe('no-key-store');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('policy that requires the key store keeps a vault under a passphrase closed and intact until policy allows passphrases', async () => {
    await start().profile.createIdentity({ ...anna, passphrase: 'correct horse' });
    const policy = fixedPolicy({ KeyStoreMinimum: 'system' });
    const { profile } = start(policy);
    expect(await profile.unlock('correct horse')).toBe('passphrase-not-allowed');
    expect([profile.account(), profile.vault.isOpen()]).toEqual([undefined, false]);
    policy.set({ KeyStoreMinimum: 'passphrase' });
    expect(await profile.unlock('correct horse')).toBe('done');
    expect(profile.account()?.identity.address).toBe('anna@klinik.example');
  });
});

describe('passphrases', () => {
  beforeEach(async () => {
    keyring.isAvailable = false;
    await start().profile.createIdentity({ ...anna, passphrase: 'correct horse' });
  });

  it('a vault under a passphrase stays closed after a start until the right passphrase is entered', async () => {
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

describe('protection of the key', () => {
  const old = 'correct horse';

  it('changing the protection of the key needs the current passphrase, is recorded, and applies at the next start', async () => {
    const { profile } = start();
    expect(await profile.protect({ passphrase: old })).toBe('no-identity');
    await profile.createIdentity({ ...anna, passphrase: old });
    events = [];
    expect(await profile.protect({ passphrase: 'another', proof: 'wrong' })).toBe('wrong-passphrase');
    expect(await profile.protect({ passphrase: 'another', proof: old })).toBe('done');
    const again = start().profile;
    expect(await again.unlock(old)).toBe('wrong-passphrase');
    expect(await again.unlock('another')).toBe('done');
    expect(await again.protect({ proof: 'another' })).toBe('done');
    expect(start().profile.account()?.identity.address).toBe('anna@klinik.example');
    expect(events.filter((event) => typeof event === 'object' && event.kind !== 'unlocked')).toMatchObject([
      { kind: 'failed-opening', what: 'passphrase' },
      { kind: 'protection-changed', to: 'passphrase' },
      { kind: 'failed-opening', what: 'passphrase' },
      { kind: 'protection-changed', to: 'system' },
    ]);
  });

  it('the protection of the key cannot be changed while the program is locked', async () => {
    const { profile } = start();
    await profile.createIdentity(anna);
    await profile.lock('person');
    expect(await profile.protect({ passphrase: old })).toBe('vault-locked');
    expect(profile.reopen('person')).toBe('done');
  });

  it('policy that requires the key store forbids a new passphrase but allows a change from a passphrase to the key store', async () => {
    const policy = fixedPolicy();
    const { profile } = start(policy);
    await profile.createIdentity({ ...anna, passphrase: old });
    policy.set({ KeyStoreMinimum: 'system' });
    expect(await profile.protect({ passphrase: 'another', proof: old })).toBe('passphrase-not-allowed');
    expect(await profile.protect({ proof: old })).toBe('done');
    expect(profile.vault.view().kind).toBe('os');
  });
});

describe('vaults that do not open', () => {
  it('no identity is created over a vault that does not open, and that vault is kept when the person starts over', async () => {
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

  it('a damaged identity keeps the vault closed, and no second identity is created', async () => {
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

it('a vault in use cannot be set aside', async () => {
  const { profile } = start();
  await profile.createIdentity(anna);
  expect(await profile.startOver()).toBe('identity-exists');
  expect(profile.account()).toBeDefined();
});

it('ending the program ends the account and closes the vault', async () => {
  const { profile } = start();
  await profile.createIdentity(anna);
  await profile.close();
  expect([ended, profile.account(), profile.vault.isOpen()]).toEqual([1, undefined, false]);
});

describe('locks', () => {
  it('a lock closes the vault before the account has ended, and unlocking by the key store restores the account', async () => {
    const { profile, settings } = start();
    await profile.createIdentity(anna);
    settings.set({ brokerUrl: 'mqtt://b.example', brokerPassword: 'canary' });
    const locking = profile.lock('idle');
    expect([wiped, ended, profile.vault.isOpen()]).toEqual([1, 0, false]);
    expect([profile.account(), profile.opened(), profile.lockCause()]).toEqual([undefined, undefined, 'idle']);
    expect([settings.read().brokerUrl, settings.brokerPassword()]).toEqual(['mqtt://b.example', undefined]);
    expect(await locking).toBe('done');
    expect(ended).toBe(1);
    expect(profile.reopen('person')).toBe('done');
    expect(profile.account()?.identity.address).toBe('anna@klinik.example');
    expect([profile.lockCause(), settings.brokerPassword()?.text]).toEqual([undefined, 'canary']);
    expect(events.slice(-4)).toEqual([
      { kind: 'locked', why: 'idle' },
      'detached',
      'attached beside identity',
      { kind: 'unlocked', by: 'person' },
    ]);
  });

  it('during a call neither the person nor idleness locks the program, but sleep or a screen lock does', async () => {
    const { profile } = start();
    await profile.createIdentity(anna);
    phase = 'ringing';
    expect([await profile.lock('person'), await profile.lock('idle'), wiped]).toEqual([
      'call-exists',
      'call-exists',
      0,
    ]);
    phase = 'ended';
    expect(await profile.lock('person')).toBe('done');
    profile.reopen('person');
    phase = 'live';
    expect([await profile.lock('suspend'), wiped]).toEqual(['done', 2]);
    expect(await profile.lock('screen')).toBe('done');
    expect(profile.lockCause()).toBe('suspend'); // the program is locked already
    expect([profile.reopen('system'), await profile.lock('screen'), wiped]).toEqual(['done', 'done', 3]);
  });

  it('a vault under a passphrase is reopened by the passphrase only, and a wrong passphrase is recorded', async () => {
    keyring.isAvailable = false;
    const { profile } = start();
    await profile.createIdentity({ ...anna, passphrase: 'correct horse' });
    await profile.lock('person');
    expect(profile.reopen('person')).toBe('vault-locked');
    expect(await profile.unlock('wrong')).toBe('wrong-passphrase');
    expect(profile.lockCause()).toBe('person');
    expect(await profile.unlock('correct horse')).toBe('done');
    expect(profile.account()).toBeDefined();
    expect(events.slice(-3)).toEqual([
      { kind: 'failed-opening', what: 'passphrase' },
      'attached beside identity',
      { kind: 'unlocked', by: 'passphrase' },
    ]);
  });

  it('a lock stays while the key store is shut, and can be lifted once the key store is open again', async () => {
    const { profile } = start();
    await profile.createIdentity(anna);
    await profile.lock('screen');
    keyring.isShut = true;
    expect([profile.reopen('system'), profile.lockCause()]).toEqual(['no-key-store', 'screen']);
    keyring.isShut = false;
    expect(profile.reopen('system')).toBe('done');
    expect(events.at(-1)).toEqual({ kind: 'unlocked', by: 'system' });
  });
});

describe('the security record', () => {
  it('the security record notes how the key is protected, damage to the vault, and starting over', async () => {
    await start().profile.createIdentity(anna);
    expect(events).toEqual(['attached beside nothing', { kind: 'identity-made', protection: 'system' }]);
    events = [];
    keyring.wipe();
    await start().profile.startOver();
    expect(events).toEqual([{ kind: 'vault-damaged', cause: 'will-not-open' }, 'detached', { kind: 'started-over' }]);
  });

  describe('damaged parts of a long call history', () => {
    const damage = { kind: 'failed-opening', what: 'history-1' };

    /** A start that has not yet read the first part, which is damaged. */
    async function startBeforeDamage(): Promise<Profile> {
      const first = start().profile;
      await first.createIdentity(anna);
      const shelf = first.vault.shelf('history', HistoryState, 1);
      for (const number of [1, 2, 3, 4, 5]) {
        const entries = Array.from({ length: 50 }, (_, n) => placed(number * 50 + n));
        expect(shelf.part(number).write({ entries })).toBe('written');
      }
      await first.close();
      writeFileSync(join(folder, 'vault', 'history-1.sealed'), 'garbage');
      const { profile } = start();
      expect(events).not.toContainEqual(damage);
      return profile;
    }

    it('when the whole history has been read, its damaged part has been recorded exactly once', async () => {
      const history = (await startBeforeDamage()).opened()?.history;
      expect(history?.entries()).toHaveLength(200);
      if (history !== undefined) runSteps(history.readRest());
      expect(events.filter((event) => isDeepStrictEqual(event, damage))).toHaveLength(1);
    });

    it('the damage of a history part that was just read is recorded before a lock', async () => {
      const profile = await startBeforeDamage();
      profile.opened()?.history.entries();
      await profile.lock('person');
      expect(events.slice(-3)).toEqual([damage, { kind: 'locked', why: 'person' }, 'detached']);
    });

    it('the damage of a history part that was just read is recorded when the program ends', async () => {
      const profile = await startBeforeDamage();
      profile.opened()?.history.entries();
      await profile.close();
      expect(events).toContainEqual(damage);
    });
  });
});
