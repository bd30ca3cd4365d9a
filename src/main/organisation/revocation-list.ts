// A revocation list as it is read (RFC 5280 §5): who signed it, when, and its serial numbers. Partial, indirect and
// delta lists are refused: a list that cannot be used completely is not used.
import { type Bytes, toHex } from '../../core/bytes.ts';
import { serialOf } from './certificate.ts';
import { readSignedBytes, type SignedBytes } from './signed-bytes.ts';
import { x509 } from './x509.ts';

/** The content of a list. Times in ms since 1970. `number` is cRLNumber, 0 if none is given. */
export interface RevocationList {
  readonly der: Bytes;
  readonly signed: SignedBytes;
  readonly issuer: string; // hex of DER, as in a certificate
  readonly number: bigint;
  readonly thisUpdateMs: number;
  readonly nextUpdateMs: number; // Infinity if none is given
  readonly serials: ReadonlySet<string>;
}

const CRL_NUMBER = '2.5.29.20';
const INTEGER = 0x02;

/** The list in these bytes. Undefined unless they are exactly one usable list. */
export function readRevocationList(der: Bytes): RevocationList | undefined {
  const signed = readSignedBytes(der);
  // The first field is version 2, which every list with a number has (RFC 5280 §5.1.2.1). Algorithm and issuer follow.
  const [version, , issuer] = signed?.fields ?? [];
  if (signed === undefined || version === undefined || toHex(version.whole) !== '020101' || issuer === undefined) {
    return undefined;
  }
  try {
    const read = new x509.X509Crl(der);
    const entries = read.entries;
    const extensions = [...read.extensions, ...entries.flatMap((entry) => entry.extensions)];
    if (extensions.some(({ critical }) => critical)) return undefined;
    const number = read.getExtension(CRL_NUMBER);
    const thisUpdateMs = read.thisUpdate.getTime();
    if (!Number.isFinite(thisUpdateMs) || thisUpdateMs < 0) return undefined;
    return {
      der,
      signed,
      issuer: toHex(issuer.whole),
      number: number === null ? 0n : integerOf(new Uint8Array(number.value)),
      thisUpdateMs,
      nextUpdateMs: read.nextUpdate?.getTime() ?? Infinity,
      serials: new Set(entries.map(({ serialNumber }) => serialOf(Buffer.from(serialNumber, 'hex')))),
    };
  } catch {
    return undefined; // the library throws if it cannot read these bytes
  }
}

/** Whether `list` is newer than `other`: a higher number, or the same one and a later time. */
export function isNewer(list: RevocationList, other: RevocationList): boolean {
  if (list.number !== other.number) return list.number > other.number;
  return list.thisUpdateMs > other.thisUpdateMs;
}

function integerOf(der: Uint8Array): bigint {
  const [tag, length, ...content] = der;
  if (tag !== INTEGER || length !== content.length || length === 0 || length > 20) throw new TypeError('no CRL number');
  return BigInt(`0x${toHex(Uint8Array.from(content))}`);
}
