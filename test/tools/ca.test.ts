// The certification authority as administrators run it, asked by the program's own client.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/core/bytes.ts';
import { type Certificate, readCertificate } from '../../src/main/organisation/certificate.ts';
import { createEst, type Issuing } from '../../src/main/organisation/est.ts';
import { createExchange } from '../../src/main/signalling/exchange.ts';
import { judge } from '../../src/main/organisation/judge.ts';
import { readPem, writePem } from '../../src/main/organisation/pem.ts';
import { keyBytes, makeKey, makeRequest } from '../../src/main/organisation/request.ts';
import { readRevocationList } from '../../src/main/organisation/revocation-list.ts';
import type { ClientCertificate } from '../../src/main/signalling/stream.ts';
import { openCaFolder } from '../../tools/ca/ca-folder.ts';
import { readToken } from '../../tools/ca/tokens.ts';
import { deviceOf } from '../main/organisation/authority.ts';
import { CaProcess } from './ca-server.ts';

const alice = deviceOf();
const ca = new CaProcess();
let url = '';
beforeAll(async () => {
  ca.run('init', '--name', 'Klinik am See');
  url = await ca.serve();
});
afterAll(() => ca.remove());

const estOver = (roots: readonly string[]) => createEst(url, createExchange({ roots: () => roots }));
const est = () => estOver([ca.rootPem]);
const issued = (issuing: Issuing): Certificate => {
  if (issuing.kind !== 'issued') throw new Error(JSON.stringify(issuing));
  return readCertificate(issuing.certificates[0]!)!;
};
const clientOf = (certificate: Certificate, key: ReturnType<typeof makeKey>): ClientCertificate => ({
  certPem: writePem(certificate.der, 'CERTIFICATE'),
  keyPem: writePem(keyBytes(key), 'PRIVATE KEY'),
});
const markOf = (der: Bytes, device = alice) =>
  judge(
    der,
    device,
    {
      roots: [readCertificate(readPem(ca.rootPem, 'CERTIFICATE')![0]!)!],
      name: '',
      revocations: () => undefined,
      isComplete: true,
    },
    Date.now(),
  ).mark;

async function enrolled(device = alice): Promise<{ certificate: Certificate; key: ReturnType<typeof makeKey> }> {
  const key = makeKey();
  const token = ca.run('token', device.address);
  return { key, certificate: issued(await est().enrol(makeRequest(key, device), device.address, token)) };
}
const failed = (cause: string) => ({ kind: 'failed', cause });

describe('enrolment at the authority', () => {
  it('enrolment gives a certificate that confirms this device for 14 days and that OpenSSL accepts', async () => {
    const { certificate } = await enrolled();
    expect(markOf(certificate.der)).toMatchObject({ kind: 'confirmed', name: 'Klinik am See' });
    expect(Math.round((certificate.notAfterMs - Date.now()) / 3_600_000)).toBe(14 * 24);
    const file = path.join(ca.folder, 'issued', `${certificate.serial}.pem`);
    const root = path.join(ca.folder, 'root.pem');
    const openssl = ['verify', '-purpose', 'sslclient', '-x509_strict', '-CAfile', root, file];
    expect(execFileSync('openssl', openssl).toString()).toContain(': OK');
  });

  it('a token is valid for its hours and unknown afterwards', () => {
    const folder = openCaFolder(ca.folder);
    const token = ca.run('token', alice.address, '--hours', '2');
    const atMs = Date.now() + 2 * 3_600_000;
    expect(readToken(folder, token, atMs - 60_000)).toMatchObject({ address: alice.address });
    expect(readToken(folder, token, atMs)).toBeUndefined();
  });

  it('enrolment with a used, unknown or malformed token is turned away', async () => {
    const token = ca.run('token', alice.address);
    const request = makeRequest(makeKey(), alice);
    expect((await est().enrol(request, alice.address, token)).kind).toBe('issued');
    expect(await est().enrol(request, alice.address, token)).toEqual(failed('bad-token'));
    expect(await est().enrol(request, alice.address, 'a'.repeat(26))).toEqual(failed('bad-token'));
    expect(await est().enrol(request, alice.address, '../../root')).toEqual(failed('bad-token'));
    expect(await est().enrol(request, alice.address, '')).toEqual(failed('bad-token'));
  });

  it('enrolment twice at once with one token gives one certificate', async () => {
    const token = ca.run('token', alice.address);
    const request = makeRequest(makeKey(), alice);
    const both = await Promise.all([1, 2].map(() => est().enrol(request, alice.address, token)));
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['failed', 'issued']);
  });

  it('enrolment with an unused token is turned away once its address is revoked', async () => {
    const emil = deviceOf('emil@klinik.example', 4);
    const [open, bound] = [ca.run('token', emil.address), ca.run('token', emil.address, '--device', emil.device)];
    const others = ca.run('token', alice.address);
    expect(ca.run('revoke', emil.device)).toBe('tokens taken back: 1');
    const request = makeRequest(makeKey(), emil);
    expect(await est().enrol(request, emil.address, bound)).toEqual(failed('bad-token'));
    expect(ca.run('revoke', emil.address)).toBe('tokens taken back: 1');
    expect(await est().enrol(request, emil.address, open)).toEqual(failed('bad-token'));
    const fresh = ca.run('token', emil.address);
    expect((await est().enrol(request, emil.address, fresh)).kind).toBe('issued');
    expect((await est().enrol(makeRequest(makeKey(), alice), alice.address, others)).kind).toBe('issued');
  });

  it('enrolment for another address or device than the token’s is refused, and the token stays valid', async () => {
    const bob = deviceOf('bob@klinik.example', 2);
    const token = ca.run('token', alice.address, '--device', alice.device);
    expect(await est().enrol(makeRequest(makeKey(), bob), bob.address, token)).toEqual(failed('refused'));
    const other = deviceOf(alice.address, 3);
    expect(await est().enrol(makeRequest(makeKey(), other), alice.address, token)).toEqual(failed('refused'));
    expect((await est().enrol(makeRequest(makeKey(), alice), alice.address, token)).kind).toBe('issued');
  });

  it('enrolment with an invalid device request is refused, and the token stays valid', async () => {
    const token = ca.run('token', alice.address);
    const request = makeRequest(makeKey(), alice);
    const forged = request.slice();
    forged[forged.length - 1]! ^= 1;
    expect(await est().enrol(forged, alice.address, token)).toEqual(failed('refused'));
    expect(await est().enrol(new Uint8Array([0x30, 0]), alice.address, token)).toEqual(failed('refused'));
    expect(await est().enrol(new Uint8Array(20_000), alice.address, token)).toEqual(failed('refused'));
    expect((await est().enrol(request, alice.address, token)).kind).toBe('issued');
  });

  it('enrolment at a server under another root stops at the server’s certificate, and the token stays valid', async () => {
    const token = ca.run('token', alice.address);
    const stranger = new CaProcess();
    stranger.run('init', '--name', 'Stranger');
    const request = makeRequest(makeKey(), alice);
    expect(await estOver([stranger.rootPem]).enrol(request, alice.address, token)).toEqual(failed('tls'));
    expect((await est().enrol(request, alice.address, token)).kind).toBe('issued');
    await stranger.remove();
  });
});

describe('renewal at the authority', () => {
  it('renewal with the present certificate gives a new certificate for a new key', async () => {
    const { certificate, key } = await enrolled();
    const next = makeKey();
    const renewed = issued(await est().renew(makeRequest(next, alice), clientOf(certificate, key)));
    expect(markOf(renewed.der).kind).toBe('confirmed');
    expect(renewed.serial).not.toBe(certificate.serial);
    expect(renewed.key.spki).not.toEqual(certificate.key.spki);
  });

  it('renewal is refused without a certificate, with a certificate for other names, or with a revoked certificate', async () => {
    const { certificate, key } = await enrolled();
    const request = makeRequest(makeKey(), alice);
    const bob = await enrolled(deviceOf('bob@klinik.example', 2));
    expect(await est().renew(request, clientOf(bob.certificate, bob.key))).toEqual(failed('refused'));
    const exchange = createExchange({ roots: () => [ca.rootPem] });
    const bare = { method: 'POST', url: new URL(`${url}/.well-known/est/simplereenroll`), headers: {} } as const;
    expect(await exchange({ ...bare, body: Buffer.from(request).toString('base64') })).toMatchObject({ status: 403 });
    ca.run('revoke', certificate.serial);
    expect(await est().renew(request, clientOf(certificate, key))).toEqual(failed('refused'));
  });

  it('renewal is refused with a certificate of a foreign root that bears the right names', async () => {
    const stranger = new CaProcess();
    stranger.run('init', '--name', 'Klinik am See');
    const key = makeKey();
    const file = path.join(stranger.folder, 'request.pem');
    writeFileSync(file, writePem(makeRequest(key, alice), 'CERTIFICATE REQUEST'));
    const foreign = readCertificate(readPem(stranger.run('sign', file, alice.address), 'CERTIFICATE')![0]!)!;
    expect(await est().renew(makeRequest(makeKey(), alice), clientOf(foreign, key))).toEqual(failed('refused'));
    await stranger.remove();
  });
});

describe('the revocation list', () => {
  it('the revocation list is served, names revoked certificates, and its number grows', async () => {
    const fetched = async () => {
      const exchange = createExchange({ roots: () => [ca.rootPem] });
      const answer = await exchange({ method: 'GET', url: new URL(`${url}/crl`), headers: {} });
      if (typeof answer === 'string') throw new Error(answer);
      return readRevocationList(answer.body)!;
    };
    const before = await fetched();
    const { certificate } = await enrolled(deviceOf('carol@klinik.example', 7));
    ca.run('revoke', 'carol@klinik.example');
    const after = await fetched();
    expect(after.serials.has(certificate.serial)).toBe(true);
    expect(before.serials.has(certificate.serial)).toBe(false);
    expect(after.number).toBeGreaterThan(before.number);
    expect(await fetched()).toEqual(after); // it is made once, not for each reader
    expect(readPem(ca.run('crl'), 'X509 CRL')).toEqual([after.der]);
  });
});

describe('commands of the authority', () => {
  it('the sign command signs a saved request for the named address and no other', async () => {
    const file = path.join(ca.folder, '../request.pem');
    writeFileSync(file, writePem(makeRequest(makeKey(), alice), 'CERTIFICATE REQUEST'));
    const [der] = readPem(ca.run('sign', file, 'Alice@Klinik.example', '--life', '90s'), 'CERTIFICATE')!;
    expect(markOf(der!).kind).toBe('confirmed');
    expect(() => ca.run('sign', file, 'bob@klinik.example')).toThrow('the request is for alice@klinik.example');
  });

  it('the list command lists issued certificates and their state', async () => {
    const { certificate } = await enrolled(deviceOf('dora@klinik.example', 9));
    const line = (): string | undefined =>
      ca
        .run('list')
        .split('\n')
        .find((each) => each.includes('dora@'));
    expect(line()).toMatch(new RegExp(`^${certificate.serial} {2}in force`));
    ca.run('revoke', certificate.names.devices[0]!);
    expect(line()).toMatch(new RegExp(`^${certificate.serial} {2}revoked`));
    expect(() => ca.run('revoke', certificate.serial.replace(/./, 'f'))).toThrow('no certificate in force');
  });

  it('the commands refuse invalid arguments with a sentence or the usage, and do not replace an existing authority', () => {
    const before = ca.rootPem;
    expect(() => ca.run('init', '--name', 'Other')).toThrow('already holds an authority');
    expect(ca.rootPem).toBe(before);
    expect(() => ca.run('token', 'nobody')).toThrow('nobody is no address');
    expect(() => ca.run('token', alice.address, '--hours', '0')).toThrow('--hours is a whole number');
    expect(() => ca.run('serve', '--life', '31d')).toThrow('30d at most');
    expect(() => ca.run('dance')).toThrow('siegel-ca: a small certification authority');
    const empty = new CaProcess();
    expect(() => empty.run('list')).toThrow('make one with "init"');
    return empty.remove();
  });

  it('the commands make server certificates that OpenSSL accepts for the name, even under an Ed25519 root', async () => {
    const edwards = new CaProcess();
    edwards.run('init', '--name', 'Edwards', '--algorithm', 'ed25519');
    const out = path.join(edwards.folder, 'broker');
    mkdirSync(out);
    for (const [name, kind] of [
      ['broker.klinik.example', '-verify_hostname'],
      ['127.0.0.1', '-verify_ip'],
    ] as const) {
      const [pem = ''] = edwards.run('server', name, '--out', out).split('\n');
      const openssl = [
        'verify',
        '-purpose',
        'sslserver',
        '-CAfile',
        path.join(edwards.folder, 'root.pem'),
        kind,
        name,
        pem,
      ];
      expect(execFileSync('openssl', openssl).toString()).toContain(': OK');
    }
    await edwards.remove();
  });

  it.each(['de', 'en'])('the administrator’s guide (%s) lists each command with its options', (language) => {
    const guide = readFileSync(`docs/admin/${language}/certificates.md`, 'utf8');
    let usage = '';
    try {
      ca.run('help');
    } catch (error) {
      usage = String(error);
    }
    const commands = [...usage.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name);
    expect(commands).toHaveLength(12);
    const options = [...new Set(usage.match(/--[a-z-]+/g))].filter(
      (option) => usage.includes(`${option} `) || usage.includes(`${option}]`),
    );
    expect(commands.filter((name) => !guide.includes(`\n- \`${name ?? ''}`))).toEqual([]);
    expect(options.filter((option) => !guide.includes(option))).toEqual([]);
  });

  it('the commands store keys and tokens in files that nobody else can read, and store no token in the clear', () => {
    const token = ca.run('token', alice.address);
    const files = readdirSync(ca.folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const open = files.filter(({ parentPath, name }) => (statSync(path.join(parentPath, name)).mode & 0o077) !== 0);
    expect(open.filter(({ name }) => !/^[\d.]+\.pem$/.test(name))).toEqual([]); // a server's certificate is not secret
    const texts = files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'utf8') + name);
    expect(texts.filter((text) => text.includes(token))).toEqual([]);
  });
});
