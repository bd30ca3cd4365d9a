// When a certificate confirms a device, and every reason why it does not, each with a certificate made for that reason.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/core/bytes.ts';
import { bundleHash, deviceNames } from '../../../src/core/organisation/device-names.ts';
import { readCertificate } from '../../../src/main/organisation/certificate.ts';
import { isIssuedFor, judge, mayBeRoot, type Trust } from '../../../src/main/organisation/judge.ts';
import { readPem } from '../../../src/main/organisation/pem.ts';
import { x509 } from '../../../src/main/organisation/x509.ts';
import { Authority, DAY_MS, deviceOf, ED25519, nowMs, shown, trustIn, type Wish } from './authority.ts';

const device = deviceOf();
let root: Authority;
let trust: Trust;
beforeAll(async () => {
  root = await Authority.create();
  trust = trustIn([root]);
});
const markOf = (bytes: Bytes, at = nowMs, over = trust, of = device) => judge(bytes, of, over, at).mark;
const refused = (cause: string) => ({ kind: 'refused', cause });
const names = (address: string, id: string, bundle: Bytes) => [...deviceNames(address, id, bundle)];
const bundle = bundleHash(device.address, device.person, device.key);
const issue = (wish: Wish): Promise<Bytes> => root.issue(device, wish);

describe('confirming certificates', () => {
  it('a certificate of the root confirms a device until it expires', async () => {
    const untilMs = nowMs + 13 * DAY_MS;
    const bytes = await issue({});
    const confirmed = { mark: { kind: 'confirmed', name: 'Klinik', until: untilMs }, againAtMs: untilMs };
    expect(judge(bytes, device, trust, nowMs)).toEqual(confirmed);
    expect(judge(bytes, device, trust, untilMs - 1)).toEqual(confirmed);
    expect(markOf(bytes, untilMs)).toEqual(refused('expired'));
  });

  it('an Ed25519 root and one intermediate authority confirm a device', async () => {
    const edwards = await Authority.create('Edwards', { algorithm: ED25519 });
    const between = await Authority.create('between', { issuer: edwards });
    const over = { ...trustIn([root, edwards]), name: '' };
    expect(markOf(await edwards.issue(device), nowMs, over).kind).toBe('confirmed');
    expect(markOf(shown(await between.issue(device), between), nowMs, over)).toMatchObject({ name: 'Klinik am See' });
    expect(markOf(shown(await between.issue(device), between, edwards), nowMs, over).kind).toBe('confirmed');
  });

  it('a pinned intermediate authority confirms a device', async () => {
    const between = await Authority.create('between', { issuer: root });
    expect(markOf(await between.issue(device), nowMs, trustIn([between])).kind).toBe('confirmed');
  });

  it('a device with a non-ASCII or capitalised address is confirmed', async () => {
    const juergen = deviceOf('jürgen@klinik.example');
    expect(markOf(await root.issue(juergen), nowMs, trust, juergen).kind).toBe('confirmed');
    const capital = names('Alice@Klinik.EXAMPLE', device.device, bundle);
    expect(markOf(await issue({ names: capital })).kind).toBe('confirmed');
  });

  it('a device is confirmed from five minutes before its certificate is valid, and not earlier', async () => {
    const bytes = await issue({ fromMs: nowMs });
    expect(markOf(bytes, nowMs - 299_000).kind).toBe('confirmed');
    expect(judge(bytes, device, trust, nowMs - 301_000)).toEqual({
      mark: refused('not-yet-valid'),
      againAtMs: nowMs - 300_000,
    });
  });
});

describe('certificates before the person is known', () => {
  const isFor = (bytes: Bytes, of = device, over = trust, at = nowMs) => isIssuedFor(bytes, of, over, at);

  it('before the person is known, a device may show a certificate for its id and address, whichever person the certificate names', async () => {
    expect(isFor(await issue({}))).toBe(true);
    const between = await Authority.create('between', { issuer: root });
    expect(isFor(shown(await between.issue(device), between))).toBe(true);
    expect(isFor(await issue({ names: names(device.address, device.device, new Uint8Array(32)) }))).toBe(true);
  });

  it('a certificate from another root, or for another device, address, use or time, is not acceptable', async () => {
    const good = await issue({});
    expect(isFor(good, { ...device, device: deviceOf('alice@klinik.example', 2).device })).toBe(false);
    expect(isFor(good, { ...device, address: 'anna@klinik.example' })).toBe(false);
    expect(isFor(await (await Authority.create()).issue(device))).toBe(false);
    expect(isFor(await issue({ purposes: ['1.3.6.1.5.5.7.3.1'] }))).toBe(false);
    expect(isFor(good, device, trust, nowMs + 14 * DAY_MS)).toBe(false);
    expect(isFor(good, device, { ...trust, isComplete: false })).toBe(false);
    expect(isFor(new Uint8Array(9000))).toBe(false);
  });
});

describe('refused certificates', () => {
  it('a certificate of a foreign root is refused, even if that root has the name of the trusted one', async () => {
    const foreign = await Authority.create();
    expect(markOf(await foreign.issue(device))).toEqual(refused('foreign-root'));
    expect(markOf(shown(await foreign.issue(device), foreign))).toEqual(refused('foreign-root'));
    expect(markOf(await issue({}), nowMs, trustIn([]))).toEqual(refused('foreign-root'));
  });

  it('every readable root certificate that Node trusts is refused as foreign', () => {
    const system = rootCertificates.flatMap((pem) => readPem(pem, 'CERTIFICATE') ?? []);
    const readable = system.flatMap((der) => readCertificate(der) ?? []);
    expect(readable.length).toBeGreaterThan(0);
    for (const { der } of readable) expect(markOf(der)).toEqual(refused('foreign-root'));
  });

  it('a certificate is refused if it or its authority has expired', async () => {
    expect(markOf(await issue({}), nowMs + 13 * DAY_MS)).toEqual(refused('expired'));
    const old = await Authority.create('old', { days: 2 });
    expect(markOf(await old.issue(device), nowMs + DAY_MS, trustIn([old]))).toEqual(refused('expired'));
    const between = await Authority.create('between', { issuer: root, days: 2 });
    expect(markOf(shown(await between.issue(device), between), nowMs + DAY_MS)).toEqual(refused('expired'));
  });

  it('a certificate with another address, without an address or with a second address is refused', async () => {
    const bob = names('bob@klinik.example', device.device, bundle);
    expect(markOf(await issue({ names: bob }))).toEqual(refused('wrong-address'));
    expect(markOf(await issue({ names: bob.slice(1) }))).toEqual(refused('wrong-address'));
    const both = [
      ...names(device.address, device.device, bundle),
      { type: 'email', value: 'bob@klinik.example' } as const,
    ];
    expect(markOf(await issue({ names: both }))).toEqual(refused('wrong-address'));
  });

  it('a certificate of another device is refused', async () => {
    const other = deviceOf(device.address, 2);
    expect(markOf(await root.issue(other))).toEqual(refused('wrong-device'));
    expect(markOf(await issue({ commonName: other.device }))).toEqual(refused('wrong-device'));
    expect(markOf(await issue({ subject: `CN=${device.device}, CN=${other.device}` }))).toEqual(
      refused('wrong-device'),
    );
    const twice = [
      ...names(device.address, device.device, bundle),
      { type: 'url', value: `urn:siegel:device:${other.device}` } as const,
    ];
    expect(markOf(await issue({ names: twice }))).toEqual(refused('wrong-device'));
  });

  it('a certificate whose bundle names another person or key, or is missing, is refused', async () => {
    const swapped = { ...device, person: new Uint8Array(32).fill(9) };
    expect(markOf(await issue({}), nowMs, trust, swapped)).toEqual(refused('wrong-bundle'));
    const otherKey = bundleHash(device.address, device.person, new Uint8Array(32));
    expect(markOf(await issue({ names: names(device.address, device.device, otherKey) }))).toEqual(
      refused('wrong-bundle'),
    );
    expect(markOf(await issue({ names: names(device.address, device.device, bundle).slice(0, 2) }))).toEqual(
      refused('wrong-bundle'),
    );
  });

  it.each<[string, Wish]>([
    ['for servers only', { purposes: ['1.3.6.1.5.5.7.3.1'] }],
    ['for any purpose', { purposes: ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'] }],
    ['of a key that may not sign', { usages: [2] }],
    ['of an authority', { isCa: true }],
    ['that is valid for longer than 31 days', { days: 32 }],
  ])('a certificate %s is refused', async (_what, wish) => {
    expect(markOf(await issue(wish))).toEqual(refused('wrong-usage'));
  });

  it('a certificate by an authority that may not issue it is refused', async () => {
    const issuedBy = async (options: Parameters<typeof Authority.create>[1], above = root) => {
      const between = await Authority.create('between', { issuer: above, ...options });
      return markOf(shown(await between.issue(device), between), nowMs, trustIn([above]));
    };
    expect(await issuedBy({})).toMatchObject({ kind: 'confirmed' });
    expect(await issuedBy({ isCa: false })).toEqual(refused('wrong-usage'));
    expect(await issuedBy({ usages: [6] })).toEqual(refused('wrong-usage'));
    expect(await issuedBy({ purposes: ['1.3.6.1.5.5.7.3.1'] })).toEqual(refused('wrong-usage'));
    const alone = await Authority.create('alone', { pathLength: 0 });
    expect(await issuedBy({}, alone)).toEqual(refused('wrong-usage'));
  });

  it('a certificate shown with two intermediate authorities is refused, whether or not they lead to the root', async () => {
    const first = await Authority.create('first', { issuer: root });
    const second = await Authority.create('second', { issuer: first });
    expect(markOf(shown(await second.issue(device), second, first))).toEqual(refused('foreign-root'));
    const third = await Authority.create('third', { issuer: second });
    expect(markOf(shown(await third.issue(device), third, second))).toEqual(refused('foreign-root'));
  });

  it('a certificate below two intermediate authorities that have issued each other is refused', async () => {
    const first = await Authority.create('first');
    const second = await Authority.create('second', { issuer: first });
    const again = await Authority.create('first', { issuer: second, keysOf: first });
    const own = await second.issue(device);
    expect(markOf(shown(own, second, again))).toEqual(refused('foreign-root'));
    expect(markOf(shown(own, again, second))).toEqual(refused('foreign-root'));
  });

  it('a certificate is refused if it or its intermediate authority is revoked', async () => {
    const bytes = await issue({});
    const between = await Authority.create('between', { issuer: root });
    const below = shown(await between.issue(device), between);
    expect(markOf(bytes, nowMs, trustIn([root], [await root.revoke([bytes])]))).toEqual(refused('revoked'));
    expect(markOf(below, nowMs, trustIn([root], [await root.revoke([between.der])]))).toEqual(refused('revoked'));
    expect(markOf(bytes, nowMs, trustIn([root], [await root.revoke([between.der])])).kind).toBe('confirmed');
  });

  it('a malformed certificate is refused, and so is a certificate with a bit changed in any byte', async () => {
    const bytes = await issue({});
    expect(markOf(new Uint8Array(0))).toEqual(refused('malformed'));
    expect(markOf(new Uint8Array(500).fill(0x30))).toEqual(refused('malformed'));
    expect(markOf(bytes.slice(0, -1))).toEqual(refused('malformed'));
    expect(markOf(shown(bytes, root, root, root))).toEqual(refused('malformed'));
    expect(markOf(await issue({ more: [new x509.Extension('1.2.3.4', false, new Uint8Array(8192))] }))).toEqual(
      refused('malformed'),
    );
    expect(markOf(await issue({ more: [new x509.Extension('1.2.3.4', true, new Uint8Array(1))] }))).toEqual(
      refused('malformed'),
    );
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(markOf(changed).kind, `byte ${String(at)}`).toBe('refused');
    }
  });
});

describe('certificates of OpenSSL', () => {
  it('certificates made by OpenSSL confirm a device', () => {
    const folder = mkdtempSync(join(tmpdir(), 'siegel-'));
    const openssl = (line: string): Buffer => execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'pipe' });
    try {
      const authority = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n';
      writeFileSync(join(folder, 'ca.ext'), authority);
      const uris = deviceNames(device.address, device.device, bundle).flatMap(({ type, value }) =>
        type === 'url' ? [`URI:${value}`] : [`email:${value}`],
      );
      writeFileSync(
        join(folder, 'own.ext'),
        `keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\nsubjectAltName=${uris.join(',')}\n`,
      );
      const p256 = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
      openssl('req -x509 -newkey ed25519 -nodes -keyout r.key -out r.pem -subj /CN=Root -days 90');
      openssl(`req ${p256} -keyout i.key -out i.csr -subj /CN=Issuing`);
      openssl('req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem -subj /CN=Old -days 90');
      openssl('x509 -req -in i.csr -CA rsa.pem -CAkey rsa.key -out p.pem -days 60 -extfile ca.ext');
      openssl('x509 -req -in i.csr -CA r.pem -CAkey r.key -out i.pem -days 60 -extfile ca.ext');
      openssl(`req ${p256} -keyout d.key -out d.csr -subj /CN=${device.device}`);
      openssl('x509 -req -in d.csr -CA i.pem -CAkey i.key -out d.pem -days 14 -extfile own.ext');
      const [rootDer, between, own, pinned, rsa] = ['r', 'i', 'd', 'p', 'rsa'].map(
        (name) => readPem(readFileSync(join(folder, `${name}.pem`), 'utf8'), 'CERTIFICATE')![0]!,
      );
      const anchor = readCertificate(rootDer!)!;
      expect(mayBeRoot(anchor)).toBe(true);
      const over: Trust = { roots: [anchor], name: '', revocations: () => undefined, isComplete: true };
      const bytes = new Uint8Array([...own!, ...between!]);
      expect(markOf(bytes, Date.now(), over)).toMatchObject({ kind: 'confirmed', name: 'Root' });
      // Policy may name the issuing authority itself if its root has a key type that is not accepted here.
      const issuing = readCertificate(pinned!)!;
      expect(markOf(own!, Date.now(), { ...over, roots: [issuing] })).toMatchObject({ name: 'Issuing' });
      expect(markOf(new Uint8Array([...own!, ...pinned!]), Date.now(), over)).toEqual(refused('foreign-root'));
      expect(readCertificate(rsa!)).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
