// The authority's key and what it signs: its own root, certificates of devices, servers and other clients, revocation
// lists (RFC 5280). Other modules decide who may have what.
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { Bytes } from '../../src/core/bytes.ts';
import type { AlternativeName } from '../../src/core/organisation/device-names.ts';
import { readPem, writePem } from '../../src/main/organisation/pem.ts';
import { x509 } from '../../src/main/organisation/x509.ts';
import type { CaFolder, CaSettings } from './ca-folder.ts';

const { subtle } = crypto;
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const ED25519 = { name: 'Ed25519' } as const;
const DAY_MS = 86_400_000;
const ROOT_DAYS = 3650;
const SERVER_DAYS = 397; // browsers accept 398 at most
/** A certificate begins this long before it is made, so that a broker whose clock is behind accepts it, too. */
const BEFORE_MS = 300_000;

type Extension = InstanceType<typeof x509.Extension>;
type Name = Record<string, string[]>[];

/** A certificate and its private key, both in PEM. */
export interface Made {
  readonly pem: string;
  readonly keyPem: string;
}

function algorithmOf(kind: CaSettings['algorithm']): typeof P256 | typeof ED25519 {
  return kind === 'p256' ? P256 : ED25519;
}

function makeKeys(algorithm: typeof P256 | typeof ED25519): Promise<CryptoKeyPair> {
  return subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>; // Ed25519 has no overload
}

// Positive and 20 bytes at most (RFC 5280 §4.1.2.2), and unpredictable.
function makeSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function keyPemOf(key: CryptoKey): Promise<string> {
  return writePem(new Uint8Array(await subtle.exportKey('pkcs8', key)), 'PRIVATE KEY');
}

/** Makes a root, valid for ten years. It signs certificates of devices and servers itself, and no other authority's. */
export async function makeRoot(name: string, kind: CaSettings['algorithm'], nowMs: number): Promise<Made> {
  const algorithm = algorithmOf(kind);
  const keys = await makeKeys(algorithm);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: makeSerial(),
    name: [{ CN: [`${name} Siegel root`] }, { O: [name] }],
    notBefore: new Date(nowMs - BEFORE_MS),
    notAfter: new Date(nowMs + ROOT_DAYS * DAY_MS),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { pem: writePem(new Uint8Array(root.rawData), 'CERTIFICATE'), keyPem: await keyPemOf(keys.privateKey) };
}

/** Signs in the name of one authority. */
export interface Signer {
  /**
   * A device's certificate over a public key (SubjectPublicKeyInfo), valid until `lifeMs` after `nowMs`. It begins five
   * minutes before `nowMs`.
   */
  readonly device: (
    spki: Bytes,
    device: string,
    names: readonly AlternativeName[],
    nowMs: number,
    lifeMs: number,
  ) => Promise<Bytes>;
  /**
   * A certificate of a TLS server (or of a client that is not a device) with a new P-256 key; `name` is a server's DNS
   * name or IP address, or the client's common name.
   */
  readonly machine: (name: string, use: 'server' | 'client', nowMs: number) => Promise<Made>;
  /** A revocation list (RFC 5280 §5) with this number. */
  readonly list: (serials: readonly Revoked[], number: bigint, nowMs: number, days: number) => Promise<Bytes>;
}

/** A revoked certificate, and when it was revoked. */
export interface Revoked {
  readonly serial: string;
  readonly atMs: number;
}

/** The signer of this folder's authority. */
export async function openSigner(folder: CaFolder): Promise<Signer> {
  const algorithm = algorithmOf(folder.settings.algorithm);
  const [pkcs8] = readPem(folder.rootKeyPem(), 'PRIVATE KEY') ?? [];
  const key = await subtle.importKey('pkcs8', pkcs8 ?? new Uint8Array(0), algorithm, false, ['sign']);
  const root = new x509.X509Certificate(folder.root.der);
  const authority = await x509.AuthorityKeyIdentifierExtension.create(await root.publicKey.export());

  async function issue(
    subject: Name,
    publicKey: CryptoKey,
    fromMs: number,
    untilMs: number,
    more: readonly Extension[],
  ) {
    const made = await x509.X509CertificateGenerator.create({
      serialNumber: makeSerial(),
      subject,
      issuer: root.subjectName,
      notBefore: new Date(fromMs),
      notAfter: new Date(untilMs),
      publicKey,
      signingKey: key,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        authority,
        await x509.SubjectKeyIdentifierExtension.create(publicKey),
        ...more,
      ],
    });
    return new Uint8Array(made.rawData);
  }

  return {
    device: async (spki, device, names, nowMs, lifeMs) =>
      issue(
        [{ CN: [device] }],
        await subtle.importKey('spki', spki, P256, true, ['verify']),
        nowMs - BEFORE_MS,
        nowMs + lifeMs,
        [
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
          new x509.SubjectAlternativeNameExtension([...names]),
        ],
      ),
    machine: async (name, use, nowMs) => {
      const keys = await makeKeys(P256);
      const names = use === 'client' ? [] : [{ type: isIP(name) === 0 ? 'dns' : 'ip', value: name } as const];
      const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
      const der = await issue([{ CN: [name] }], keys.publicKey, nowMs - BEFORE_MS, nowMs + SERVER_DAYS * DAY_MS, [
        new x509.ExtendedKeyUsageExtension([use === 'client' ? clientAuth : serverAuth]),
        ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
      ]);
      return { pem: writePem(der, 'CERTIFICATE'), keyPem: await keyPemOf(keys.privateKey) };
    },
    list: async (revoked, number, nowMs, days) => {
      const made = await x509.X509CrlGenerator.create({
        issuer: root.subjectName,
        thisUpdate: new Date(nowMs),
        nextUpdate: new Date(nowMs + days * DAY_MS),
        signingKey: key,
        signingAlgorithm: algorithm,
        entries: revoked.map(({ serial, atMs }) => ({ serialNumber: serial, revocationDate: new Date(atMs) })),
        extensions: [authority, new x509.Extension('2.5.29.20', false, derInteger(number))], // RFC 5280 §5.2.3
      });
      return new Uint8Array(made.rawData);
    },
  };
}

function derInteger(value: bigint): Bytes {
  const hex = value.toString(16);
  const content = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const positive = (content[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), content]) : content;
  return new Uint8Array([0x02, positive.length, ...positive]);
}
