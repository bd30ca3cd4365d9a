// Attacks on the authority by people with a token or a certificate of their own, who ask for something that is not
// theirs: the id of another device, under which a broker knows that device; the authority's own name; a second address;
// a renewal for a removed device. Each attack succeeded against an authority that checked only the names in a request.
// In between, honest devices get certificates by enrolment, by renewal and by `sign`.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, concat } from '../../src/core/bytes.ts';
import { authorityTag, bundleHash, deviceNames } from '../../src/core/organisation/device-names.ts';
import { readCertificate } from '../../src/main/organisation/certificate.ts';
import { createEst, type Issuing } from '../../src/main/organisation/est.ts';
import { readPem, writePem } from '../../src/main/organisation/pem.ts';
import type { AskingDevice } from '../../src/core/organisation/proven-device.ts';
import { keyBytes, makeKey, makeRequest } from '../../src/main/organisation/request.ts';
import { createExchange } from '../../src/main/signalling/exchange.ts';
import type { ClientCertificate } from '../../src/main/signalling/stream.ts';
import { openCaFolder } from '../../tools/ca/ca-folder.ts';
import { openSigner } from '../../tools/ca/signer.ts';
import { attributeOf, enrolText, octets, requestOf, spkiOf, type Wanted } from '../../tools/vectors/request.ts';
import { deviceOf } from '../main/organisation/authority.ts';
import { CaProcess } from './ca-server.ts';

const anna = deviceOf('anna@klinik.example', 1);
const mallory = deviceOf('mallory@klinik.example', 2);
const secret = new Uint8Array(32).fill(3); // of the key for which Mallory requests certificates
const spki = spkiOf(secret);

const ca = new CaProcess();
let url = '';
let tag = '';
beforeAll(async () => {
  ca.run('init', '--name', 'Klinik am See');
  url = await ca.serve();
  tag = authorityTag(readCertificate(readPem(ca.rootPem, 'CERTIFICATE')![0]!)!.key.spki);
});
afterAll(() => ca.remove());

const exchange = createExchange({ roots: () => [ca.rootPem] });
const est = () => createEst(url, exchange);
const clientOf = (certificate: Bytes, key: KeyObject): ClientCertificate => ({
  certPem: writePem(certificate, 'CERTIFICATE'),
  keyPem: writePem(keyBytes(key), 'PRIVATE KEY'),
});

/**
 * A request for the names of `device` whose proof has the keys `s` and `d` and a signature of `signer`.
 */
function claim(device: AskingDevice, s: Bytes, d: Bytes, signer: AskingDevice): Bytes {
  const signature = signer.sign(enrolText(spki, device.person, device.address));
  return requestOf(secret, {
    ...namesOf(device),
    attributes: [attributeOf([octets(concat(s, d, device.person, signature))])],
  });
}

function namesOf({ device, address, person, key }: AskingDevice): Omit<Wanted, 'attributes'> {
  return { device, address, bundle: bundleHash(address, person, key) };
}

/** The status and text with which the server answers a request with a new token of `address`. */
async function answerTo(address: string, request: Bytes): Promise<{ readonly status: number; readonly text: string }> {
  const token = ca.run('token', address);
  const answer = await exchange({
    method: 'POST',
    url: new URL(`${url}/.well-known/est/simpleenroll`),
    headers: {
      authorization: `Basic ${Buffer.from(`${address}:${token}`).toString('base64')}`,
      'content-type': 'application/pkcs10',
    },
    body: Buffer.from(request).toString('base64'),
  });
  if (typeof answer === 'string') throw new Error(answer);
  return { status: answer.status, text: Buffer.from(answer.body).toString() };
}

function saved(request: Bytes): string {
  const file = path.join(ca.folder, '../request.pem');
  writeFileSync(file, writePem(request, 'CERTIFICATE REQUEST'));
  return file;
}

async function enrolled(device: AskingDevice): Promise<ClientCertificate> {
  const key = makeKey();
  const issuing = await est().enrol(makeRequest(key, device), device.address, ca.run('token', device.address));
  return clientOf(certificateIn(issuing), key);
}

function certificateIn(issuing: Issuing): Bytes {
  if (issuing.kind !== 'issued') throw new Error(JSON.stringify(issuing));
  return issuing.certificates[0]!;
}

const refused = { kind: 'failed', cause: 'refused' };
const asMallory = { ...anna, address: mallory.address }; // Anna's device id under Mallory's address

describe('requests for another device’s id', () => {
  const annasOwn = (): Bytes => makeRequest(makeKey(), anna); // a saved request is not a secret
  it.each([
    ['without a proof', () => requestOf(secret, { ...namesOf(asMallory), attributes: [] }), 'does not prove the keys'],
    ["with Mallory's keys", () => claim(asMallory, mallory.key, mallory.d, mallory), 'is not the hash of the keys'],
    ["with Anna's keys and Mallory's signature", () => claim(asMallory, anna.key, anna.d, mallory), 'signature'],
    [
      "with the proof of Anna's own request",
      () => requestOf(secret, { ...namesOf(asMallory), attributes: [proofIn(annasOwn())] }),
      'signature',
    ],
  ])(
    'a request %s for another device’s id is refused with the reason and a line in the log',
    async (_what, make, why) => {
      const request = make();
      const before = ca.lines.length;
      const answer = await answerTo(mallory.address, request);
      expect(answer).toMatchObject({ status: 400 });
      expect(answer.text).toMatch(/^refused: [^\n]+\n$/);
      expect(answer.text).toContain(why);
      const line = (): string => ca.lines.slice(before).at(-1) ?? '';
      await expect.poll(line).toMatch(/^refused: a request by a token for mallory@klinik\.example: /);
      await expect.poll(line).toContain(why);
      expect(() => ca.run('sign', saved(request), mallory.address)).toThrow(why);
      expect(() => ca.run('check', saved(request), mallory.address)).toThrow(why);
    },
  );

  it('another device’s id is not renewed, even for the holder of a certificate with that id', async () => {
    const folder = openCaFolder(ca.folder);
    const names = deviceNames(asMallory.address, asMallory.device, namesOf(asMallory).bundle);
    const signer = await openSigner(folder);
    const stolen = await signer.device(spki, asMallory.device, names, Date.now(), 3_600_000);
    const client = { certPem: writePem(stolen, 'CERTIFICATE'), keyPem: pemOf(secret) };
    expect(new X509Certificate(client.certPem).subject).toBe(`CN=${anna.device}`);
    for (const request of [
      requestOf(secret, { ...namesOf(asMallory), attributes: [] }),
      claim(asMallory, anna.key, anna.d, mallory),
    ]) {
      const before = ca.lines.length;
      expect(await est().renew(request, client)).toEqual(refused);
      await expect.poll(() => ca.lines.slice(before).at(-1) ?? '').toMatch(/^refused: a renewal of [0-9a-f]{32}: /);
    }
  });

  it('an honest device gets a certificate with its id, renews it and has a request signed', async () => {
    const client = await enrolled(anna);
    expect((await est().renew(makeRequest(makeKey(), anna), client)).kind).toBe('issued');
    const file = saved(makeRequest(makeKey(), anna));
    const nobody = new CaProcess(); // `check` needs no authority
    expect(nobody.run('check', file, anna.address)).toBe(
      `device ${anna.device} has proven its keys and asks for ${anna.address}`,
    );
    await nobody.remove();
    expect(readPem(ca.run('sign', file, anna.address), 'CERTIFICATE')).toHaveLength(1);
  });
});

describe('requests for the authority’s own name', () => {
  it('a request for the authority’s own name is refused, with or without a proof', async () => {
    const asAuthority = { ...mallory, device: tag };
    const bare = await answerTo(mallory.address, requestOf(secret, { ...namesOf(asAuthority), attributes: [] }));
    const proven = await answerTo(mallory.address, claim(asAuthority, mallory.key, mallory.d, mallory));
    expect([bare.status, proven.status]).toEqual([400, 400]);
  });
});

describe('requests for a second address of a device', () => {
  const [one, two] = [deviceOf('one@klinik.example', 21), { ...deviceOf('two@klinik.example', 21) }];
  it('a second address for a device is refused, even after a restart, and the token and first address stay valid', async () => {
    const client = await enrolled(one);
    const why = `device ${one.device} was issued to one@klinik.example, not to two@klinik.example`;
    const request = makeRequest(makeKey(), two);
    expect(await answerTo(two.address, request)).toEqual({ status: 403, text: `refused: ${why}\n` });
    await expect.poll(() => ca.lines.at(-1)).toBe(`refused: two@klinik.example, device ${two.device}: ${why}`);
    await ca.stop();
    url = await ca.serve();
    expect(() => ca.run('sign', saved(request), two.address)).toThrow(why);
    const token = ca.run('token', two.address);
    expect(await est().enrol(request, two.address, token)).toEqual(refused);
    const honest = deviceOf(two.address, 22);
    expect((await est().enrol(makeRequest(makeKey(), honest), two.address, token)).kind).toBe('issued');
    expect((await est().renew(makeRequest(makeKey(), one), client)).kind).toBe('issued');
  });
});

describe('requests of a removed device', () => {
  it('a removed device gets no certificate until it is restored, and then only by enrolment, while another device still renews', async () => {
    const [lost, kept] = [deviceOf('eva@klinik.example', 31), deviceOf('eva@klinik.example', 32)];
    const [lostClient, keptClient] = [await enrolled(lost), await enrolled(kept)];
    const bound = ca.run('token', lost.address, '--device', lost.device);
    expect(ca.run('remove', lost.device)).toBe(`removed ${lost.device}, certificates revoked: 1`);
    const request = makeRequest(makeKey(), lost);
    expect(await est().renew(request, lostClient)).toEqual(refused);
    const answer = await answerTo(lost.address, request);
    expect(answer.status).toBe(403);
    expect(answer.text).toMatch(new RegExp(`^refused: device ${lost.device} was removed on \\d{4}-\\d{2}-\\d{2}\n$`));
    await expect
      .poll(() => ca.lines.at(-1))
      .toContain(`eva@klinik.example, device ${lost.device}: device ${lost.device} was removed on`);
    expect(() => ca.run('sign', saved(request), lost.address)).toThrow('was removed on');
    expect(() => ca.run('token', lost.address, '--device', lost.device)).toThrow('was removed on');
    expect(await est().enrol(request, lost.address, bound)).toEqual({ kind: 'failed', cause: 'bad-token' });
    expect((await est().renew(makeRequest(makeKey(), kept), keptClient)).kind).toBe('issued');

    expect(ca.run('restore', lost.device)).toContain(`restored ${lost.device}`);
    expect(await est().renew(request, lostClient)).toEqual(refused); // its certificate stays revoked
    expect((await est().enrol(request, lost.address, ca.run('token', lost.address))).kind).toBe('issued');
  });
});

function pemOf(scalar: Bytes): string {
  const [x, y] = [spki.slice(27, 59), spki.slice(59)].map((part) => Buffer.from(part).toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: Buffer.from(scalar).toString('base64url') };
  return writePem(keyBytes(createPrivateKey({ key: jwk, format: 'jwk' })), 'PRIVATE KEY');
}

/** The attribute with the proof, taken from an honest request. */
function proofIn(request: Bytes): Bytes {
  const text = Buffer.from(request);
  const at = text.indexOf(Buffer.from('3081bc0614', 'hex'));
  return new Uint8Array(text.subarray(at, at + 191));
}
