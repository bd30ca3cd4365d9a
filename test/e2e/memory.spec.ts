// What a lock leaves in memory: the test reads the main process of the real program from outside, as root, byte by
// byte. It computes the keys to look for from the files and the keyring, because the program has no interface for that.
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { Secret } from '../../src/core/keys/secret.ts';
import { recoveryIdOf } from '../../src/core/keys/member.ts';
import { readRecoveryCode, recoverySeed } from '../../src/core/keys/recovery-code.ts';
import { identityForm } from '../../src/main/devices/identity.ts';
import { signingKeyOf } from '../../src/main/devices/long-term-keys.ts';
import { systemRandom } from '../../src/main/time/system-clock.ts';
import { readKeyFile, unwrapByPassphrase, unwrapByStore } from '../../src/main/vault/key-file.ts';
import { createKeyStore } from '../../src/main/vault/key-store.ts';
import { openVault } from '../../src/main/vault/vault.ts';
import { en } from '../../src/text/page/en.ts';
import { Person } from '../../tools/desktop/person.ts';
import { makeCodeOffered } from '../../tools/desktop/recovery-code.ts';
import { test as managed } from '../support/managed-people.ts';
import { findInMemory, formsOf } from '../support/process-memory.ts';
import { endOf, talk, test } from '../support/two-people.ts';
import { freePort } from '../../tools/network/free-port.ts';

test.skip(process.getuid?.() !== 0, 'only root reads the memory of another process');

interface Keys {
  readonly static: Uint8Array;
  readonly signing: Uint8Array;
  readonly vault: Uint8Array;
}

/** The key that the keyring unwraps from `wrapped`, as text. */
async function opened(person: Person, wrapped: string): Promise<string> {
  return person.app.evaluate(
    ({ safeStorage }, box) => safeStorage.decryptString(Buffer.from(box, 'base64url')),
    wrapped,
  );
}

/**
 * The keys of a person's profile, opened outside the program from a copy. Only the keyring's answer comes from the
 * program.
 */
async function keysOf(person: Person, copy: string, passphrase = ''): Promise<Keys> {
  const profile =
    person.process.spawnargs.find((arg) => arg.startsWith('--profile='))?.slice('--profile='.length) ?? '';
  const directory = path.join(copy, 'vault');
  cpSync(path.join(profile, 'vault'), directory, { recursive: true });
  const file = readKeyFile(readFileSync(path.join(directory, 'key.json')));
  if (typeof file !== 'object') throw new Error('there is no key file');
  const text = file.kind === 'os' ? await opened(person, file.wrapped) : '';
  const keyStore = createKeyStore(
    {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => (file.kind === 'os' ? file.backend : 'unknown'),
      encryptString: () => Buffer.alloc(0),
      decryptString: () => text,
    },
    'linux',
  );
  const key = file.kind === 'os' ? unwrapByStore(keyStore, file) : await unwrapByPassphrase(passphrase, file);
  const vault = openVault({ directory, keyStore, profile: 'default', random: systemRandom, appVersion: '0' });
  if (file.kind === 'passphrase') await vault.unlock(passphrase);
  const kept = vault.storeOf('identity', identityForm, 5).read();
  if (!(key instanceof Secret) || kept === undefined) throw new Error('the copy of the vault does not open');
  const raw = (secret: Secret): Uint8Array => secret.use((bytes) => bytes.slice());
  const { static: agreeing, signing } = kept.keys;
  return { static: raw(agreeing), signing: raw(signing), vault: raw(key) };
}

/** How often each key is in the memory of the program's main process, by key and form. */
async function found(person: Person, keys: Keys): Promise<Readonly<Record<string, number>>> {
  const pid = await person.app.evaluate(() => process.pid);
  const needles = Object.entries(keys).flatMap(([name, key]) =>
    Object.entries(formsOf(key)).map(([form, bytes]) => [`${name}: ${form}`, bytes] as const),
  );
  return findInMemory(pid, Object.fromEntries(needles));
}

const inUse = { 'static: raw': 1, 'signing: raw': 1, 'vault: raw': 1 };

/** Presses the button that locks. Returns the main window. */
async function lockByHand(person: Person): Promise<Page> {
  const page = await person.window('main');
  await page.getByRole('button', { name: en.lock.now }).click();
  await expect(page.getByRole('heading', { name: en.lock.title })).toBeVisible();
  return page;
}

test('after a lock no long-term key and no vault key is in the memory of the main process in any of eight forms', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  // Before the lock a call uses the keys: for signing, key agreement and reading.
  await talk(two, 'audio');
  await caller.hangUp();
  await endOf(callee);
  const keys = await keysOf(caller, desktop.folder(`copy-${caller.pid}`));
  expect(await found(caller, keys)).toEqual(inUse); // shows that the search finds what is there
  const page = await lockByHand(caller);
  expect(await found(caller, keys)).toEqual({});
  await page.getByRole('button', { name: en.lock.unlock }).click();
  await caller.until('everything back', ({ link }) => link.kind === 'online');
  expect(await found(caller, keys)).toEqual(inUse);
  await lockByHand(caller);
  expect(await found(caller, keys)).toEqual({});
});

test('the seed of the recovery key is not in memory once the window of the code is closed and Siegel is locked', async ({
  two,
}) => {
  const { caller } = two;
  await caller.until('the offer', ({ recovery }) => recovery?.notice === 'offer');
  const typed = await makeCodeOffered(caller);
  const code = readRecoveryCode(typed);
  if (typeof code === 'string') throw new Error(code);
  // The id of the recovery key is in memory as part of the chain, which shows that the code was read correctly.
  const seed = recoverySeed(code).use((bytes) => bytes.slice());
  const { publicKey } = signingKeyOf(recoverySeed(code));
  const id = recoveryIdOf(publicKey);
  const pid = await caller.app.evaluate(() => process.pid);
  expect(Object.keys(findInMemory(pid, { id: Buffer.from(id) }))).toEqual(['id']);
  await lockByHand(caller);
  expect(findInMemory(pid, formsOf(seed))).toEqual({});
});

managed.describe('the policy KeysInMemory', () => {
  managed.use({ policies: { caller: { KeysInMemory: 'until-lock' }, callee: {} } });
  managed(
    'under KeysInMemory `until-lock` a locked screen leaves no key in memory, and a program without that policy keeps its keys',
    async ({ managed: both, desktop }) => {
      const [here, there] = [both.caller.person, both.callee.person];
      const keys = await keysOf(here, desktop.folder(`copy-${here.pid}`));
      const others = await keysOf(there, desktop.folder(`copy-${there.pid}`));
      expect(await found(here, keys)).toEqual(inUse);
      // The program also polls the screen every five seconds. If that poll did not report a lock as well, the program
      // would unlock again.
      for (const { app } of [here, there])
        await app.evaluate(({ powerMonitor }) => {
          powerMonitor.getSystemIdleState = () => 'locked';
          powerMonitor.emit('lock-screen');
        });
      await here.until('a lock', ({ isLocked }) => isLocked);
      expect(await found(here, keys)).toEqual({});
      expect(await found(there, others)).toEqual(inUse);
    },
  );
});

test('a lock leaves no key of a profile with a passphrase in memory', async ({ siegel, desktop }) => {
  const passphrase = 'correct horse battery staple';
  const args = ['--language=en', `--start-broker=127.0.0.1:${await freePort()}`];
  const person = new Person('alone', await siegel({ profile: 'alone', args }));
  const page = await person.window('main');
  await person.until('a server to ask', ({ broker }) => broker.kind === 'running');
  const input = { address: 'anna@klinik.example', name: 'Anna', passphrase };
  const made = await page.evaluate((each) => window.siegel.call('identity.create', each), input);
  expect(made.ok).toBe(true);
  const keys = await keysOf(person, desktop.folder(`copy-${person.pid}`), passphrase);
  expect(await found(person, keys)).toEqual(inUse);
  await lockByHand(person);
  expect(await found(person, keys)).toEqual({});
  expect(
    await page.evaluate((each) => window.siegel.call('vault.unlock', { passphrase: each }), passphrase),
  ).toMatchObject({ ok: true });
  expect(await found(person, keys)).toEqual(inUse);
  await lockByHand(person);
  expect(await found(person, keys)).toEqual({});
});
