// Reads a device's request (RFC 2986): the names that it asks for, and the proof that they are its own (protocol §12).
// Another module decides whether the device gets a certificate.
import { type Bytes, equal, fromB64u, toHex } from '../../src/core/bytes.ts';
import { type AlternativeName, bundleHash, readDeviceNames } from '../../src/core/organisation/device-names.ts';
import { DEVICE_PROOF, faultOfProof, readDeviceProof } from '../../src/core/organisation/device-proof.ts';
import { isSignedBy, readSignedRequest, readSigningKey } from '../../src/main/organisation/signed-bytes.ts';
import { x509 } from '../../src/main/organisation/x509.ts';
import { isDeviceId } from './devices.ts';

/**
 * A request whose device has proven its keys, signed by the key that will be certified. It names exactly one address,
 * one device and one bundle.
 */
export interface DeviceRequest {
  readonly address: string;
  readonly device: string;
  readonly bundle: Bytes; // 32 bytes
  readonly spki: Bytes; // P-256
}

/** What may be wrong with a request, each with the sentence for its sender and the administrator. */
export const requestFaults = {
  'no-request': 'it is no PKCS #10 request, or its own P-256 key has not signed it',
  'wrong-names': 'it does not name exactly one address, one device and one bundle, and the device as common name',
  'no-proof': `it does not prove the keys of its device: the attribute ${DEVICE_PROOF} must be there once, with 160 bytes`,
  'wrong-device': 'the device id that it names is not the hash of the keys in it',
  'wrong-proof': 'the signature of its device fails, or is for another key, person or address',
  'wrong-bundle': 'the bundle that it names is not the hash of the keys, person and address in it',
} as const;
export type RequestFault = keyof typeof requestFaults;

interface Names {
  readonly address: string;
  readonly device: string;
  readonly bundle: Bytes;
}

const HASH_BYTES = 32;
const VERSION_1 = '020100';
const ATTRIBUTES = 0xa0;

/** The request in these bytes, or the first thing that is wrong with it. */
export function readDeviceRequest(der: Bytes): DeviceRequest | RequestFault {
  const signed = readSignedRequest(der);
  const [version, , publicKey, attributes, ...more] = signed?.fields ?? [];
  const key = publicKey === undefined ? undefined : readSigningKey(publicKey.whole);
  if (signed === undefined || version === undefined || attributes?.tag !== ATTRIBUTES) return 'no-request';
  if (toHex(version.whole) !== VERSION_1 || more.length > 0 || key?.kind !== 'p256') return 'no-request';
  if (!isSignedBy(signed, key)) return 'no-request';
  const names = readNames(der);
  if (typeof names === 'string') return names;
  const proof = readDeviceProof(attributes.content);
  if (proof === undefined) return 'no-proof';
  const { address, device, bundle } = names;
  const fault = faultOfProof(proof, { device, address, spki: key.spki });
  if (fault !== undefined) return fault;
  if (!equal(bundle, bundleHash(address, proof.person, proof.s))) return 'wrong-bundle';
  return { address, device, bundle, spki: key.spki };
}

function readNames(der: Bytes): Names | 'no-request' | 'wrong-names' {
  try {
    const request = new x509.Pkcs10CertificateRequest(der);
    const items = request.extensions.find((each) => each instanceof x509.SubjectAlternativeNameExtension)?.names.items;
    const names = (items ?? []).flatMap(({ type, value }): AlternativeName[] =>
      type === 'email' || type === 'url' ? [{ type, value }] : [],
    );
    const { addresses, devices, bundles } = readDeviceNames(names);
    const [address = '', device = '', bundle] = [addresses[0], devices[0], fromB64u(bundles[0] ?? '')];
    const isExact = names.length === 3 && items?.length === 3 && devices.length === 1 && bundles.length === 1;
    if (!isExact || address === '' || !isDeviceId(device) || bundle?.length !== HASH_BYTES) return 'wrong-names';
    return request.subjectName.getField('CN').join('\n') === device ? { address, device, bundle } : 'wrong-names';
  } catch {
    return 'no-request'; // the library throws if it cannot read the request
  }
}
