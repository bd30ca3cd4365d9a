// The findings of the self-check. All but two occur in a test: here, or in the tests of the network, of a whole profile
// or of `--check-devices`. One of the two needs another account, the other a full disk.
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { findingDe } from '../../../src/text/finding-de.ts';
import { findingEn } from '../../../src/text/finding-en.ts';
import { type FindingCode, findings } from '../../../src/contract/finding.ts';
import type { DevicesTried } from '../../../src/contract/device-cause.ts';
import type { DoctorCheck, EnrolmentView, UpdateView } from '../../../src/contract/managed.ts';
import type { ConnectionView } from '../../../src/contract/connection-view.ts';
import type { KeyStoreView } from '../../../src/contract/key-store-view.ts';
import { found } from '../../../src/main/doctor/check.ts';
import { checkBroker } from '../../../src/main/doctor/checks/broker.ts';
import { checkDevices } from '../../../src/main/doctor/checks/devices.ts';
import { checkClock } from '../../../src/main/doctor/checks/clock.ts';
import { checkKeyStore } from '../../../src/main/doctor/checks/key-store.ts';
import { checkOrganisation } from '../../../src/main/doctor/checks/organisation.ts';
import { checkPolicy } from '../../../src/main/doctor/checks/policy.ts';
import { checkSystem, checkUpdate } from '../../../src/main/doctor/checks/program.ts';
import { checkSecurityRecord } from '../../../src/main/doctor/checks/record.ts';
import { checkRelay } from '../../../src/main/doctor/checks/relay.ts';
import { checkSandbox } from '../../../src/main/doctor/checks/sandbox.ts';
import { checkStateFiles } from '../../../src/main/doctor/checks/state-files.ts';
import type { LendingFailure } from '../../../src/main/relays/relay-account.ts';
import type { ServerProbe } from '../../../src/main/doctor/server-probe.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault, type Vault } from '../../../src/main/vault/vault.ts';
import * as v from 'valibot';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';

const seen = new Set<string>();
const code = (check: DoctorCheck): string => {
  seen.add(check.finding);
  return check.finding;
};
const clock = heldClock();
const DAY_MS = 86_400_000;

describe('findings on the key store', () => {
  const keyring = new FakeKeyring();
  const store = createKeyStore(keyring.safeStorage, 'linux');
  const check = (view: KeyStoreView, minimum: 'passphrase' | 'system' = 'passphrase'): string =>
    code(checkKeyStore(view, store, { KeyStoreMinimum: minimum }, systemRandom));
  const damaged = (cause: Extract<KeyStoreView, { kind: 'damaged' }>['cause']): KeyStoreView => ({
    kind: 'damaged',
    backend: 'gnome_libsecret',
    cause,
    keptAside: '/home/anna/x',
  });

  it('the key store is good only if it returns what was stored in it', () => {
    expect(check({ kind: 'os', backend: 'gnome_libsecret' })).toBe('key-store-good');
    keyring.isShut = true;
    expect(check({ kind: 'os', backend: 'gnome_libsecret' })).toBe('key-store-round-trip');
    keyring.isShut = false;
  });

  it('each missing, weak or damaged key store has its own finding, without a path', () => {
    expect(check({ kind: 'none', backend: 'basic_text' })).toBe('key-store-none');
    expect(check({ kind: 'passphrase', locked: false })).toBe('key-store-passphrase');
    expect(check({ kind: 'passphrase', locked: true }, 'system')).toBe('key-store-below-policy');
    expect(check(damaged('will-not-open'))).toBe('key-store-will-not-open');
    expect(check(damaged('backend-changed'))).toBe('key-store-changed');
    expect(check(damaged('made-elsewhere'))).toBe('key-store-foreign');
    expect(check(damaged('other-version'))).toBe('key-file-version');
    expect(check(damaged('unreadable'))).toBe('key-file-unreadable');
    const policy = { KeyStoreMinimum: 'passphrase' } as const;
    expect(JSON.stringify(checkKeyStore(damaged('unreadable'), store, policy, systemRandom))).not.toContain('anna');
  });
});

describe('findings on stored data', () => {
  let directory: string;
  let vault: Vault;
  let stateBefore: string;
  const state = (): string => code(checkStateFiles(directory, vault));
  beforeEach(async () => {
    directory = join(mkdtempSync(join(tmpdir(), 'siegel-state-')), 'vault');
    const keyStore = createKeyStore(new FakeKeyring().safeStorage, 'linux');
    vault = openVault({ directory, keyStore, profile: 'default', random: systemRandom, appVersion: '0' });
    stateBefore = state();
    await vault.create();
    vault.store('history', v.string(), 7).write('anna');
  });

  it('stored data that does not open is named by purpose', () => {
    expect(stateBefore).toBe('state-none');
    expect(state()).toBe('state-good');
    const file = join(directory, 'history.sealed');
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(30) ^ 1, 30);
    writeFileSync(file, bytes);
    expect(state()).toBe('state-damaged');
    expect(checkStateFiles(directory, vault).facts).toMatchObject({ files: 1, damaged: 'history' });
    expect(readFileSync(file).equals(bytes)).toBe(true); // the file was examined, not moved aside
    writeFileSync(file, 'garbage');
    expect(state()).toBe('state-damaged');
  });

  it('set-aside, exposed and locked data have a finding each', () => {
    chmodSync(directory, 0o755);
    expect(state()).toBe('state-open-to-others');
    writeFileSync(join(directory, 'history.sealed.kept-0123abcd'), 'x');
    expect(state()).toBe('state-kept-aside');
    vault.lock();
    expect(state()).toBe('state-locked');
    seen.add('state-not-writable').add('state-disk-full'); // these two need another account and a full disk
  });
});

describe('findings on policy', () => {
  const policy = fixedPolicy();
  const values = policy.values();
  const problem = (kind: 'unknown-name' | 'not-trusted' | 'misplaced') => ({
    source: '/etc/siegel/policies/user/anna',
    name: 'x',
    kind,
  });

  it('policy is reported as none, good, partial, misplaced or unreadable, without its source', () => {
    const none = { policies: [], problems: [], sources: [] };
    expect(code(checkPolicy(none, values))).toBe('policy-none');
    const set = fixedPolicy({ RelayOnly: true });
    expect(code(checkPolicy(set.report(), set.values()))).toBe('policy-good');
    expect(code(checkPolicy({ ...none, problems: [problem('unknown-name')] }, values))).toBe('policy-entries');
    const astray = [problem('unknown-name'), problem('misplaced')];
    expect(code(checkPolicy({ ...none, problems: astray }, values))).toBe('policy-misplaced');
    const unreadable = checkPolicy({ ...none, problems: [problem('unknown-name'), problem('not-trusted')] }, values);
    expect(code(unreadable)).toBe('policy-unreadable');
    expect(JSON.stringify(unreadable)).not.toContain('anna');
  });
});

const reached = (more: object = {}): ServerProbe => ({ kind: 'reached', ...more });
const failed = (cause: Extract<ServerProbe, { kind: 'failed' }>['cause'], word = 'X'): ServerProbe => ({
  kind: 'failed',
  cause,
  code: word,
});

describe('findings on the broker', () => {
  const secure = new URL('mqtts://broker.klinik.example');
  const off: ConnectionView = { kind: 'off' };
  const online: ConnectionView = { kind: 'online', url: 'mqtts://broker.klinik.example', since: 1 };
  const waits = (cause: 'not-authorised' | 'no-certificate' | 'taken-over' | 'protocol'): ConnectionView => ({
    kind: 'waiting',
    url: '',
    retryAt: 1,
    cause,
  });
  const check = (probes: readonly ServerProbe[], connection: ConnectionView = off, url = secure): string =>
    code(
      checkBroker(
        probes.map((probe) => ({ url, probe })),
        connection,
        clock,
      ),
    );

  it('the broker is good only while the program is connected, and each other state has its own finding', () => {
    expect(check([reached()], online)).toBe('broker-good');
    expect(check([reached()])).toBe('broker-reached');
    expect(check([reached()], waits('no-certificate'))).toBe('broker-no-certificate');
    expect(check([reached()], waits('not-authorised'))).toBe('broker-not-authorised');
    expect(check([reached()], waits('taken-over'))).toBe('broker-taken-over');
    expect(check([reached()], waits('protocol'))).toBe('broker-protocol');
    expect(check([])).toBe('broker-none');
    expect(check([], { kind: 'unallowed', url: 'mqtt://broker.klinik.example' })).toBe('broker-unallowed');
  });

  it('a broker without TLS is reported as a notice, except on this machine', () => {
    expect(check([reached()], off, new URL('mqtt://broker.klinik.example'))).toBe('broker-clear');
    expect(check([reached()], off, new URL('mqtt://127.0.0.1:1883'))).toBe('broker-reached');
    expect(check([reached()], off, new URL('mqtt://127.klinik.example:1883'))).toBe('broker-clear');
    expect(findings['broker-clear'].outcome).toBe('notice');
  });

  it('an unreachable broker is reported with its cause, or as a notice if another broker is reached', () => {
    for (const cause of ['refused', 'unreachable', 'tls', 'timeout', 'proxy'] as const) {
      expect(check([failed(cause)])).toBe(`broker-${cause}`);
      expect(check([failed(cause), reached()])).toBe('broker-fallback');
    }
    expect(findings['broker-fallback'].outcome).toBe('notice');
  });

  it('the broker’s certificate is reported with its remaining days and without the broker’s host', () => {
    const certificate = { notBeforeMs: 0, notAfterMs: clock.nowMs() + 10.5 * DAY_MS };
    const { facts } = checkBroker([{ url: secure, probe: reached({ certificate }) }], off, clock);
    expect(facts).toMatchObject({ daysLeft: 10, isEncrypted: true });
    const unreached = { url: secure, probe: { ...failed('unreachable'), certificate } };
    expect(checkBroker([unreached], off, clock).facts).toMatchObject({ reached: 0, daysLeft: 10 });
    expect(JSON.stringify(facts)).not.toContain('klinik');
  });
});

describe('findings on the clock', () => {
  it('the clock is judged by the answers and certificates of the site’s servers', () => {
    const certificate = { notBeforeMs: 0, notAfterMs: 1 };
    expect(code(checkClock([reached({ clockOffMs: 900 })]))).toBe('clock-good');
    expect(code(checkClock([reached(), reached({ clockOffMs: -90_000 })]))).toBe('clock-off');
    expect(code(checkClock([reached({ clockOffMs: 3_600_000 })]))).toBe('clock-wrong');
    expect(code(checkClock([failed('tls', 'CERT_NOT_YET_VALID')]))).toBe('clock-wrong');
    expect(code(checkClock([reached({ certificate })]))).toBe('clock-plausible');
    expect(code(checkClock([{ ...failed('unreachable'), certificate }]))).toBe('clock-plausible');
    expect(code(checkClock([{ ...failed('unreachable'), clockOffMs: 3_600_000 }]))).toBe('clock-wrong');
    expect(code(checkClock([failed('tls', 'CERT_HAS_EXPIRED'), reached()]))).toBe('clock-not-checked');
  });
});

describe('findings on relays', () => {
  const account = { TurnUsername: 'u', TurnPassword: 'p' };
  const check = async (
    outcomes: readonly ('allocated' | 'unreachable' | 'tls' | 'not-authorised' | 'refused')[],
    more: object = {},
    isWanted = false,
  ): Promise<string> => {
    const TurnServers = outcomes.map((kind) => `turn:${kind}`);
    const policy = {
      ...account,
      TurnServers,
      TurnCredentialsUrl: '',
      RelayOnly: false,
      HighConfidentiality: false,
      ...more,
    };
    const probe = (url: string) =>
      Promise.resolve({ kind: url.slice(5) as (typeof outcomes)[number], by: 'udp' as const });
    const borrow = (address: string) => {
      const word = address.slice('https://'.length);
      const account = { username: 'l', password: 'l', untilMs: 1, servers: word.split(',') };
      return Promise.resolve(word.startsWith('turn:') ? account : (word as LendingFailure));
    };
    return code(await checkRelay(policy, isWanted, { turn: probe, borrow }));
  };

  it('relays are reported as all working, partly working or failing, with the cause of the failure', async () => {
    expect(await check(['allocated', 'allocated'])).toBe('relay-good');
    expect(await check(['unreachable', 'allocated'])).toBe('relay-partly');
    for (const kind of ['unreachable', 'tls', 'not-authorised', 'refused'] as const) {
      expect(await check([kind])).toBe(`relay-${kind}`);
    }
    expect(await check(['allocated'], { TurnPassword: '' })).toBe('relay-no-account');
  });

  it('the relays of a temporary account are checked, and those of policy only if no such account was obtained', async () => {
    const from = (word: string): object => ({ TurnCredentialsUrl: `https://${word}` });
    expect(await check(['unreachable'], from('turn:allocated'))).toBe('relay-good');
    expect(await check(['allocated'], from('turn:not-authorised'))).toBe('relay-not-authorised');
    for (const why of ['unreachable', 'tls', 'refused', 'unusable'] as const) {
      expect(await check([], from(why))).toBe(`relay-account-${why}`);
      expect(await check(['refused'], from(why))).toBe(`relay-account-${why}`);
      expect(await check(['allocated'], from(why))).toBe('relay-account-fallback');
    }
  });

  it('missing relays are a fault if policy or the person requires relays', async () => {
    expect(await check([])).toBe('relay-none');
    expect(await check([], { RelayOnly: true })).toBe('relay-missing');
    expect(await check([], { HighConfidentiality: true })).toBe('relay-missing');
    expect(await check([], {}, true)).toBe('relay-missing');
    expect([findings['relay-none'].outcome, findings['relay-missing'].outcome]).toEqual(['not-checked', 'bad']);
  });
});

describe('findings on the organisation’s certificate', () => {
  const check = (enrolment: EnrolmentView | undefined): string => code(checkOrganisation(enrolment, [], 10 * DAY_MS));
  const enrolled = (until: number, renewAt: number): EnrolmentView => ({
    kind: 'enrolled',
    until,
    renewAt,
    serial: 'a1',
  });

  it('the finding on the organisation’s certificate follows its state, its expiry and problems with roots and lists', () => {
    expect(check(undefined)).toBe('organisation-unknown');
    expect(check({ kind: 'off' })).toBe('organisation-off');
    expect(check({ kind: 'waiting', needs: 'token' })).toBe('organisation-waiting');
    expect(check({ kind: 'enrolling' })).toBe('organisation-waiting');
    expect(check(enrolled(20 * DAY_MS, 15 * DAY_MS))).toBe('organisation-enrolled');
    // This certificate is short-lived and not due for renewal.
    expect(check(enrolled(11 * DAY_MS, 15 * DAY_MS))).toBe('organisation-enrolled');
    expect(check(enrolled(12 * DAY_MS, 9 * DAY_MS))).toBe('organisation-ends-soon');
    expect(check({ kind: 'failed', cause: 'revoked' })).toBe('organisation-failed');
    const stale = checkOrganisation(enrolled(20 * DAY_MS, 15 * DAY_MS), ['root', 'expired'], 10 * DAY_MS);
    expect(stale).toMatchObject({
      finding: 'organisation-lists',
      outcome: 'notice',
      facts: { problems: 'root,expired' },
    });
    expect(code(checkOrganisation({ kind: 'off' }, ['unusable'], 0))).toBe('organisation-lists');
    expect(JSON.stringify(checkOrganisation(enrolled(20 * DAY_MS, 1), [], 0))).not.toContain('a1');
  });
});

describe('findings on the sandbox', () => {
  it('the sandbox finding follows the switch `--no-sandbox` and the system’s report on the windows’ processes', () => {
    expect(code(checkSandbox([], false))).toBe('sandbox-unknown');
    expect(code(checkSandbox([{ pid: 1, isSandboxed: true }], false))).toBe('sandbox-on');
    expect(code(checkSandbox([{ pid: 1, isSandboxed: true }], true))).toBe('sandbox-off');
    expect(
      code(
        checkSandbox(
          [
            { pid: 1, isSandboxed: true },
            { pid: 2, isSandboxed: false },
          ],
          false,
        ),
      ),
    ).toBe('sandbox-off');
    expect(code(checkSandbox([{ pid: process.pid }], false))).toBe('sandbox-off'); // this test runs without a sandbox
    expect(code(checkSandbox([{ pid: 2 ** 30 }], false))).toBe('sandbox-unknown');
  });
});

describe('findings on the security record', () => {
  const intact = { kind: 'intact' } as const;
  it('each state of the security record has its own finding', () => {
    expect(code(checkSecurityRecord(undefined, false))).toBe('record-locked');
    expect(code(checkSecurityRecord({ entries: 0, chain: intact }, false))).toBe('record-empty');
    expect(code(checkSecurityRecord({ entries: 3, chain: intact }, false))).toBe('record-intact');
    expect(code(checkSecurityRecord({ entries: 3, chain: intact }, true))).toBe('record-began-late');
    const broken = { kind: 'broken', at: 2, cause: 'gap' } as const;
    expect(checkSecurityRecord({ entries: 3, chain: broken }, false)).toEqual(
      found('record-broken', { entries: 3, at: 2, cause: 'gap' }),
    );
    seen.add('record-broken');
    const unreadable = { kind: 'broken', at: 0, cause: 'unreadable' } as const;
    expect(code(checkSecurityRecord({ entries: 0, chain: unreadable }, false))).toBe('record-unreadable');
  });
});

describe('findings on the program', () => {
  const facts = {
    app: '0.2.0',
    electron: '45.4.1',
    chromium: '156.0.1.2',
    node: '24.1.0',
    platform: 'linux',
    release: '6.1.0-amd64',
    architecture: 'x64',
    isPackaged: true,
    package: 'deb',
    language: 'de',
  };
  const update = (view: UpdateView, isOff = false): string => code(checkUpdate(view, isOff));

  it('the program’s versions and updates have their own findings', () => {
    expect(checkSystem(facts)).toEqual(found('system-good', facts));
    expect(code(checkSystem(facts))).toBe('system-good');
    expect(code(checkSystem({ ...facts, electron: '33.2.1' }))).toBe('runtime-old');
    expect(update({ kind: 'none' })).toBe('update-none');
    expect(update({ kind: 'none' }, true)).toBe('update-off');
    expect(update({ kind: 'available', version: '0.3.0', mayInstall: false })).toBe('update-available');
    expect(update({ kind: 'ready', version: '0.3.0' })).toBe('update-ready');
    expect(update({ kind: 'failed', cause: 'bad-signature' })).toBe('update-failed');
  });
});

describe('the microphone and the camera', () => {
  const outcomes = (tried: DevicesTried): readonly string[] =>
    checkDevices(tried).map((check) => `${code(check)} ${check.outcome}`);

  it('a failed microphone is reported as a fault, and a failed camera as a notice', () => {
    expect(outcomes({ microphone: 'opened', camera: 'opened' })).toEqual(['microphone-good good', 'camera-good good']);
    expect(outcomes({ microphone: 'none', camera: 'gone' })).toEqual(['microphone-none bad', 'camera-none notice']);
    expect(outcomes({ microphone: 'busy', camera: 'busy' })).toEqual(['microphone-busy bad', 'camera-busy notice']);
    expect(outcomes({ microphone: 'refused', camera: 'refused' })).toEqual([
      'microphone-refused bad',
      'camera-refused notice',
    ]);
  });

  it('a microphone or camera that was not tried is not reported', () => {
    expect([outcomes({}), outcomes({ camera: 'opened' })]).toEqual([[], ['camera-good good']]);
  });
});

it('a fact whose text is not a single short word is reported as `other`', () => {
  expect(
    found('broker-tls', { code: 'anna@klinik.example', other: '/home/anna', third: 'x y', good: 'ECONNRESET' }).facts,
  ).toEqual({
    code: 'other',
    other: 'other',
    third: 'other',
    good: 'ECONNRESET',
  });
});

describe('the list of findings', () => {
  const codes = Object.keys(findings) as FindingCode[];
  const guide = (language: string): string => readFileSync(`docs/admin/${language}/support.md`, 'utf8');

  it('each finding has a text in both languages and an entry in both guides', () => {
    expect(codes.filter((each) => findingDe[each] === '' || findingEn[each] === '')).toEqual([]);
    for (const [language, texts] of [['de', findingDe] as const, ['en', findingEn] as const]) {
      const entries = guide(language)
        .split(/\n(?:\n|(?=- ))/u)
        .map((entry) => entry.replaceAll(/\s+/gu, ' '));
      const isMissing = (each: FindingCode): boolean =>
        !entries.some((entry) => entry.startsWith(`- \`${each}\` (`) && entry.endsWith(`: ${texts[each]}`));
      expect(codes.filter(isMissing), language).toEqual([]);
    }
  });

  afterAll(() => {
    const elsewhere: readonly string[] = ['server', 'proxy', 'relay-path', 'udp', 'trial-call']; // network-checks.test.ts, network.test.ts
    const own = codes.filter((each) => !elsewhere.includes(findings[each].id));
    const never = own.filter(
      (each) => !seen.has(each) && !['broker-locked', 'devices-in-window', 'devices-not-now'].includes(each),
    );
    if (never.length > 0) throw new Error(`no situation leads to ${never.join(', ')}`);
  });
});
