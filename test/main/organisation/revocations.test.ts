// Revocation lists: a list signed by another key does not count, an older list never replaces a newer one, and an
// expired list still revokes. Then the roots of policy.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/core/bytes.ts';
import { judge } from '../../../src/main/organisation/judge.ts';
import { createOrganisationTrust } from '../../../src/main/organisation/organisation-trust.ts';
import { writePem } from '../../../src/main/organisation/pem.ts';
import type { KeptRevocations } from '../../../src/main/organisation/revocations.ts';
import { x509 } from '../../../src/main/organisation/x509.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { Authority, DAY_MS, deviceOf, nowMs } from './authority.ts';

const device = deviceOf();
let root: Authority;
let own: Bytes;
beforeAll(async () => {
  root = await Authority.create();
  own = await root.issue(device);
});

function trustOver(lists: readonly Bytes[], store = new MemoryStore<KeptRevocations>(), roots = [root]) {
  const policy = fixedPolicy({
    OrganisationRoots: roots.map(({ pem }) => pem),
    OrganisationRevocations: lists.map((der) => writePem(der, 'X509 CRL')),
  });
  const trust = createOrganisationTrust(policy, store, () => undefined);
  const mark = () => judge(own, device, trust.read()!, nowMs).mark;
  return { policy, store, trust, mark, problems: (at = nowMs) => trust.problems(at) };
}
const revoked = { kind: 'refused', cause: 'revoked' };

describe('revocation lists', () => {
  it('a revocation list revokes what is on it and nothing else', async () => {
    expect(trustOver([await root.revoke([own])]).mark()).toEqual(revoked);
    const other = await root.issue(deviceOf('bob@klinik.example', 2));
    const { mark, problems } = trustOver([await root.revoke([other])]);
    expect(mark().kind).toBe('confirmed');
    expect(problems()).toEqual([]);
  });

  it('a revocation list signed by another key does not count and is reported', async () => {
    const namesake = await Authority.create();
    const { trust, mark, problems } = trustOver([await namesake.revoke([own])]);
    expect(mark().kind).toBe('confirmed');
    expect(trust.read()?.isComplete).toBe(false); // so that confirmations.ts confirms no device
    expect(problems()).toEqual(['unusable']);
  });

  it('an expired revocation list still revokes and is reported', async () => {
    const { trust, mark, problems } = trustOver([await root.revoke([own], { days: 2 })]);
    expect(problems(nowMs)).toEqual([]);
    expect(problems(nowMs + DAY_MS)).toEqual(['expired']);
    expect(mark()).toEqual(revoked);
    expect(judge(own, device, trust.read()!, nowMs + DAY_MS).mark).toEqual(revoked);
  });

  it('an older revocation list never replaces a newer one, even after a restart', async () => {
    const older = await root.revoke([], { number: 7 });
    const newest = await root.revoke([own], { number: 8 });
    const { policy, mark, store } = trustOver([newest]);
    expect(mark()).toEqual(revoked);
    policy.set({ OrganisationRevocations: [writePem(older, 'X509 CRL')] });
    expect(mark()).toEqual(revoked);
    const later = trustOver([older], store);
    expect(later.mark()).toEqual(revoked);
    expect(later.problems()).toEqual(['older']);
    expect(trustOver([], store).mark()).toEqual(revoked);
    const released = await root.revoke([], { number: 9 });
    expect(trustOver([released], store).mark().kind).toBe('confirmed');
  });

  it('revocation lists of the same number are ordered by time', async () => {
    const first = await root.revoke([], { fromMs: nowMs - 2 * DAY_MS });
    const second = await root.revoke([own], { fromMs: nowMs - DAY_MS });
    expect(trustOver([second, first]).mark()).toEqual(revoked);
  });

  it.each<[string, () => Promise<Bytes>]>([
    [
      'for some certificates only',
      () => root.revoke([own], { more: [new x509.Extension('2.5.29.28', true, new Uint8Array([0x30, 0]))] }),
    ],
    [
      'that is a delta to another list',
      () => root.revoke([own], { more: [new x509.Extension('2.5.29.27', true, new Uint8Array([2, 1, 1]))] }),
    ],
    ['that is garbage', () => Promise.resolve(new Uint8Array(200).fill(0x30))],
    ['that is truncated', async () => (await root.revoke([own])).slice(0, -3)],
  ])('a revocation list %s is not used and is reported', async (_what, make) => {
    const { trust, mark, problems } = trustOver([await make()]);
    expect(mark().kind).toBe('confirmed');
    expect(trust.read()?.isComplete).toBe(false);
    expect(problems()).toEqual(['unusable']);
  });

  it('a revocation list of an authority that may not sign lists does not count', async () => {
    const silent = await Authority.create('silent', { usages: [5] });
    const { trust } = trustOver([await silent.revoke([own])], undefined, [silent]);
    expect(trust.read()?.revocations(silent.certificate)).toBeUndefined();
  });

  it('a revocation list that could not be stored is reported and still applies', async () => {
    const store = new MemoryStore<KeptRevocations>();
    store.isFull = true;
    let told = 0;
    const policy = fixedPolicy({
      OrganisationRoots: [root.pem],
      OrganisationRevocations: [writePem(await root.revoke([own]), 'X509 CRL')],
    });
    const trust = createOrganisationTrust(policy, store, () => told++);
    expect(judge(own, device, trust.read()!, nowMs).mark).toEqual(revoked);
    expect(told).toBe(1);
  });
});

describe('roots in policy', () => {
  it('roots that are no authority or no certificate are left out and reported', async () => {
    const noAuthority = await Authority.create('no', { isCa: false });
    const policy = fixedPolicy({ OrganisationRoots: [noAuthority.pem] });
    const trust = createOrganisationTrust(policy, new MemoryStore(), () => undefined);
    expect(trust.read()).toBeUndefined();
    expect(trust.isSet()).toBe(true);
    expect(trust.problems(nowMs)).toEqual(['root']);
    for (const unusable of [noAuthority.pem, writePem(new Uint8Array(40), 'CERTIFICATE')]) {
      policy.set({ OrganisationRoots: [unusable, root.pem] });
      expect(trust.read()?.roots).toHaveLength(1);
      expect(trust.problems(nowMs)).toEqual(['root']);
    }
  });
});
