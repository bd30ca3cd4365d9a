// Issues certificates for requests that were read and admitted, and decides whether a request is a renewal. A
// certificate has the address, the id and the bundle of its device, and no other names.
import { deviceNames, readDeviceNames } from '../../src/core/organisation/device-names.ts';
import { type Certificate, readCertificate } from '../../src/main/organisation/certificate.ts';
import { writePem } from '../../src/main/organisation/pem.ts';
import type { CaFolder } from './ca-folder.ts';
import type { DeviceRequest } from './device-request.ts';
import { removedSentence, removedSince } from './devices.ts';
import { revoke } from './revoking.ts';
import type { Signer } from './signer.ts';

/**
 * Issues and stores a certificate for a request of an admitted device. Returns the sentence for a refusal if the device
 * was removed meanwhile.
 */
export async function issueDevice(
  folder: CaFolder,
  signer: Signer,
  request: DeviceRequest,
  nowMs: number,
  lifeMs: number,
): Promise<Certificate | string> {
  const names = deviceNames(request.address, request.device, request.bundle);
  const der = await signer.device(request.spki, request.device, names, nowMs, lifeMs);
  const certificate = readCertificate(der);
  if (certificate === undefined) throw new TypeError('the certificate that was just signed cannot be read');
  folder.write(`issued/${certificate.serial}.pem`, writePem(der, 'CERTIFICATE'));
  // A removal first marks the device and then revokes the certificates in the folder. Either this line sees the mark,
  // or the removal sees this certificate.
  const since = removedSince(folder, request.device);
  if (since === undefined) return certificate;
  revoke(folder, certificate.serial, nowMs);
  return removedSentence(request.device, since);
}

/** Whether a request asks for exactly the names of a certificate (RFC 7030 §4.2.2). */
export function isRenewalOf(request: DeviceRequest, { names, commonNames }: Certificate): boolean {
  const wanted = readDeviceNames(deviceNames(request.address, request.device, request.bundle));
  return JSON.stringify(wanted) === JSON.stringify(names) && commonNames.join('\n') === request.device;
}
