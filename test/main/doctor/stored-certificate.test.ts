// The self-check as a command, on a device that the organisation certified. It reports the stored certificate and the
// remaining time of its validity.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { makeIdentity } from '../../../src/main/devices/identity.ts';
import { ownIn } from '../../../src/main/devices/kept-chain.ts';
import { openState } from '../../../src/main/app/opened.ts';
import { parseOptions } from '../../../src/main/policy/options.ts';
import { systemClock, systemRandom } from '../../../src/main/time/system-clock.ts';
import { createCredentialHolder } from '../../../src/main/organisation/credential-holder.ts';
import { createOrganisationTrust } from '../../../src/main/organisation/organisation-trust.ts';
import { publicBytes } from '../../../src/main/organisation/request.ts';
import { examineProfile } from '../../../src/main/doctor/profile-examination.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { Authority, DAY_MS, P256 } from '../organisation/authority.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'siegel-certified-'));
const keyStore = createKeyStore(new FakeKeyring().safeStorage, 'linux');
const nothing = (): void => undefined;
let root: Authority;
let other: Authority;
let device: string;
let adopted: string;

beforeAll(async () => {
  const fromMs = Date.now() - DAY_MS;
  root = await Authority.create('Klinik root', { fromMs });
  other = await Authority.create('Klinik root', { fromMs });
  const vault = openVault({
    directory: join(folder, 'vault'),
    keyStore,
    profile: 'default',
    random: systemRandom,
    appVersion: '0',
  });
  await vault.create();
  const state = openState(vault, nothing, nothing);
  const identity = makeIdentity(state, { address: 'anna@klinik.example', name: 'Anna' }, systemRandom, systemClock);
  if (identity === 'disk') throw new Error('the disk works');
  device = identity.deviceId;
  const own = {
    address: identity.address,
    person: ownIn(state.chain, identity.address).held.chain.person,
    device,
    key: identity.deviceKeys.s,
  };
  const policy = fixedPolicy({ OrganisationRoots: [root.pem] });
  const trust = createOrganisationTrust(policy, state.revocations, nothing);
  const parts = { own, trust, store: state.enrolments, clock: systemClock, random: systemRandom, onDisk: nothing };
  const holder = createCredentialHolder(parts);
  const publicKey = await crypto.subtle.importKey('spki', publicBytes(holder.nextKey()), P256, true, ['verify']);
  adopted = holder.adopt([await root.issue(own, { publicKey, fromMs, days: 14 })]);
});

async function examine(values: Parameters<typeof fixedPolicy>[0]) {
  const { report, device: told } = await examineProfile({
    options: parseOptions([]),
    folder,
    policy: fixedPolicy(values),
    keyStore,
    tunnel: () => Promise.resolve(undefined),
    trialCall: () => Promise.resolve({ kind: 'carried', milliseconds: 80 }),
    isPackaged: false,
    openState,
    appVersion: '0.2.0',
    languages: ['de'],
    hasNoSandbox: false,
  });
  return {
    told,
    check: unwrap(
      report.checks.find(({ id }) => id === 'organisation'),
      'every report has the check of the organisation',
    ),
  };
}

describe('a certified device', () => {
  it('a certified device is reported as enrolled, with the remaining hours of its certificate', async () => {
    const { told, check } = await examine({ OrganisationRoots: [root.pem] });
    expect([adopted, told]).toEqual(['adopted', device]);
    expect(check.finding).toBe('organisation-enrolled');
    expect(check.facts['hoursLeft']).toBeGreaterThan(24 * 12);
  });

  it('a certified device waits for a token if policy names another root', async () => {
    const elsewhere = await examine({ OrganisationRoots: [other.pem], EnrolmentUrl: 'https://ca.klinik.example' });
    expect(elsewhere.check).toMatchObject({ finding: 'organisation-waiting', facts: { needs: 'token' } });
  });
});
