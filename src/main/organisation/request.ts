// The device's own key for its certificate, and the request for that certificate (PKCS #10, RFC 2986). The key is made
// for this purpose alone. It leaves this room only as sealed state and as the TLS client key.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Bytes, fromHex } from '../../core/bytes.ts';
import { derElement } from '../../core/organisation/der.ts';
import { bundleHash, deviceNames } from '../../core/organisation/device-names.ts';
import { writeDeviceProof } from '../../core/organisation/device-proof.ts';
import type { AskingDevice } from '../../core/organisation/proven-device.ts';
import { ECDSA_SHA256 } from './signed-bytes.ts';
import { x509 } from './x509.ts';

// RFC 2986 §4.1.
const [BIT_STRING, SEQUENCE, SET, ATTRIBUTES] = [0x03, 0x30, 0x31, 0xa0];
const VERSION_1 = fromHex('020100');
const EXTENSION_REQUEST = fromHex('06092a864886f70d01090e'); // RFC 2985 §5.4.2
const NO_UNUSED_BITS = new Uint8Array(1);

/** A new P-256 key. */
export function makeKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** A key in its stored form: PKCS #8 in DER. */
export function keyBytes(key: KeyObject): Bytes {
  return new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }));
}

/** The key in these bytes. Undefined if there is none. */
export function keyOf(pkcs8: Bytes): KeyObject | undefined {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch {
    // Node reports bytes that are no key only by an exception.
    return undefined;
  }
}

/** SubjectPublicKeyInfo of a key. */
export function publicBytes(key: KeyObject): Bytes {
  return new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }));
}

/**
 * The request (DER) for a certificate that names this device, its address and its bundle. `key` signs it, and the
 * device's signature proves that the device holds its keys (protocol §12). The request is assembled here because the
 * library cannot write an object identifier with a number above 2^53.
 */
export function makeRequest(key: KeyObject, own: AskingDevice): Bytes {
  const { address, device, person } = own;
  const spki = publicBytes(key);
  const extensions = [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
    new x509.SubjectAlternativeNameExtension([...deviceNames(address, device, bundleHash(address, person, own.key))]),
  ].map(({ rawData }) => new Uint8Array(rawData));
  const attributes = [
    derElement(SEQUENCE, EXTENSION_REQUEST, derElement(SET, derElement(SEQUENCE, ...extensions))),
    writeDeviceProof({ s: own.key, d: own.d, sign: own.sign }, person, { address, spki }),
  ].toSorted((a, b) => Buffer.compare(a, b)); // the order of a SET OF in DER (X.690 §11.6)
  const subject = new Uint8Array(new x509.Name([{ CN: [device] }]).toArrayBuffer());
  const info = derElement(SEQUENCE, VERSION_1, subject, spki, derElement(ATTRIBUTES, ...attributes));
  const signature = derElement(BIT_STRING, NO_UNUSED_BITS, sign('sha256', info, key));
  return derElement(SEQUENCE, info, ECDSA_SHA256, signature);
}
