// The self-check of a whole profile on the disk, as the command runs it, without changing a byte. Then the report that
// the command prints.
import { readdirSync, readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DoctorReport } from '../../../src/contract/managed.ts';
import { openState } from '../../../src/main/app/opened.ts';
import { parseOptions } from '../../../src/main/policy/options.ts';
import { KeptSettings } from '../../../src/main/policy/settings.ts';
import { createSecurityRecord } from '../../../src/main/record/security-record.ts';
import { printedReport } from '../../../src/main/doctor/doctor-command.ts';
import { examineProfile } from '../../../src/main/doctor/profile-examination.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';

let folder: string;
let keyring: FakeKeyring;
const cheap = { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 } as const;

async function examine(values: Parameters<typeof fixedPolicy>[0] = {}): Promise<DoctorReport> {
  const { report } = await examineProfile({
    options: parseOptions([]),
    folder,
    policy: fixedPolicy(values),
    keyStore: createKeyStore(keyring.safeStorage, 'linux'),
    tunnel: () => Promise.resolve(undefined),
    trialCall: () => Promise.resolve({ kind: 'carried', milliseconds: 80 }),
    isPackaged: false,
    openState,
    appVersion: '0.2.0',
    languages: ['de'],
    hasNoSandbox: false,
  });
  return report;
}

const findingsOf = (report: DoctorReport): Record<string, string> =>
  Object.fromEntries(report.checks.map(({ id, finding }) => [id, finding]));

async function setUp(passphrase?: string): Promise<void> {
  const directory = join(folder, 'vault');
  const keyStore = createKeyStore(keyring.safeStorage, 'linux');
  const parts = {
    directory,
    keyStore,
    profile: 'default',
    random: systemRandom,
    appVersion: '0',
    passphraseCost: cheap,
  };
  const vault = openVault(parts);
  await vault.create(passphrase);
  vault.store('settings', KeptSettings, 1).write({ brokerUrl: 'mqtt://127.0.0.1:1', relayOnly: true });
  const record = createSecurityRecord({
    vault,
    directory,
    clock: heldClock(),
    random: systemRandom,
    days: () => 365,
    onDisk: () => undefined,
  });
  record.attach('nothing');
  record.note({ kind: 'quit' });
}

/** Every file of the profile with its content. */
function contents(): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'hex')]),
  );
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siegel-doctor-'));
  keyring = new FakeKeyring();
});

describe('working profiles', () => {
  it('the self-check examines every part of a working profile without changing it', async () => {
    await setUp();
    const before = contents();
    const report = await examine();
    expect(findingsOf(report)).toEqual({
      system: 'system-good', // without Electron there is no version that could be too old
      'key-store': 'key-store-good',
      'state-files': 'state-good',
      policy: 'policy-none',
      broker: 'broker-refused',
      server: 'server-refused',
      proxy: 'proxy-none',
      clock: 'clock-not-checked',
      relay: 'relay-missing',
      udp: 'udp-not-checked',
      organisation: 'organisation-off',
      devices: 'devices-in-window',
      sandbox: 'sandbox-unknown',
      record: 'record-intact',
      update: 'update-off',
    });
    expect(contents()).toEqual(before);
  });

  it('the self-check asks the server that lends relay accounts', async () => {
    await setUp();
    const report = await examine({ TurnCredentialsUrl: 'https://127.0.0.1:1/relays' });
    expect(findingsOf(report)['relay']).toBe('relay-account-unreachable');
  });

  it('the self-check of a profile under a passphrase reports which checks are impossible, and checks the broker of policy', async () => {
    await setUp('correct horse');
    expect(findingsOf(await examine())).toMatchObject({
      'key-store': 'key-store-passphrase',
      'state-files': 'state-locked',
      broker: 'broker-locked',
      record: 'record-locked',
    });
    expect(findingsOf(await examine({ BrokerUrl: 'mqtt://127.0.0.1:1' }))['broker']).toBe('broker-refused');
  });

  it('the record of a profile under a passphrase is reported as locked, not as empty, if the record’s folder cannot be read', async () => {
    await setUp('correct horse');
    rmSync(join(folder, 'vault', 'record'), { recursive: true });
    writeFileSync(join(folder, 'vault', 'record'), 'no folder');
    expect(findingsOf(await examine())['record']).toBe('record-locked');
  });
});

describe('damaged profiles', () => {
  it('the self-check reports a damaged profile and moves nothing aside', async () => {
    await setUp();
    writeFileSync(join(folder, 'vault', 'settings.sealed'), 'garbage');
    const before = contents();
    expect(findingsOf(await examine())).toMatchObject({ 'state-files': 'state-damaged' });
    expect(contents()).toEqual(before);
    keyring.wipe();
    expect(findingsOf(await examine())).toMatchObject({
      'key-store': 'key-store-will-not-open',
      'state-files': 'state-damaged',
    });
    expect(contents()).toEqual(before);
  });
});

describe('missing profiles', () => {
  it('the self-check of a missing profile reports no fault and creates no file', async () => {
    const report = await examine();
    expect(findingsOf(report)).toMatchObject({
      'state-files': 'state-none',
      broker: 'broker-none',
      record: 'record-empty',
    });
    expect(report.checks.filter(({ outcome }) => outcome === 'bad')).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the report on the console', () => {
  it('the self-check is printed as text or JSON, with exit code 1 for a fault and 0 without a fault', async () => {
    await setUp();
    const report = await examine();
    const german = printedReport(report, 'a2b3', 'text', 'de');
    expect(german.code).toBe(1);
    expect(german.text).toContain('broker: FEHLER [broker-refused]');
    expect(german.text).toContain('Der Server lehnt die Verbindung ab.');
    expect(printedReport(report, undefined, 'text', 'en').text).toContain('record: in order [record-intact]');
    const json = printedReport(report, 'a2b3', 'json', 'de');
    expect(JSON.parse(json.text)).toEqual({ ...report, device: 'a2b3' });
    expect(json.code).toBe(1);
    expect(german.text).toContain('Gerätekennung: a2b3');
    const good = { ...report, checks: report.checks.filter(({ outcome }) => outcome !== 'bad') };
    expect(printedReport(good, undefined, 'text', 'de').code).toBe(0);
  });
});
