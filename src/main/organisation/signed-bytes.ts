// The outer form that certificates, revocation lists and requests share (RFC 5280 §4.1.1, §5.1.1; RFC 2986 §4.2): the
// signed bytes unchanged, and whether a key has signed them. There are two algorithms, Ed25519 and ECDSA P-256 with
// SHA-256. Data signed with another algorithm can be read, because a foreign root may have signed a pinned authority
// that way. It counts as signed by nobody.
import { createPublicKey, verify } from 'node:crypto';
import { type Bytes, equal, fromHex } from '../../core/bytes.ts';
import { type DerElement, derElements } from '../../core/organisation/der.ts';

/** A public key in its SubjectPublicKeyInfo. */
export interface SigningKey {
  readonly kind: 'ed25519' | 'p256';
  readonly spki: Bytes;
}

/** What was signed and by which algorithm. `fields` are the elements of the signed sequence. */
export interface SignedBytes {
  readonly kind: SigningKey['kind'] | 'other';
  readonly algorithm: Bytes; // the AlgorithmIdentifier outside the signed part
  readonly signed: Bytes;
  readonly fields: readonly DerElement[];
  readonly signature: Bytes;
}

const SEQUENCE = 0x30;
const BIT_STRING = 0x03;
/** ecdsa-with-SHA256 as an AlgorithmIdentifier (RFC 5758 §3.2). */
export const ECDSA_SHA256 = fromHex('300a06082a8648ce3d040302');
// RFC 8410 §3; RFC 5758 §3.2: neither has parameters.
const algorithms: readonly (readonly [SigningKey['kind'], Bytes])[] = [
  ['ed25519', fromHex('300506032b6570')],
  ['p256', ECDSA_SHA256],
];
// RFC 8410 §4; RFC 5480 §2: a named curve and an uncompressed point.
const keys: readonly (readonly [SigningKey['kind'], Bytes, number])[] = [
  ['ed25519', fromHex('302a300506032b6570032100'), 44],
  ['p256', fromHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004'), 91],
];

/** The three parts of a certificate or a revocation list. Undefined if `der` is neither, or its parts are not DER. */
export function readSignedBytes(der: Bytes): SignedBytes | undefined {
  const read = readSignedRequest(der);
  // The signed part names the algorithm again, and must mean the same one (RFC 5280 §4.1.1.2).
  return read?.fields.some(({ whole }) => equal(whole, read.algorithm)) === true ? read : undefined;
}

/**
 * The three parts of a request, which names its algorithm once, outside (RFC 2986 §4.2). Undefined if `der` is no
 * request, or its parts are not DER.
 */
export function readSignedRequest(der: Bytes): SignedBytes | undefined {
  const [outer, ...behind] = derElements(der) ?? [];
  if (outer?.tag !== SEQUENCE || behind.length > 0) return undefined;
  const [signed, algorithm, signature, ...more] = derElements(outer.content) ?? [];
  if (signed?.tag !== SEQUENCE || algorithm === undefined || signature?.tag !== BIT_STRING || more.length > 0) {
    return undefined;
  }
  const kind = algorithms.find(([, bytes]) => equal(bytes, algorithm.whole))?.[0] ?? 'other';
  const fields = derElements(signed.content);
  if (fields === undefined || signature.content[0] !== 0) return undefined;
  return { kind, algorithm: algorithm.whole, signed: signed.whole, fields, signature: signature.content.slice(1) };
}

/** The key in a SubjectPublicKeyInfo. Undefined for any other kind. */
export function readSigningKey(spki: Bytes): SigningKey | undefined {
  const found = keys.find(
    ([, prefix, length]) => spki.length === length && equal(prefix, spki.subarray(0, prefix.length)),
  );
  return found === undefined ? undefined : { kind: found[0], spki };
}

/** Whether `key` has signed these bytes: RFC 8032 §5.1.7 or FIPS 186-5 §6.4 with a DER signature. */
export function isSignedBy({ kind, signed, signature }: SignedBytes, key: SigningKey): boolean {
  if (kind !== key.kind) return false;
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' });
    return verify(kind === 'ed25519' ? undefined : 'sha256', signed, publicKey, signature);
  } catch {
    return false; // a point that is not on the curve is no key
  }
}
