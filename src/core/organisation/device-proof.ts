// The proof in a request for a certificate (protocol §12): the requester holds the signing key of the device that it
// names, and asks for a certificate for exactly the key in the request, this person and this address. An authority that
// does not check the proof has to believe any device id in a request, and a broker identifies devices by that id.
import { assert } from '../assert.ts';
import { type Bytes, concat, equal, fromHex, lengthPrefixed, utf8 } from '../bytes.ts';
import { type DeviceKeys, deviceId, verifySignature } from '../keys/identity.ts';
import { derElement, derElements } from './der.ts';

/**
 * The attribute's object identifier: the UUID f9cb1e14-c10e-4d67-b8ef-6b9c85f65960 under 2.25 (Rec. ITU-T X.667 §7).
 */
export const DEVICE_PROOF = '2.25.332032417329325879589593130822568139104';

const OID = derElement(0x06, fromHex('6983f3cb8f859890f2b5cfb8f7daf3c8afd9b260')); // of DEVICE_PROOF
const LABEL = concat(utf8('Siegel 1 enrol'), new Uint8Array(1));
const [OCTET_STRING, SEQUENCE, SET] = [0x04, 0x30, 0x31];
const KEY_BYTES = 32;
const PERSON_BYTES = 32;
const PROOF_BYTES = 160;

/**
 * The content of the attribute: the device's `s` and `d` and the person id, 32 bytes each, and a signature of 64 bytes.
 */
export interface DeviceProof {
  readonly s: Bytes;
  readonly d: Bytes;
  readonly person: Bytes;
  readonly signature: Bytes;
}

/** What a request is for, besides the person. */
export interface Proven {
  readonly device: string; // its id
  readonly address: string; // in wire form
  readonly spki: Bytes; // SubjectPublicKeyInfo of the key to be certified
}

/** The attribute of a request (DER; RFC 2986 §4.1) for the key `spki` and this address, signed by the device's `d`. */
export function writeDeviceProof(
  keys: Pick<DeviceKeys, 's' | 'd' | 'sign'>,
  person: Uint8Array,
  { address, spki }: Omit<Proven, 'device'>,
): Bytes {
  assert(person.length === PERSON_BYTES, 'a person id has 32 bytes');
  const proof = concat(keys.s, keys.d, person, keys.sign(signedText(person, address, spki)));
  return derElement(SEQUENCE, OID, derElement(SET, derElement(OCTET_STRING, proof)));
}

/**
 * The proof among the attributes of a request, each in DER. Undefined unless exactly one has the identifier, with one
 * value of 160 bytes.
 */
export function readDeviceProof(attributes: Bytes): DeviceProof | undefined {
  const found = (derElements(attributes) ?? []).flatMap(({ tag, content }) => {
    const [type, values, ...more] = (tag === SEQUENCE ? derElements(content) : undefined) ?? [];
    if (type === undefined || !equal(type.whole, OID)) return [];
    return [more.length === 0 && values?.tag === SET ? derElements(values.content) : undefined];
  });
  const [values, ...others] = found;
  const [value, ...more] = values ?? [];
  if (others.length > 0 || more.length > 0) return undefined;
  if (value?.tag !== OCTET_STRING || value.content.length !== PROOF_BYTES) return undefined;
  const part = (index: number): Bytes => value.content.slice(index * KEY_BYTES, (index + 1) * KEY_BYTES);
  return { s: part(0), d: part(1), person: part(2), signature: value.content.slice(3 * KEY_BYTES) };
}

/**
 * What is wrong with a proof: its keys are those of another device, or its signature is not for this `spki`, person and
 * address. Undefined if nothing is.
 */
export function faultOfProof(
  { s, d, person, signature }: DeviceProof,
  { device, address, spki }: Proven,
): 'wrong-device' | 'wrong-proof' | undefined {
  if (deviceId(s, d) !== device) return 'wrong-device';
  return verifySignature(signature, signedText(person, address, spki), d) ? undefined : 'wrong-proof';
}

function signedText(person: Uint8Array, address: string, spki: Uint8Array): Bytes {
  return concat(LABEL, lengthPrefixed(spki), person, lengthPrefixed(utf8(address)));
}
