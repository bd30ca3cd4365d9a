// What a device asks for and whether it gets it: its request is read (RFC 2986), its names are held against what the token, the
// administrator or the certificate before it allows. Only names of this kind are ever certified, each exactly once.
import { type Bytes, fromB64u } from '../../src/core/bytes.ts';
import { type AlternativeName, deviceNames, readDeviceNames } from '../../src/core/organisation/device-names.ts';
import { type Certificate, readCertificate } from '../../src/main/organisation/certificate.ts';
import { writePem } from '../../src/main/organisation/pem.ts';
import { readSigningKey } from '../../src/main/organisation/signed-bytes.ts';
import { x509 } from '../../src/main/organisation/x509.ts';
import type { CaFolder } from './ca-folder.ts';
import type { Signer } from './signer.ts';

/** A request that is well-formed and signed by the key it is for. */
export interface DeviceRequest {
  readonly address: string;
  readonly device: string;
  readonly bundle: Bytes; // 32 bytes
  readonly spki: Bytes; // P-256
}

const DEVICE = /^[a-z2-7]{26}$/;

/** The request in these bytes; undefined where it is none, is not signed by its own P-256 key, or has other names. */
export async function readDeviceRequest(der: Bytes): Promise<DeviceRequest | undefined> {
  try {
    const request = new x509.Pkcs10CertificateRequest(der);
    const spki = new Uint8Array(request.publicKey.rawData);
    if (readSigningKey(spki)?.kind !== 'p256' || !(await request.verify())) return undefined;
    const items = request.extensions.find((each) => each instanceof x509.SubjectAlternativeNameExtension)?.names.items;
    const names = (items ?? []).flatMap(({ type, value }): AlternativeName[] =>
      type === 'email' || type === 'url' ? [{ type, value }] : [],
    );
    const { addresses, devices, bundles } = readDeviceNames(names);
    const [address, device, bundle] = [addresses[0], devices[0], fromB64u(bundles[0] ?? '')];
    const isExact = names.length === 3 && items?.length === 3 && devices.length === 1 && bundles.length === 1;
    if (!isExact || address === undefined || address === '' || device === undefined) return undefined;
    if (!DEVICE.test(device) || bundle?.length !== 32) return undefined;
    if (request.subjectName.getField('CN').join('\n') !== device) return undefined;
    return { address, device, bundle, spki };
  } catch {
    return undefined; // the library says by throwing that it cannot read this
  }
}

/** Issues and keeps a certificate for this request. */
export async function issueDevice(
  folder: CaFolder,
  signer: Signer,
  request: DeviceRequest,
  nowMs: number,
  lifeMs: number,
): Promise<Certificate> {
  const names = deviceNames(request.address, request.device, request.bundle);
  const der = await signer.device(request.spki, request.device, names, nowMs, lifeMs);
  const certificate = readCertificate(der);
  if (certificate === undefined) throw new TypeError('what was just signed cannot be read');
  folder.write(`issued/${certificate.serial}.pem`, writePem(der, 'CERTIFICATE'));
  return certificate;
}

/** Whether a request asks for the very names of a certificate (RFC 7030 §4.2.2). */
export function isRenewalOf(request: DeviceRequest, { names, commonNames }: Certificate): boolean {
  const wanted = readDeviceNames(deviceNames(request.address, request.device, request.bundle));
  return JSON.stringify(wanted) === JSON.stringify(names) && commonNames.join('\n') === request.device;
}
