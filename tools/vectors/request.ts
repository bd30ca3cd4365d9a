// Makes requests for a certificate: those that the product makes, and those that it never would. They are the same byte
// for byte each time, because the signature follows RFC 6979. For the frozen vectors, and for tests that ask an
// authority for something that it must refuse.
import { p256 } from '@noble/curves/nist.js';
import { type Bytes, concat, fromHex, lengthPrefixed, utf8 } from '../../src/core/bytes.ts';
import { derElement } from '../../src/core/organisation/der.ts';
import { type AlternativeName, deviceNames } from '../../src/core/organisation/device-names.ts';
import { ECDSA_SHA256 } from '../../src/main/organisation/signed-bytes.ts';
import { x509 } from '../../src/main/organisation/x509.ts';

const [BIT_STRING, OCTET_STRING, OID, SEQUENCE, SET, ATTRIBUTES] = [0x03, 0x04, 0x06, 0x30, 0x31, 0xa0];
const EXTENSION_REQUEST = fromHex('06092a864886f70d01090e');
const P256_SPKI = fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200');

/** The object identifier of the proof (protocol §12), in DER. */
export const PROOF_OID = derElement(OID, fromHex('6983f3cb8f859890f2b5cfb8f7daf3c8afd9b260'));

/** The names of a request; `attributes` are added to the attribute with the extensions. */
export interface Wanted {
  readonly device: string;
  readonly address: string;
  readonly bundle: Bytes;
  readonly attributes: readonly Bytes[];
  readonly commonName?: string;
  readonly names?: readonly AlternativeName[];
}

/** SubjectPublicKeyInfo of a P-256 key. */
export function spkiOf(secret: Bytes): Bytes {
  return concat(P256_SPKI, p256.getPublicKey(secret, false));
}

/** The request for the key `secret`, signed by that key or by `signer`. */
export function requestOf(secret: Bytes, wanted: Wanted, signer = secret): Bytes {
  const { device, address, bundle, attributes } = wanted;
  const extensions = [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
    new x509.SubjectAlternativeNameExtension([...(wanted.names ?? deviceNames(address, device, bundle))]),
  ].map(({ rawData }) => new Uint8Array(rawData));
  const all = [
    derElement(SEQUENCE, EXTENSION_REQUEST, derElement(SET, derElement(SEQUENCE, ...extensions))),
    ...attributes,
  ].toSorted((a, b) => Buffer.compare(a, b));
  const subject = new x509.Name([{ CN: [wanted.commonName ?? device] }]).toArrayBuffer();
  const parts = [fromHex('020100'), new Uint8Array(subject), spkiOf(secret), derElement(ATTRIBUTES, ...all)];
  const info = derElement(SEQUENCE, ...parts);
  const signature = p256.sign(info, signer, { format: 'der' });
  return derElement(SEQUENCE, info, ECDSA_SHA256, derElement(BIT_STRING, new Uint8Array(1), signature));
}

/** An attribute with these values, by default under the identifier of the proof. */
export function attributeOf(values: readonly Bytes[], oid = PROOF_OID): Bytes {
  return derElement(SEQUENCE, oid, derElement(SET, ...values));
}

/** An OCTET STRING. */
export function octets(content: Bytes): Bytes {
  return derElement(OCTET_STRING, content);
}

/** What the device signs (protocol §12). */
export function enrolText(spki: Bytes, person: Bytes, address: string): Bytes {
  return concat(utf8('Siegel 1 enrol'), new Uint8Array(1), lengthPrefixed(spki), person, lengthPrefixed(utf8(address)));
}
