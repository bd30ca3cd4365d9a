// A certification authority that the test controls: it issues whatever it is asked for, including what an honest
// authority would never issue.
import { concat, type Bytes } from '../../../src/core/bytes.ts';
import { bundleHash, deviceNames } from '../../../src/core/organisation/device-names.ts';
import { type Certificate, readCertificate } from '../../../src/main/organisation/certificate.ts';
import type { AskingDevice, ProvenDevice } from '../../../src/core/organisation/proven-device.ts';
import type { Trust } from '../../../src/main/organisation/judge.ts';
import { writePem } from '../../../src/main/organisation/pem.ts';
import { isNewer, readRevocationList, type RevocationList } from '../../../src/main/organisation/revocation-list.ts';
import { x509 } from '../../../src/main/organisation/x509.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

export const nowMs = 1_800_000_000_000;
export const DAY_MS = 86_400_000;
export const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
export const ED25519 = { name: 'Ed25519' } as const;
type Algorithm = typeof P256 | typeof ED25519;
type Extension = InstanceType<typeof x509.Extension>;

/** A device with keys of its own; different seeds give different devices. */
export function deviceOf(address = 'alice@klinik.example', seed = 1): AskingDevice {
  const { id, s, d, sign } = deviceKeysOf(new Uint8Array(32).fill(seed));
  return { address, person: new Uint8Array(32).fill(seed + 100), device: id, key: s, d, sign };
}

export interface Wish {
  readonly commonName?: string;
  readonly subject?: string;
  readonly names?: readonly { readonly type: 'email' | 'url' | 'dns'; readonly value: string }[];
  readonly fromMs?: number;
  readonly days?: number;
  readonly serial?: string;
  readonly purposes?: readonly string[];
  readonly usages?: readonly number[]; // bits of RFC 5280 §4.2.1.3
  readonly isCa?: boolean;
  readonly more?: readonly Extension[];
  readonly publicKey?: CryptoKey;
}

export function keysOf(algorithm: Algorithm): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>; // Ed25519 has no overload
}

function keyUsage(bits: readonly number[]): Extension {
  const byte = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return new x509.Extension('2.5.29.15', true, new Uint8Array([3, 2, 7 - Math.max(...bits), byte]));
}

export class Authority {
  readonly der: Bytes;
  readonly certificate: Certificate;
  readonly #subject: string;
  readonly #keys: CryptoKeyPair;
  readonly #algorithm: Algorithm;

  private constructor(der: Bytes, subject: string, keys: CryptoKeyPair, algorithm: Algorithm) {
    this.der = der;
    this.certificate = readCertificate(der)!;
    this.#subject = subject;
    this.#keys = keys;
    this.#algorithm = algorithm;
  }

  get pem(): string {
    return writePem(this.der, 'CERTIFICATE');
  }

  /** A root, or an authority under `issuer`. */
  static async create(
    name = 'Klinik root',
    options: {
      readonly algorithm?: Algorithm;
      readonly issuer?: Authority;
      readonly keysOf?: Authority; // the authority whose keys get another certificate
      readonly pathLength?: number;
      readonly isCa?: boolean;
      readonly days?: number;
      readonly usages?: readonly number[]; // bits of RFC 5280 §4.2.1.3
      readonly purposes?: readonly string[];
      readonly fromMs?: number;
    } = {},
  ): Promise<Authority> {
    const algorithm = options.algorithm ?? P256;
    const keys = options.keysOf === undefined ? await keysOf(algorithm) : options.keysOf.#keys;
    const subject = `CN=${name}, O=Klinik am See`;
    const fromMs = options.fromMs ?? nowMs - DAY_MS;
    const made = await x509.X509CertificateGenerator.create({
      subject,
      issuer: options.issuer === undefined ? subject : options.issuer.#subject,
      notBefore: new Date(fromMs),
      notAfter: new Date(fromMs + (options.days ?? 3650) * DAY_MS),
      publicKey: keys.publicKey,
      signingKey: options.issuer === undefined ? keys.privateKey : options.issuer.#keys.privateKey,
      signingAlgorithm: options.issuer === undefined ? algorithm : options.issuer.#algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(options.isCa ?? true, options.pathLength, true),
        keyUsage(options.usages ?? [5, 6]),
        ...(options.purposes === undefined ? [] : [new x509.ExtendedKeyUsageExtension([...options.purposes])]),
      ],
    });
    return new Authority(new Uint8Array(made.rawData), subject, keys, algorithm);
  }

  /** A certificate for a device, correct except for what `wish` changes. */
  async issue(device: ProvenDevice, wish: Wish = {}): Promise<Bytes> {
    const fromMs = wish.fromMs ?? nowMs - DAY_MS;
    const names =
      wish.names ?? deviceNames(device.address, device.device, bundleHash(device.address, device.person, device.key));
    const made = await x509.X509CertificateGenerator.create({
      subject: wish.subject ?? `CN=${wish.commonName ?? device.device}`,
      issuer: this.#subject,
      notBefore: new Date(fromMs),
      notAfter: new Date(fromMs + (wish.days ?? 14) * DAY_MS),
      ...(wish.serial !== undefined && { serialNumber: wish.serial }),
      publicKey: wish.publicKey ?? (await keysOf(P256)).publicKey,
      signingKey: this.#keys.privateKey,
      signingAlgorithm: this.#algorithm,
      extensions: [
        keyUsage(wish.usages ?? [0]),
        new x509.ExtendedKeyUsageExtension([...(wish.purposes ?? ['1.3.6.1.5.5.7.3.2'])]),
        new x509.SubjectAlternativeNameExtension([...names]),
        ...(wish.isCa === true ? [new x509.BasicConstraintsExtension(true)] : []),
        ...(wish.more ?? []),
      ],
    });
    return new Uint8Array(made.rawData);
  }

  /** A revocation list of these certificates. */
  async revoke(
    certificates: readonly Bytes[],
    options: {
      readonly number?: number;
      readonly fromMs?: number;
      readonly days?: number;
      readonly more?: readonly Extension[];
    } = {},
  ): Promise<Bytes> {
    const fromMs = options.fromMs ?? nowMs - DAY_MS;
    const number = new Uint8Array([2, 1, options.number ?? 1]);
    const made = await x509.X509CrlGenerator.create({
      issuer: this.#subject,
      thisUpdate: new Date(fromMs),
      nextUpdate: new Date(fromMs + (options.days ?? 7) * DAY_MS),
      signingKey: this.#keys.privateKey,
      signingAlgorithm: this.#algorithm,
      entries: certificates.map((der) => ({
        serialNumber: new x509.X509Certificate(der).serialNumber,
        revocationDate: new Date(fromMs),
      })),
      extensions: [new x509.Extension('2.5.29.20', false, number), ...(options.more ?? [])],
    });
    return new Uint8Array(made.rawData);
  }
}

/** Trust in these roots. For each issuer, the newest list in its name counts. Signatures of lists are not checked. */
export function trustIn(roots: readonly Authority[], lists: readonly Bytes[] = []): Trust {
  const read = lists.map((der) => readRevocationList(der)!);
  return {
    roots: roots.map(({ certificate }) => certificate),
    name: 'Klinik',
    isComplete: true,
    revocations: (issuer) =>
      read
        .filter((list) => list.issuer === issuer.subject)
        .reduce<RevocationList | undefined>((a, b) => (a === undefined || isNewer(b, a) ? b : a), undefined),
  };
}

/** What a device shows: its certificate, followed by those of its authorities. */
export const shown = (own: Bytes, ...above: readonly Authority[]): Bytes => concat(own, ...above.map(({ der }) => der));
