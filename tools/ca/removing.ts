// Records at the authority that people have removed devices, and undoes that. A revocation applies to one certificate.
// A removal lasts until an administrator undoes it: the device gets no certificate, even if a thief has a token for it.
import { CaError } from './ca-error.ts';
import type { CaFolder } from './ca-folder.ts';
import { isDeviceId, markRemoved, unmarkRemoved } from './devices.ts';
import { currentList, issuedCertificates, revoke } from './revoking.ts';
import { openSigner } from './signer.ts';
import { withdrawTokens } from './tokens.ts';

/**
 * Removes devices: from now on none of them gets a certificate. Their unexpired certificates are revoked, tokens that
 * only these devices can use are withdrawn, and a new list is written if this call has revoked a certificate. All ids
 * are checked before anything is changed; a CaError names the first wrong one. Repeating the command completes
 * interrupted revocations and withdrawals. Returns a line for each device.
 */
export async function removeDevices(
  folder: CaFolder,
  devices: readonly string[],
  nowMs: number,
): Promise<readonly string[]> {
  const wrong = devices.find((device) => !isDeviceId(device));
  if (wrong !== undefined) throw new CaError(`${wrong} is no device id; "list" says which devices an address has`);
  const meant = new Set(devices);
  for (const device of meant) markRemoved(folder, device, nowMs); // before the revocations: see issueDevice
  const revoked = issuedCertificates(folder)
    .filter(({ names, notAfterMs }) => notAfterMs > nowMs && names.devices.some((device) => meant.has(device)))
    .filter(({ serial }) => revoke(folder, serial, nowMs));
  withdrawTokens(folder, ({ device }) => device !== undefined && meant.has(device));
  if (revoked.length > 0) await currentList(folder, await openSigner(folder), nowMs, true);
  return [...meant].map((device) => {
    const count = revoked.filter(({ names }) => names.devices.includes(device)).length;
    return `removed ${device}, certificates revoked: ${String(count)}`;
  });
}

/**
 * Lets a removed device enrol again. Its certificates stay revoked, so it cannot renew: it needs a token, or the
 * administrator signs its request. Returns a line for the administrator; throws a CaError if `device` is no device id
 * or was not removed.
 */
export function restoreDevice(folder: CaFolder, device: string): string {
  if (!isDeviceId(device)) throw new CaError(`${device} is no device id`);
  if (!unmarkRemoved(folder, device)) throw new CaError(`${device} was not removed`);
  return `restored ${device}: it may enrol again, with a new token or request`;
}
