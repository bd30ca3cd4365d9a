// A device's certificate while tokens are wrong, authorities are unreachable, answers are unusable, files arrive late,
// and time passes.
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { policies } from '../../../src/core/policy/table.ts';
import { readPem, writePem } from '../../../src/main/organisation/pem.ts';
import { Authority, DAY_MS, deviceOf } from './authority.ts';
import { EnrolmentBench } from './enrolment-bench.ts';

let root: Authority;
beforeAll(async () => {
  root = await Authority.create();
});
const failed = (cause: string) => Promise.resolve({ kind: 'failed', cause } as never);
const TOKEN_FILE = '/run/siegel/${user}.token';
const FILE = '/run/siegel/alice.token';
const serialOf = (pem = ''): string => new X509Certificate(pem).serialNumber.toLowerCase();

async function enrolled(): Promise<EnrolmentBench> {
  const bench = new EnrolmentBench(root);
  expect(await bench.enrolment.enrol('t')).toBe('done');
  return bench;
}

describe('enrolment by token', () => {
  it('enrolment is off without a root or a server, and refuses a token', async () => {
    const bench = new EnrolmentBench(root, { OrganisationRoots: [] });
    expect(bench.view).toEqual({ kind: 'off' });
    expect(await bench.enrolment.enrol('t')).toBe('not-enrolling');
    expect(await bench.enrolment.request()).toBeUndefined();
    const noWay = new EnrolmentBench(root, { EnrolmentUrl: '' });
    expect(noWay.view).toEqual({ kind: 'off' });
    expect(await noWay.enrolment.enrol('t')).toBe('not-enrolling');
    expect([...bench.asked, ...noWay.asked]).toEqual([]);
  });

  it('enrolment waits for a token, uses a typed token, and survives a restart', async () => {
    const bench = new EnrolmentBench(root);
    expect(bench.view).toEqual({ kind: 'waiting', needs: 'token' });
    expect(bench.enrolment.clientCertificate()).toBeUndefined();
    expect(await bench.enrolment.enrol(' token-of-mine\n')).toBe('done');
    expect(bench.asked).toMatchObject([{ how: 'enrol', token: 'token-of-mine' }]);
    expect(bench.view).toMatchObject({ kind: 'enrolled', until: bench.clock.nowMs() + 14 * DAY_MS });
    expect(bench.news).toBeGreaterThan(0);
    const { certPem = '', keyPem = '' } = bench.enrolment.clientCertificate() ?? {};
    expect(new X509Certificate(certPem).subject).toBe(`CN=${bench.own.device}`);
    expect(keyPem).toContain('PRIVATE KEY');
    const before = bench.view;
    bench.restart();
    expect(bench.view).toEqual(before);
    expect(bench.asked).toHaveLength(1);
    expect(bench.record).toEqual([{ kind: 'enrolled', until: expect.any(Number) }]);
  });

  it('enrolment uses a token from a file by itself and removes the file', async () => {
    const bench = new EnrolmentBench(root, { EnrolmentTokenFile: TOKEN_FILE });
    expect(bench.view).toEqual({ kind: 'waiting', needs: 'token' });
    bench.drop(FILE, 'dropped\n');
    await bench.until('enrolled');
    expect(bench.asked).toMatchObject([{ token: 'dropped' }]);
    expect(bench.files.has(FILE)).toBe(false);
  });

  it('enrolment does not reuse a token whose file it could not remove', async () => {
    const bench = new EnrolmentBench(root, { EnrolmentTokenFile: TOKEN_FILE });
    bench.removable = false;
    bench.drop(FILE, 'dropped');
    await bench.until('enrolled');
    // Then the renewal fails, because the authority is unreachable until the certificate has expired.
    bench.answer = () => failed('unreachable');
    await bench.advanceUntil(() => bench.enrolment.clientCertificate() === undefined, 20 * DAY_MS);
    bench.restart();
    await bench.until('failed', { cause: 'expired' });
    expect(bench.asked.filter(({ how }) => how === 'enrol')).toHaveLength(1);
  });

  it('enrolment tries a wrong token once, reports it, and accepts the next', async () => {
    const bench = new EnrolmentBench(root, { EnrolmentTokenFile: TOKEN_FILE });
    bench.answer = () => failed('bad-token');
    bench.drop(FILE, 'wrong');
    await bench.until('failed', { cause: 'bad-token' });
    expect(bench.view).toEqual({ kind: 'failed', cause: 'bad-token' });
    await bench.clock.advance(DAY_MS);
    bench.drop(FILE, 'wrong');
    bench.restart();
    await bench.clock.advance(DAY_MS);
    expect(bench.asked).toHaveLength(1);
    bench.answer = (asked) => bench.issue(asked);
    bench.drop(FILE, 'right');
    await bench.until('enrolled');
  });

  it.each([
    ['bad-token', 'bad-token'],
    ['unreachable', 'ca-unreachable'],
    ['tls', 'ca-unreachable'],
    ['refused', 'ca-refused'],
    ['unusable', 'ca-refused'],
  ])('enrolment by a typed token reports the failure: %s', async (cause, code) => {
    const bench = new EnrolmentBench(root);
    bench.answer = () => failed(cause);
    expect(await bench.enrolment.enrol('t')).toBe(code);
    expect(bench.view).toEqual({ kind: 'failed', cause });
    bench.answer = (asked) => bench.issue(asked);
    expect(await bench.enrolment.enrol('t2')).toBe('done');
  });

  it('enrolment with a token from a file is retried for more than ten minutes, and its failure is recorded once', async () => {
    const bench = new EnrolmentBench(root, { EnrolmentTokenFile: TOKEN_FILE });
    bench.answer = () => failed('unreachable');
    bench.drop(FILE, 'dropped');
    await bench.until('failed', { cause: 'unreachable' });
    const beganMs = bench.clock.nowMs();
    await bench.advanceUntilAsked(8, 3 * DAY_MS);
    expect(bench.clock.nowMs() - beganMs).toBeGreaterThan(10 * 60_000);
    expect(bench.record).toEqual([{ kind: 'enrolment-failed', cause: 'unreachable' }]);
    bench.answer = (asked) => bench.issue(asked);
    await bench.advanceUntilAsked(9, DAY_MS);
    await bench.until('enrolled');
  });

  it('enrolment is retried at once on wake-up and when policy names another authority', async () => {
    const bench = new EnrolmentBench(root, { EnrolmentTokenFile: TOKEN_FILE });
    bench.answer = () => failed('unreachable');
    bench.drop(FILE, 'dropped');
    await bench.until('failed', { cause: 'unreachable' });
    bench.enrolment.retryNow();
    await bench.advanceUntilAsked(2, 1);
    bench.answer = (asked) => bench.issue(asked);
    bench.policy.set({ EnrolmentUrl: 'https://other.klinik.example' });
    await bench.until('enrolled');
    expect(bench.asked).toHaveLength(3);
  });

  it('enrolment asks again after the time that the authority names', async () => {
    const bench = new EnrolmentBench(root);
    bench.answer = () => Promise.resolve({ kind: 'pending', afterMs: 300_000 });
    expect(await bench.enrolment.enrol('t')).toBe('done');
    expect(bench.view).toEqual({ kind: 'enrolling' });
    const [first] = bench.asked;
    const beganMs = bench.clock.nowMs();
    bench.answer = (asked) => bench.issue(asked);
    await bench.advanceUntilAsked(2, 301_000);
    expect(bench.clock.nowMs() - beganMs).toBeGreaterThanOrEqual(300_000);
    await bench.until('enrolled');
    expect(bench.asked[1]).toMatchObject({ token: 't' });
    expect(bench.asked[1]?.request.subarray(4, 100)).toEqual(first?.request.subarray(4, 100)); // the same names and key
  });

  it('enrolment fetches an intermediate authority that the answer lacks', async () => {
    const between = await Authority.create('between', { issuer: root });
    const bench = new EnrolmentBench(root);
    bench.above = [between.der];
    bench.answer = (asked) => bench.issue(asked, {}, between);
    expect(await bench.enrolment.enrol('t')).toBe('done');
    expect(bench.view.kind).toBe('enrolled');
    expect(bench.enrolment.shown().length).toBeGreaterThan(between.der.length);
    expect(readPem(bench.enrolment.clientCertificate()?.certPem ?? '', 'CERTIFICATE')).toHaveLength(2);
  });

  it('enrolment rejects a certificate for another key or name or from a foreign root', async () => {
    const foreign = await Authority.create();
    const bench = new EnrolmentBench(root);
    bench.answer = async () => ({ kind: 'issued', certificates: [await root.issue(bench.own)] });
    expect(await bench.enrolment.enrol('t')).toBe('ca-refused');
    bench.answer = (asked) => bench.issue(asked, { commonName: deviceOf('x@y.example', 9).device });
    expect(await bench.enrolment.enrol('t')).toBe('ca-refused');
    bench.answer = (asked) => bench.issue(asked, {}, foreign);
    expect(await bench.enrolment.enrol('t')).toBe('ca-refused');
    expect(bench.view).toEqual({ kind: 'failed', cause: 'unusable' });
    expect(bench.enrolment.shown()).toEqual(new Uint8Array(0));
  });

  it('enrolment succeeds on a full disk and reports that the disk is full', async () => {
    const bench = new EnrolmentBench(root);
    bench.store.isFull = true;
    expect(await bench.enrolment.enrol('t')).toBe('done');
    expect(bench.view.kind).toBe('enrolled');
    expect(bench.diskNews).toBeGreaterThan(0);
  });
});

describe('renewal of certificates', () => {
  it('renewal happens at about two thirds of the lifetime, for a new key and authenticated by the present certificate', async () => {
    const bench = await enrolled();
    const first = bench.enrolment.clientCertificate();
    const beganMs = bench.clock.nowMs();
    const renewAtMs = bench.view.kind === 'enrolled' ? bench.view.renewAt : 0;
    await bench.advanceUntil(() => bench.clock.nowMs() >= renewAtMs - 60_000, renewAtMs - 60_000 - beganMs);
    expect(bench.asked).toHaveLength(1);
    await bench.advanceUntilAsked(2, 120_000);
    const share = (bench.clock.nowMs() - beganMs) / (14 * DAY_MS);
    expect(share).toBeGreaterThan(0.63);
    expect(share).toBeLessThan(0.71);
    await vi.waitUntil(() => serialOf(bench.enrolment.clientCertificate()?.certPem) !== serialOf(first?.certPem), {
      timeout: 20_000,
    });
    expect(bench.view).toMatchObject({ kind: 'enrolled' });
    expect(bench.asked[1]).toMatchObject({ how: 'renew', certPem: first?.certPem });
    const second = bench.enrolment.clientCertificate();
    expect(second?.keyPem).not.toBe(first?.keyPem);
    expect(bench.record.map(({ kind }) => kind)).toEqual(['enrolled', 'renewed']);
  });

  it('a failing renewal keeps the present certificate until it expires', async () => {
    const bench = await enrolled();
    const untilMs = bench.clock.nowMs() + 14 * DAY_MS;
    bench.answer = () => failed('unreachable');
    await bench.advanceUntilAsked(2, 10 * DAY_MS);
    await bench.until('failed', { cause: 'unreachable' });
    expect(bench.view).toMatchObject({ until: untilMs, retryAt: expect.any(Number) });
    expect(bench.enrolment.clientCertificate()).toBeDefined();
    await bench.advanceUntilAsked(7, untilMs - bench.clock.nowMs() - 1000);
    await bench.until('failed');
    expect(bench.view).toMatchObject({ until: untilMs });
    const before = bench.news;
    await bench.advanceUntil(() => JSON.stringify(bench.view) === '{"kind":"failed","cause":"expired"}', 6 * DAY_MS);
    expect(bench.clock.nowMs()).toBeGreaterThanOrEqual(untilMs);
    expect(bench.news).toBeGreaterThan(before);
    expect(bench.enrolment.clientCertificate()).toBeUndefined();
    expect(bench.enrolment.shown().length).toBeGreaterThan(0); // others learn why the certificate does not count
    bench.answer = (asked) => bench.issue(asked);
    expect(await bench.enrolment.enrol('new')).toBe('done');
    expect(bench.view.kind).toBe('enrolled');
  });

  it('a refused renewal is followed by enrolment with a token from a file', async () => {
    const bench = await enrolled();
    bench.policy.set({ EnrolmentTokenFile: TOKEN_FILE });
    bench.answer = (asked) => (asked.how === 'renew' ? failed('refused') : bench.issue(asked));
    bench.files.set(FILE, 'second');
    await bench.advanceUntilAsked(3, 14 * DAY_MS);
    expect(bench.asked.map(({ how }) => how)).toEqual(['enrol', 'renew', 'enrol']);
    await bench.until('enrolled');
  });

  it('a renewal with an unusable answer keeps the present certificate', async () => {
    const bench = await enrolled();
    const serial = serialOf(bench.enrolment.clientCertificate()?.certPem);
    bench.answer = (asked) => bench.issue(asked, { commonName: 'somebody' });
    await bench.advanceUntilAsked(2, 14 * DAY_MS);
    await bench.until('failed', { cause: 'unusable' });
    expect(serialOf(bench.enrolment.clientCertificate()?.certPem)).toBe(serial);
  });
});

describe('revocation by policy', () => {
  it('a certificate on a revocation list is reported and no longer used for TLS', async () => {
    const bench = await enrolled();
    const [own] = readPem(bench.enrolment.clientCertificate()?.certPem ?? '', 'CERTIFICATE') ?? [];
    bench.policy.set({ OrganisationRevocations: [writePem(await root.revoke([own!]), 'X509 CRL')] });
    await bench.until('failed', { cause: 'revoked' });
    expect(bench.enrolment.clientCertificate()).toBeUndefined();
    expect(bench.enrolment.shown().length).toBeGreaterThan(0);
    bench.trust.learn(await root.revoke([], { number: 9 })); // a newer list no longer contains it
    expect(bench.view.kind).toBe('enrolled');
  });

  it('removing the root switches enrolment off, and restoring the root brings the certificate back', async () => {
    const bench = await enrolled();
    bench.policy.set({ OrganisationRoots: [] });
    expect(bench.view).toEqual({ kind: 'off' });
    expect(bench.enrolment.shown()).toEqual(new Uint8Array(0));
    bench.policy.set({ OrganisationRoots: [(await Authority.create('no', { isCa: false })).pem] });
    expect(bench.view).toEqual({ kind: 'failed', cause: 'unusable' });
    bench.policy.set({ OrganisationRoots: [root.pem] });
    expect(bench.view.kind).toBe('enrolled');
  });
});

describe('enrolment by file', () => {
  const policy = { EnrolmentUrl: '', CertificateFile: '/etc/siegel/certificates/${user}-${device}.pem' };
  const answered = async (bench: EnrolmentBench, request: string | undefined, wish = {}): Promise<string> => {
    const [der] = readPem(request ?? '', 'CERTIFICATE REQUEST') ?? [];
    const issued = await bench.issue({ how: 'enrol', request: der! }, wish);
    return issued.kind === 'issued' ? writePem(issued.certificates[0]!, 'CERTIFICATE') : '';
  };
  const fileOf = (bench: EnrolmentBench): string => `/etc/siegel/certificates/alice-${bench.own.device}.pem`;

  it('enrolment by file accepts the certificate for the saved request, even after a restart', async () => {
    const bench = new EnrolmentBench(root, policy);
    expect(bench.view).toEqual({ kind: 'waiting', needs: 'file' });
    const request = await bench.enrolment.request();
    bench.restart();
    bench.drop(fileOf(bench), await answered(bench, request));
    await bench.until('enrolled');
    expect(bench.asked).toEqual([]);
  });

  it('enrolment by file reports a certificate for another key and accepts the right one later', async () => {
    const bench = new EnrolmentBench(root, policy);
    const request = await bench.enrolment.request();
    bench.drop(fileOf(bench), writePem(await root.issue(bench.own), 'CERTIFICATE'));
    await bench.until('failed', { cause: 'unusable' });
    expect(bench.view).toEqual({ kind: 'failed', cause: 'unusable' });
    bench.drop(fileOf(bench), await answered(bench, request));
    await bench.until('enrolled');
  });

  it('enrolment by file renews the certificate from the next file, and does not go back to an earlier certificate', async () => {
    const bench = new EnrolmentBench(root, policy);
    const request = await bench.enrolment.request();
    const first = await answered(bench, request, { days: 14 });
    bench.drop(fileOf(bench), first);
    await bench.until('enrolled');
    await bench.clock.advance(10 * DAY_MS);
    const untilMs = bench.clock.nowMs() + 14 * DAY_MS;
    bench.drop(fileOf(bench), await answered(bench, request)); // the authority signed the same request again
    await bench.until('enrolled', { until: untilMs });
    bench.drop(fileOf(bench), first);
    await bench.clock.advance(1000);
    expect(bench.view).toMatchObject({ until: untilMs });
    await bench.clock.advance(DAY_MS);
    bench.drop(fileOf(bench), await answered(bench, await bench.enrolment.request()));
    await bench.until('enrolled', { until: bench.clock.nowMs() + 14 * DAY_MS });
  });
});

it('a typed token that is still queued when the account closes is not used', async () => {
  const bench = new EnrolmentBench(root);
  let answer = (): void => undefined;
  bench.answer = (asked) =>
    new Promise((resolve) => {
      answer = () => resolve(bench.issue(asked));
    });
  const both = [bench.enrolment.enrol('first'), bench.enrolment.enrol('second')];
  await vi.waitUntil(() => bench.asked.length === 1, { timeout: 20_000 });
  bench.answer = () => failed('refused');
  bench.enrolment.close();
  answer();
  await Promise.all(both);
  expect(bench.asked.map(({ token }) => token)).toEqual(['first']);
});

it('a closed enrolment requests, stores and reports nothing', async () => {
  const bench = await enrolled();
  const { writes } = bench.store;
  const { news } = bench;
  bench.enrolment.close();
  bench.trust.close();
  bench.drop(FILE, 'late');
  bench.policy.set({ EnrolmentUrl: 'https://other.klinik.example', OrganisationRevocations: [] });
  bench.enrolment.retryNow();
  await bench.clock.advance(30 * DAY_MS);
  expect([bench.asked.length, bench.store.writes, bench.news]).toEqual([1, writes, news]);
  expect(bench.enrolment.clientCertificate()).toBeUndefined();
  expect(bench.enrolment.shown()).toEqual(new Uint8Array(0));
  expect(bench.clock.pending).toBe(0);
});

describe('clocks that were far ahead', () => {
  it('correcting a clock that was far ahead leaves the device its certificate', async () => {
    const bench = await enrolled();
    bench.clock.sleep(400 * DAY_MS);
    expect(bench.view).toMatchObject({ kind: 'failed', cause: 'expired' });
    expect(bench.enrolment.clientCertificate()).toBeUndefined();
    bench.clock.sleep(-400 * DAY_MS);
    expect(bench.view.kind).toBe('enrolled');
    expect(bench.enrolment.clientCertificate()).toBeDefined();
  });
});

it('an unusable revocation list does not affect this device’s certificate', async () => {
  const bench = await enrolled();
  bench.policy.set({ OrganisationRevocations: policies.OrganisationRevocations.strict });
  expect(bench.view.kind).toBe('enrolled');
  expect(bench.enrolment.clientCertificate()).toBeDefined();
});
