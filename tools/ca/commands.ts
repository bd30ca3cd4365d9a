// The commands init, token, check, sign, revoke, server, client and list of siegel-ca. They return text for the
// administrator; refusals are CaErrors.
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { canonicalAddress } from '../../src/core/keys/address.ts';
import type { Certificate } from '../../src/main/organisation/certificate.ts';
import { readPem, writePem } from '../../src/main/organisation/pem.ts';
import { CaError } from './ca-error.ts';
import { type CaFolder, makeCaFolder, openCaFolder, readText } from './ca-folder.ts';
import { type DeviceRequest, readDeviceRequest, requestFaults } from './device-request.ts';
import { admitDevice, isDeviceId, removedSentence, removedSince } from './devices.ts';
import { issueDevice } from './issuing.ts';
import { currentList, isRevoked, issuedCertificates, revoke } from './revoking.ts';
import { makeRoot, openSigner } from './signer.ts';
import { makeToken, withdrawTokens } from './tokens.ts';

const HOUR_MS = 3_600_000;
const MACHINE = /^[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?$/;

/** Makes an authority; returns its root certificate (PEM), which policy OrganisationRoots pins. */
export async function init(
  at: string,
  options: { readonly name: string; readonly algorithm: string; readonly lifeMs: number; readonly crlDays: number },
  nowMs: number,
): Promise<string> {
  const { algorithm, name, lifeMs, crlDays } = options;
  if (algorithm !== 'p256' && algorithm !== 'ed25519') throw new CaError('--algorithm is p256 or ed25519');
  if (name === '') throw new CaError('--name says whose authority this is');
  if (existsSync(path.join(at, 'root.pem'))) throw new CaError(`${at} already holds an authority`);
  const { pem, keyPem } = await makeRoot(name, algorithm, nowMs);
  makeCaFolder(at, { v: 1, name, algorithm, lifeSeconds: Math.ceil(lifeMs / 1000), crlDays }, pem, keyPem);
  const folder = openCaFolder(at);
  await currentList(folder, await openSigner(folder), nowMs);
  return pem;
}

/** Makes a one-time token for an address; if `device` is given, only that device can use it. */
export function token(folder: CaFolder, who: string, device: string | undefined, hours: number, nowMs: number): string {
  const address = canonicalAddress(who);
  if (address === undefined) throw new CaError(`${who} is no address`);
  if (device !== undefined && !isDeviceId(device)) throw new CaError(`${device} is no device id`);
  const since = device === undefined ? undefined : removedSince(folder, device);
  if (device !== undefined && since !== undefined) throw new CaError(removedSentence(device, since));
  return makeToken(folder, { address, ...(device !== undefined && { device }), untilMs: nowMs + hours * HOUR_MS });
}

/**
 * Confirms that a saved request is in order, for people who have another authority sign it. Throws a CaError that says
 * what is wrong with the request.
 */
export function check(requestFile: string, who: string): string {
  const { address, device } = readRequestFile(requestFile, who);
  return `device ${device} has proven its keys and asks for ${address}`;
}

/** Signs a request that a person has saved or device management has collected; returns the certificate (PEM). */
export async function sign(
  folder: CaFolder,
  requestFile: string,
  who: string,
  lifeMs: number,
  nowMs: number,
): Promise<string> {
  const request = readRequestFile(requestFile, who);
  const refusal = admitDevice(folder, request.device, request.address);
  if (refusal !== undefined) throw new CaError(refusal);
  const made = await issueDevice(folder, await openSigner(folder), request, nowMs, lifeMs);
  if (typeof made === 'string') throw new CaError(made);
  return writePem(made.der, 'CERTIFICATE');
}

function readRequestFile(file: string, who: string): DeviceRequest {
  const [der, ...more] = readPem(readText(file), 'CERTIFICATE REQUEST') ?? [];
  const request = der === undefined || more.length > 0 ? 'no-request' : readDeviceRequest(der);
  if (typeof request === 'string') throw new CaError(`${file}: ${requestFaults[request]}`);
  if (request.address !== canonicalAddress(who)) throw new CaError(`the request is for ${request.address}, not ${who}`);
  return request;
}

/**
 * Revokes the unexpired certificates with this serial number, device id or address, withdraws the tokens of that device
 * or address, and writes a new list. Returns a line for each certificate that was not revoked before, and one line for
 * all tokens, if there were any. Throws a CaError if there is neither an unexpired certificate nor a token.
 */
export async function revokeBy(folder: CaFolder, what: string, nowMs: number): Promise<readonly string[]> {
  const address = canonicalAddress(what);
  const isMeant = ({ serial, names }: Certificate): boolean =>
    serial === what.toLowerCase() ||
    names.devices.includes(what) ||
    (address !== undefined && names.addresses.includes(address));
  const meant = issuedCertificates(folder).filter((each) => each.notAfterMs > nowMs && isMeant(each));
  // Otherwise somebody whose certificate was revoked could enrol again with an old token.
  const tokens = withdrawTokens(folder, (token) => token.address === address || token.device === what);
  if (meant.length === 0 && tokens === 0) {
    throw new CaError(`no certificate in force has the serial number, device or address ${what}`);
  }
  const revoked = meant.filter(({ serial }) => revoke(folder, serial, nowMs));
  await currentList(folder, await openSigner(folder), nowMs, true);
  return [
    ...revoked.map(({ serial }) => `revoked ${serial}`),
    ...(tokens === 0 ? [] : [`tokens taken back: ${String(tokens)}`]),
  ];
}

/**
 * Makes a certificate and key for a server (broker, EST) or for a client that is not a device; returns the paths of
 * both files.
 */
export async function machine(
  folder: CaFolder,
  name: string,
  use: 'server' | 'client',
  out: string | undefined,
  nowMs: number,
): Promise<readonly [string, string]> {
  if (!MACHINE.test(name)) throw new CaError(`${name} is neither a host name nor an IP address`);
  const made = await (await openSigner(folder)).machine(name, use, nowMs);
  const to = out ?? path.join(folder.path, 'servers');
  mkdirSync(to, { recursive: true });
  const base = path.join(to, name.replaceAll(':', '_'));
  writeFileSync(`${base}.key`, made.keyPem, { mode: 0o600 });
  chmodSync(`${base}.key`, 0o600); // `mode` does not apply to a file that exists already
  writeFileSync(`${base}.pem`, made.pem);
  return [`${base}.pem`, `${base}.key`];
}

/** One line for each device certificate, the newest last. The line says whether the device was removed. */
export function list(folder: CaFolder, nowMs: number): readonly string[] {
  return issuedCertificates(folder)
    .toSorted((a, b) => a.notBeforeMs - b.notBeforeMs)
    .map(({ serial, names, notAfterMs }) => {
      const isRemoved = names.devices.some((device) => removedSince(folder, device) !== undefined);
      const own = isRevoked(folder, serial) ? 'revoked' : notAfterMs > nowMs ? 'in force' : 'ended';
      const state = isRemoved ? 'removed' : own;
      const until = new Date(notAfterMs).toISOString().replace('.000', '');
      return [serial, state.padEnd(8), until, names.devices.join(), names.addresses.join()].join('  ');
    });
}
