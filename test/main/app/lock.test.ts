// A lock leaves no key usable: the real account over a real vault on disk. The test tries the keys in the same turn in
// which the lock was requested, because the machine may sleep before the next turn.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { beginAccount } from '../../../src/main/app/account.ts';
import type { Identity } from '../../../src/main/devices/identity.ts';
import { createNotices } from '../../../src/main/app/notices.ts';
import { openProfile } from '../../../src/main/app/profile.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { createLog } from '../../../src/main/log.ts';
import { createSecurityRecord } from '../../../src/main/record/security-record.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';
import { noConnection } from './no-connection.ts';

const nothing = (): void => undefined;

function program() {
  const directory = join(mkdtempSync(join(tmpdir(), 'siegel-lock-')), 'vault');
  const keyStore = createKeyStore(new FakeKeyring().safeStorage, 'linux');
  const clock = heldClock();
  const policy = fixedPolicy();
  const settings = createSettings(defaultSettings(['de']), {}, policy);
  const vault = openVault({ directory, keyStore, profile: 'default', random: systemRandom, appVersion: '0' });
  const record = createSecurityRecord({
    vault,
    directory,
    clock,
    random: systemRandom,
    days: () => 365,
    onDisk: nothing,
  });
  const lines: string[] = [];
  const identities: Identity[] = [];
  const profile = openProfile({
    lockedConnection: noConnection,
    vault,
    settings,
    policy,
    login: 'anna',
    clock,
    random: systemRandom,
    record,
    onDisk: nothing,
    onChange: nothing,
    begin: (identity, opened) => {
      identities.push(identity);
      return beginAccount({
        arrived: () => [],
        onTaken: () => undefined,
        identity,
        opened,
        clock,
        random: systemRandom,
        log: createLog('debug', (_level, line) => lines.push(line)),
        notices: createNotices(() => opened.book, nothing),
        ownRelay: () => undefined,
        settings: settings.read,
        policy,
        tunnel: () => Promise.resolve(undefined),
        onRecord: record.note,
        consent: () => Promise.resolve('no'),
        mayUse: () => true,
        onChange: nothing,
        whenShown: Promise.resolve(),
        onContactNews: nothing,
      });
    },
  });
  profile.open();
  return { profile, vault, record, identities, lines };
}

const works = (run: () => unknown): boolean => {
  try {
    run();
    return true;
  } catch {
    return false;
  }
};
const canSign = ({ deviceKeys }: Identity): boolean => works(() => deviceKeys.sign(new Uint8Array(1)));
const canAgree = ({ deviceKeys }: Identity): boolean => works(() => unwrap(deviceKeys.agree(deviceKeys.s), 'a secret'));

it('the device keys and the vault are unusable before the lock waits for anything, and unlocking creates new key objects', async () => {
  const { profile, vault, record, identities } = program();
  await profile.createIdentity({ address: 'anna@klinik.example', name: 'Anna' });
  const first = unwrap(identities[0], 'an identity was made');
  const box = vault.box('record', 1);
  expect([canAgree(first), canSign(first)]).toEqual([true, true]);
  const locking = profile.lock('suspend');
  expect([canAgree(first), canSign(first), vault.isOpen()]).toEqual([false, false, false]);
  expect(() => box.open(new Uint8Array(40))).toThrow('only while the vault is open');
  await locking;
  expect(profile.reopen('system')).toBe('done');
  const second = unwrap(identities[1], 'the identity was read again');
  expect([second.deviceId === first.deviceId, canSign(second), canAgree(second)]).toEqual([true, true, true]);
  expect([canSign(first), canAgree(first)]).toEqual([false, false]);
  expect((await record.check()).chain).toEqual({ kind: 'intact' });
  await profile.close();
  expect([canAgree(second), canSign(second), vault.isOpen()]).toEqual([false, false, false]);
});
