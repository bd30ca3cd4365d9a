// An X.509 certificate as it is read: what it says, not whether it counts (judge.ts decides that). Bytes that cannot be
// read to the end are no certificate. An unknown extension marked critical invalidates it (RFC 5280 §4.2).
import { type Bytes, toHex } from '../../core/bytes.ts';
import { type AlternativeName, type DeviceNames, readDeviceNames } from '../../core/organisation/device-names.ts';
import { readSignedBytes, readSigningKey, type SignedBytes, type SigningKey } from './signed-bytes.ts';
import { x509 } from './x509.ts';

/** What a certificate says. Names of issuer and subject are their DER; times in ms since 1970. */
export interface Certificate {
  readonly der: Bytes;
  readonly signed: SignedBytes;
  readonly key: SigningKey;
  readonly subject: string; // hex of DER, to compare
  readonly issuer: string;
  readonly serial: string; // lower-case hex without leading zero bytes
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  readonly commonNames: readonly string[];
  readonly organisations: readonly string[];
  readonly names: DeviceNames;
  /** Set if the certificate may issue others. `Infinity`: no length is given. */
  readonly pathLength: number | undefined;
  readonly usages: number | undefined; // bits of KeyUsageFlags
  readonly purposes: readonly string[] | undefined; // OIDs of extendedKeyUsage
}

const VERSION_3 = 'a003020102';
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const PURPOSES = '2.5.29.37';
const NAMES = '2.5.29.17';
const POLICIES = '2.5.29.32'; // any policy will do here
const known: readonly string[] = [BASIC_CONSTRAINTS, KEY_USAGE, PURPOSES, NAMES, POLICIES];

/** The certificate in these bytes. Undefined unless they are exactly one readable certificate. */
export function readCertificate(der: Bytes): Certificate | undefined {
  const signed = readSignedBytes(der);
  if (signed === undefined) return undefined;
  const [version, serial, , issuer, , subject, spki] = signed.fields;
  const key = spki === undefined ? undefined : readSigningKey(spki.whole);
  if (version === undefined || toHex(version.whole) !== VERSION_3) return undefined;
  if (serial === undefined || issuer === undefined || subject === undefined || key === undefined) return undefined;
  try {
    const read = new x509.X509Certificate(der);
    const types = read.extensions.map(({ type }) => type);
    if (new Set(types).size !== types.length) return undefined;
    if (read.extensions.some(({ type, critical }) => critical && !known.includes(type))) return undefined;
    const constraints = read.getExtension(x509.BasicConstraintsExtension);
    const notBeforeMs = read.notBefore.getTime();
    const notAfterMs = read.notAfter.getTime();
    if (!Number.isFinite(notBeforeMs) || !Number.isFinite(notAfterMs) || notBeforeMs < 0) return undefined;
    return {
      der,
      signed,
      key,
      subject: toHex(subject.whole),
      issuer: toHex(issuer.whole),
      serial: serialOf(serial.content),
      notBeforeMs,
      notAfterMs,
      commonNames: read.subjectName.getField('CN'),
      organisations: read.subjectName.getField('O'),
      names: readDeviceNames(alternativeNames(read)),
      pathLength: constraints?.ca === true ? (constraints.pathLength ?? Infinity) : undefined,
      usages: read.getExtension(x509.KeyUsagesExtension)?.usages,
      purposes: read.getExtension(x509.ExtendedKeyUsageExtension)?.usages.map(String),
    };
  } catch {
    return undefined; // the library throws if it cannot read these bytes
  }
}

/** A serial number as it is compared and shown. */
export function serialOf(integer: Uint8Array): string {
  return toHex(integer).replace(/^(?:00)+(?=.)/, '');
}

function alternativeNames(read: InstanceType<typeof x509.X509Certificate>): readonly AlternativeName[] {
  const items = read.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  return items.flatMap(({ type, value }) => (type === 'email' || type === 'url' ? [{ type, value }] : []));
}
