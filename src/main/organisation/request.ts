// The device's own key for its certificate, and the request for one (PKCS #10, RFC 2986). The key is made here for this purpose
// alone; it leaves as sealed state and as TLS client key, nowhere else.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import type { Bytes } from '../../core/bytes.ts';
import { bundleHash, deviceNames } from '../../core/organisation/device-names.ts';
import type { ProvenDevice } from './proven-device.ts';
import { x509 } from './x509.ts';

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A new P-256 key. */
export function makeKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** A key as it is kept: PKCS #8 in DER. */
export function keyBytes(key: KeyObject): Bytes {
  return new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }));
}

/** The key in these bytes; throws where they are none. */
export function keyOf(pkcs8: Bytes): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
}

/** SubjectPublicKeyInfo of a key. */
export function publicBytes(key: KeyObject): Bytes {
  return new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }));
}

/** The request (DER) for a certificate that names this device, its address and its bundle; signed by `key`. */
export async function makeRequest(key: KeyObject, own: ProvenDevice): Promise<Bytes> {
  const names = deviceNames(own.address, own.device, bundleHash(own.address, own.person, own.key));
  const { subtle } = webcrypto;
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [own.device] }],
    keys: {
      privateKey: await subtle.importKey('pkcs8', keyBytes(key), P256, false, ['sign']),
      publicKey: await subtle.importKey('spki', publicBytes(key), P256, true, ['verify']),
    },
    signingAlgorithm: P256,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([...names]),
    ],
  });
  return new Uint8Array(request.rawData);
}
