// The revoked certificates, and their signed list. `currentList` signs a new list if the last list lacks a revoked
// certificate or has passed half of its lifetime, or on request. The number of the list only grows.
import { type Certificate, readCertificate } from '../../src/main/organisation/certificate.ts';
import { readPem, writePem } from '../../src/main/organisation/pem.ts';
import { readRevocationList } from '../../src/main/organisation/revocation-list.ts';
import type { CaFolder } from './ca-folder.ts';
import type { Revoked, Signer } from './signer.ts';

const KEEP_MS = 86_400_000; // an expired certificate stays on the list for another day, for clocks that are behind

/** All certificates that were issued to devices, in the order of their serial numbers. */
export function issuedCertificates(folder: CaFolder): readonly Certificate[] {
  return folder.list('issued').flatMap((name) => {
    const [der] = readPem(folder.read(`issued/${name}`) ?? '', 'CERTIFICATE') ?? [];
    return (der === undefined ? undefined : readCertificate(der)) ?? [];
  });
}

/** Whether a serial number was revoked. */
export function isRevoked(folder: CaFolder, serial: string): boolean {
  return folder.read(`revoked/${serial}`) !== undefined;
}

/** Revokes a serial number; false if it was revoked before. */
export function revoke(folder: CaFolder, serial: string, nowMs: number): boolean {
  if (isRevoked(folder, serial)) return false;
  folder.write(`revoked/${serial}`, String(nowMs));
  return true;
}

/** The list (PEM) to serve at `nowMs`; `fresh` makes a new one in any case. */
export async function currentList(folder: CaFolder, signer: Signer, nowMs: number, fresh = false): Promise<string> {
  const text = folder.read('crl.pem');
  const [der] = text === undefined ? [] : (readPem(text, 'X509 CRL') ?? []);
  const last = der === undefined ? undefined : readRevocationList(der);
  const revoked = stillRevoked(folder, nowMs);
  const isComplete = last !== undefined && revoked.every(({ serial }) => last.serials.has(serial));
  const isYoung =
    last !== undefined && nowMs < (last.thisUpdateMs + last.nextUpdateMs) / 2 && nowMs >= last.thisUpdateMs;
  if (text !== undefined && !fresh && isComplete && isYoung) return text;
  const before = last?.number ?? 0n;
  const number = BigInt(nowMs) > before ? BigInt(nowMs) : before + 1n;
  const made = writePem(await signer.list(revoked, number, nowMs, folder.settings.crlDays), 'X509 CRL');
  folder.write('crl.pem', made);
  return made;
}

function stillRevoked(folder: CaFolder, nowMs: number): readonly Revoked[] {
  const past = issuedCertificates(folder).filter(({ notAfterMs }) => notAfterMs + KEEP_MS < nowMs);
  const ended = new Set(past.map(({ serial }) => serial));
  return folder
    .list('revoked')
    .filter((serial) => !ended.has(serial))
    .map((serial) => ({ serial, atMs: Number(folder.read(`revoked/${serial}`) ?? nowMs) }));
}
