// The device certificate: a user identity key says that a device is its user's (protocol §2).
// It is kept as the text that was signed; a certificate is never written again from its parts.
import { bytesToUtf8 } from '@noble/ciphers/utils.js';
import * as v from 'valibot';
import { assert, unwrap } from '../assert.ts';
import { type Bytes, concat, fromB64u, toB64u, utf8 } from '../bytes.ts';
import { b64uOf, Proto, Whole, WireAddress } from '../signal/field.ts';
import { readJson, writeJson } from '../signal/json.ts';
import { Name } from '../signal/name.ts';
import { type Device, deviceId, type UserKey, verifySignature } from './identity.ts';

const MAX_BYTES = 1024;
const MAX_AGE_SECONDS = 400 * 86_400;
const EARLY_SECONDS = 300;
const LABEL = concat(utf8('Siegel 1 device cert'), new Uint8Array(1));
const Body = v.pipe(
  v.strictObject({
    v: v.literal(1),
    proto: Proto,
    address: WireAddress,
    device: v.string(),
    key: b64uOf(32),
    d: b64uOf(32),
    name: Name,
    since: Whole,
    until: Whole,
  }),
  v.check((body) => body.since < body.until && body.until - body.since <= MAX_AGE_SECONDS, 'times do not fit'),
);

/** A certificate as it is carried: the signed text and the b64u signature. */
export const SignedCertificate = v.strictObject({ cert: v.string(), sig: b64uOf(64) });
export type SignedCertificate = v.InferOutput<typeof SignedCertificate>;

/** A certificate whose signature and form were checked, but not its time. Times in s since 1970. */
export interface Certificate {
  readonly proto: readonly number[];
  readonly address: string;
  /** The device id: the hash of both keys. */
  readonly id: string;
  /** The public static key of the device, in the text `key`. */
  readonly s: Bytes;
  /** The public signing key of the device. */
  readonly d: Bytes;
  readonly name: string;
  readonly since: number;
  readonly until: number;
  readonly signed: SignedCertificate;
}

/** What a new certificate says. Times in s since 1970. */
export interface CertificateFields {
  readonly proto?: readonly number[];
  readonly address: string;
  readonly keys: Pick<Device, 's' | 'd'>;
  readonly name: string;
  readonly since: number;
  readonly until: number;
}

/** Signs a certificate. Fields that break protocol §2 are a bug of ours. */
export function issueCertificate(userKey: UserKey, fields: CertificateFields): SignedCertificate {
  const { s, d } = fields.keys;
  const bytes = writeJson({
    v: 1,
    proto: fields.proto ?? [1],
    address: fields.address,
    device: deviceId(s, d),
    key: toB64u(s),
    d: toB64u(d),
    name: fields.name,
    since: fields.since,
    until: fields.until,
  });
  assert(
    bytes.length <= MAX_BYTES && readJson(Body, bytes) !== undefined,
    'a certificate of ours breaks its own rules',
  );
  return { cert: bytesToUtf8(bytes), sig: toB64u(userKey.sign(concat(LABEL, bytes))) };
}

/**
 * The certificate in `signed`, or undefined where its form is not protocol §2's or its signature not by `uik`.
 * Its time is not looked at: see `isValidAt`.
 */
export function readCertificate(signed: SignedCertificate, uik: Uint8Array): Certificate | undefined {
  const certificate = parseCertificate(signed);
  const signature = fromB64u(signed.sig);
  if (certificate === undefined || signature === undefined) return undefined;
  return verifySignature(signature, concat(LABEL, utf8(signed.cert)), uik) ? certificate : undefined;
}

/** What `signed` says, whoever has signed it, or undefined where its form is not protocol §2's: for what was verified before. */
export function parseCertificate(signed: SignedCertificate): Certificate | undefined {
  const bytes = utf8(signed.cert);
  // A lone surrogate would be signed as one text and carried as another.
  if (bytes.length > MAX_BYTES || bytesToUtf8(bytes) !== signed.cert) return undefined;
  const body = readJson(Body, bytes);
  if (body === undefined) return undefined;
  const s = unwrap(fromB64u(body.key), 'checked by b64uOf');
  const d = unwrap(fromB64u(body.d), 'checked by b64uOf');
  if (body.device !== deviceId(s, d)) return undefined;
  return {
    proto: body.proto,
    address: body.address,
    id: body.device,
    s,
    d,
    name: body.name,
    since: body.since,
    until: body.until,
    signed: { cert: signed.cert, sig: signed.sig },
  };
}

/** Whether a certificate is valid at `nowSeconds` since 1970: `since − 300 ≤ now < until` (protocol §2). */
export function isValidAt(certificate: Certificate, nowSeconds: number): boolean {
  return certificate.since - EARLY_SECONDS <= nowSeconds && nowSeconds < certificate.until;
}
