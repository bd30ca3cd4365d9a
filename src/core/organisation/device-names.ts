// What an organisation's certificate says about a device: the names in the certificate, and the hash that binds the
// certificate to a person, a device key and an address (protocol §12). Also the tag of an authority. Plain texts and
// bytes; certificates themselves are read in main/organisation.
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, lengthPrefixed, toB64u, toBase32, utf8 } from '../bytes.ts';
import { canonicalAddress } from '../keys/address.ts';

const LABEL = concat(utf8('Siegel 1 organisation bundle'), new Uint8Array(1));
const DEVICE = 'urn:siegel:device:';
const BUNDLE = 'urn:siegel:bundle:';
const ADDRESS = 'urn:siegel:address:';
const ASCII = /^[\x21-\x7e]+$/;

/** A name in a certificate's subjectAltName: an rfc822Name or a uniformResourceIdentifier (RFC 5280 §4.2.1.6). */
export interface AlternativeName {
  readonly type: 'email' | 'url';
  readonly value: string;
}

/** What the names in a certificate say about a device. A usable certificate has one value of each kind. */
export interface DeviceNames {
  readonly addresses: readonly string[]; // in wire form; '' for one that is no address
  readonly devices: readonly string[];
  readonly bundles: readonly string[]; // b64u
}

/**
 * SHA-256 of what a certificate vouches for: the person id, the device key and the address, each at a fixed place
 * (protocol §12).
 */
export function bundleHash(address: string, person: Uint8Array, key: Uint8Array): Bytes {
  return sha256(concat(LABEL, person, key, lengthPrefixed(utf8(address))));
}

/**
 * The name under which the broker stores an authority's revocation list. It has the form of a device id, made from the
 * authority's key.
 */
export function authorityTag(spki: Uint8Array): string {
  return toBase32(sha256(concat(utf8('Siegel 1 authority'), spki)), 26);
}

/** The names a device requests: its address (as rfc822Name if it is ASCII), its id and its bundle, in this order. */
export function deviceNames(address: string, device: string, bundle: Uint8Array): readonly AlternativeName[] {
  return [
    ASCII.test(address)
      ? { type: 'email', value: address }
      : { type: 'url', value: ADDRESS + encodeURIComponent(address) },
    { type: 'url', value: DEVICE + device },
    { type: 'url', value: BUNDLE + toB64u(bundle) },
  ];
}

/**
 * What the names of a certificate say. Names of other kinds are ignored. Addresses are brought into wire form, because
 * directories write capital letters.
 */
export function readDeviceNames(names: readonly AlternativeName[]): DeviceNames {
  const rest = (prefix: string): string[] =>
    names.flatMap(({ type, value }) =>
      type === 'url' && value.startsWith(prefix) ? [value.slice(prefix.length)] : [],
    );
  const typed = names.flatMap(({ type, value }) => (type === 'email' ? [value] : []));
  return {
    addresses: [...typed, ...rest(ADDRESS).map(percentDecoded)].map((text) => canonicalAddress(text) ?? ''),
    devices: rest(DEVICE),
    bundles: rest(BUNDLE),
  };
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return ''; // not percent-encoded UTF-8: no address
  }
}
