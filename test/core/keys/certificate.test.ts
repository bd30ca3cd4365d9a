import { describe, expect, test } from 'vitest';
import { concat, toB64u, utf8 } from '../../../src/core/bytes.ts';
import { type Certificate, issueCertificate, isValidAt, readCertificate } from '../../../src/core/keys/certificate.ts';
import { deviceId, makeSigningKey } from '../../../src/core/keys/identity.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const user = makeSigningKey(new Uint8Array(32).fill(1));
const other = makeSigningKey(new Uint8Array(32).fill(2));
const device = deviceKeysOf(new Uint8Array(32).fill(3));
const DAY = 86_400;
const since = 1_800_000_000;
const fields = { address: 'a@example.org', keys: device, name: 'Büro', since, until: since + 365 * DAY };
const body = {
  v: 1 as unknown,
  proto: [1] as unknown,
  address: 'a@example.org' as unknown,
  device: device.id,
  key: toB64u(device.s),
  d: toB64u(device.d),
  name: 'Büro' as unknown,
  since: since as unknown,
  until: (since + 365 * DAY) as unknown,
};

function signText(cert: string) {
  return { cert, sig: toB64u(user.sign(concat(utf8('Siegel 1 device cert'), Uint8Array.of(0), utf8(cert)))) };
}

function sign(value: unknown) {
  return signText(JSON.stringify(value));
}

describe('a certificate', () => {
  test.each(['\u0430nna@example.org', 'anna\u3164@example.org', '\u0441\u043E\u0441\u043E@example.org'])(
    'for an address that looks like another one is refused: %j',
    (address) => expect(readCertificate(sign({ ...body, address }), user.publicKey)).toBeUndefined(),
  );

  test('is read as it was issued, and kept as it was signed', () => {
    const signed = issueCertificate(user, fields);
    expect(signed).toEqual(sign(body));
    const read = readCertificate(signed, user.publicKey);
    const { keys, ...rest } = fields;
    expect(read).toEqual({ ...rest, proto: [1], id: device.id, s: keys.s, d: keys.d, signed });
  });

  test('of another user is refused', () => {
    expect(readCertificate(issueCertificate(other, fields), user.publicKey)).toBeUndefined();
  });

  test('is refused after any change of text or signature', () => {
    const { cert, sig } = issueCertificate(user, fields);
    expect(readCertificate({ cert: cert.replace('Büro', 'Buro'), sig }, user.publicKey)).toBeUndefined();
    expect(readCertificate({ cert, sig: `B${sig.slice(1)}` }, user.publicKey)).toBeUndefined();
    expect(readCertificate({ cert, sig: `${sig}=` }, user.publicKey)).toBeUndefined();
  });

  test('signed for another purpose is refused', () => {
    const cert = JSON.stringify(body);
    const sig = toB64u(user.sign(concat(utf8('Siegel 1 device list'), Uint8Array.of(0), utf8(cert))));
    expect(readCertificate({ cert, sig }, user.publicKey)).toBeUndefined();
  });

  test.each([
    ['another version', { ...body, v: 2 }],
    ['an unknown field', { ...body, more: 1 }],
    ['a missing field', { ...body, name: undefined }],
    ['another order', Object.fromEntries(Object.entries(body).toReversed())],
    ['no protocol', { ...body, proto: [] }],
    ['protocol 0', { ...body, proto: [0, 1] }],
    ['protocol 256', { ...body, proto: [256] }],
    ['half a protocol', { ...body, proto: [1.5] }],
    ['descending protocols', { ...body, proto: [2, 1] }],
    ['a protocol twice', { ...body, proto: [1, 1] }],
    ['nine protocols', { ...body, proto: [1, 2, 3, 4, 5, 6, 7, 8, 9] }],
    ['an address not in wire form', { ...body, address: 'A@example.org' }],
    ['an id of another static key', { ...body, device: deviceId(new Uint8Array(32), device.d) }],
    ['an id of another signing key', { ...body, device: deviceId(device.s, new Uint8Array(32)) }],
    ['a static key of 31 bytes', { ...body, key: toB64u(new Uint8Array(31)) }],
    ['a signing key of 31 bytes', { ...body, d: toB64u(new Uint8Array(31)) }],
    ['a name of 65 bytes', { ...body, name: 'ü'.repeat(32) + 'x' }],
    ['a name that turns the line', { ...body, name: 'Chef\u202E' }],
    ['a name with a control character', { ...body, name: 'Chef\n' }],
    ['times the wrong way round', { ...body, until: since }],
    ['401 days', { ...body, until: since + 401 * DAY }],
    ['a time that is not whole', { ...body, since: since + 0.5 }],
    ['a negative time', { ...body, since: -1 }],
  ])('with %s is refused although it is signed', (_why, value) => {
    expect(readCertificate(sign(value), user.publicKey)).toBeUndefined();
  });

  test('with white space is refused, and one over 1,024 bytes before it is parsed', () => {
    const long = (local: number) => ({ ...body, address: `${'l'.repeat(local)}@example.org`, name: '' });
    expect(readCertificate(sign(long(242)), user.publicKey)).toBeDefined();
    expect(readCertificate(signText(JSON.stringify(body) + ' '.repeat(1024)), user.publicKey)).toBeUndefined();
    expect(readCertificate(signText(`${JSON.stringify(body)} `), user.publicKey)).toBeUndefined();
  });

  test('with a lone surrogate is refused: it would be signed as one text and carried as another', () => {
    const text = JSON.stringify({ ...body, name: 'a' }).replace('"a"', '"\uD800"');
    expect(readCertificate(signText(text), user.publicKey)).toBeUndefined();
  });

  test('of ours that breaks the rules is a bug', () => {
    expect(() => issueCertificate(user, { ...fields, until: since })).toThrow('breaks its own rules');
    expect(() => issueCertificate(user, { ...fields, name: '\u202E' })).toThrow('breaks its own rules');
  });

  test('is valid from five minutes before its time and not a second longer than its time', () => {
    const certificate = readCertificate(issueCertificate(user, fields), user.publicKey) as Certificate;
    expect(isValidAt(certificate, since - 301)).toBe(false);
    expect(isValidAt(certificate, since - 300)).toBe(true);
    expect(isValidAt(certificate, fields.until - 1)).toBe(true);
    expect(isValidAt(certificate, fields.until)).toBe(false);
  });
});
