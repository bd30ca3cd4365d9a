// The requests for a certificate in the frozen vectors: the request of the caller's device, and at least one request
// for each reason of refusal (protocol §12).
import { ed25519 } from '@noble/curves/ed25519.js';
import { type Bytes, concat, fromHex, toHex } from '../../src/core/bytes.ts';
import { deviceId } from '../../src/core/keys/identity.ts';
import { bundleHash, deviceNames } from '../../src/core/organisation/device-names.ts';
import { DEVICE_PROOF } from '../../src/core/organisation/device-proof.ts';
import type { RequestFault } from '../ca/device-request.ts';
import { fixed, fixedDevice } from './fixed.ts';
import type { Person } from './people.ts';
import { attributeOf, enrolText, octets, PROOF_OID, requestOf, spkiOf, type Wanted } from './request.ts';

const IDENTITY_POINT = concat(new Uint8Array([1]), new Uint8Array(31)); // of order 1

/** The section `enrolment`. */
export function enrolmentSection(caller: Person, callee: Person) {
  const { address, device } = caller;
  const person = caller.chain.person;
  const other = fixedDevice('second');
  const key = fixed('enrolKey');
  const spki = spkiOf(key);
  const bundle = bundleHash(address, person, device.s);
  const text = enrolText(spki, person, address);
  const signature = device.sign(text);
  const proof = concat(device.s, device.d, person, signature);
  const attribute = attributeOf([octets(proof)]);
  const wanted: Wanted = { device: device.id, address, bundle, attributes: [attribute] };

  const refused: { readonly name: string; readonly fault: RequestFault; readonly request: string }[] = [];
  const refuse = (fault: RequestFault, name: string, change: Partial<Wanted>, signer = key): void =>
    void refused.push({ name, fault, request: toHex(requestOf(key, { ...wanted, ...change }, signer)) });
  const carrying = (content: Bytes) => ({ attributes: [attributeOf([octets(content)])] });
  const signedOver = (signed: Bytes) => carrying(concat(device.s, device.d, person, device.sign(signed)));

  refuse('no-request', 'signed by another P-256 key', {}, fixed('otherEnrolKey'));
  refuse('wrong-names', 'another common name', { commonName: callee.device.id });
  refuse('wrong-names', 'no address', { names: deviceNames(address, device.id, bundle).slice(1) });
  refuse('wrong-names', 'two devices', {
    names: [...deviceNames(address, device.id, bundle), { type: 'url', value: `urn:siegel:device:${other.id}` }],
  });
  refuse('no-proof', 'no attribute', { attributes: [] });
  refuse('no-proof', 'the attribute twice', { attributes: [attribute, attribute] });
  refuse('no-proof', 'two values', { attributes: [attributeOf([octets(proof), octets(proof)])] });
  refuse('no-proof', 'no value', { attributes: [attributeOf([])] });
  refuse('no-proof', '159 bytes', carrying(proof.slice(0, -1)));
  refuse('no-proof', '161 bytes', carrying(concat(proof, new Uint8Array(1))));
  refuse('no-proof', 'a value that is no OCTET STRING', {
    attributes: [attributeOf([concat(fromHex('8081a0'), proof)])],
  });
  refuse('no-proof', 'under another identifier', { attributes: [attributeOf([octets(proof)], fromHex('0603550403'))] });
  refuse('wrong-device', 'another s', carrying(concat(other.s, device.d, person, signature)));
  refuse('wrong-device', 'another d, and its signature', carrying(concat(device.s, other.d, person, other.sign(text))));
  refuse('wrong-device', 'the two keys in the other order', carrying(concat(device.d, device.s, person, signature)));
  refuse('wrong-device', 'the names of another device', {
    device: callee.device.id,
    bundle: bundleHash(address, person, callee.device.s),
  });
  refuse('wrong-proof', 'signed by another device', carrying(concat(device.s, device.d, person, other.sign(text))));
  refuse(
    'wrong-proof',
    'signed for another key',
    signedOver(enrolText(spkiOf(fixed('otherEnrolKey')), person, address)),
  );
  refuse('wrong-proof', 'signed for another person', signedOver(enrolText(spki, callee.chain.person, address)));
  refuse('wrong-proof', 'signed for another address', signedOver(enrolText(spki, person, callee.address)));
  refuse('wrong-proof', 'signed without the label', signedOver(text.slice('Siegel 1 enrol'.length)));
  refuse('wrong-proof', 'S above the order', carrying(concat(device.s, device.d, person, malleable(signature))));
  const weak = deviceId(device.s, IDENTITY_POINT);
  const empty = concat(IDENTITY_POINT, new Uint8Array(32)); // R and S that fit every text under a key of order 1
  refuse('wrong-proof', 'a d of small order', {
    ...carrying(concat(device.s, IDENTITY_POINT, person, empty)),
    device: weak,
  });
  refuse('wrong-bundle', 'the bundle of another person', {
    bundle: bundleHash(address, callee.chain.person, device.s),
  });

  return {
    identifier: DEVICE_PROOF,
    identifierDer: toHex(PROOF_OID),
    address,
    deviceId: device.id,
    person: toHex(person),
    subjectPublicKeyInfo: toHex(spki),
    bundle: toHex(bundle),
    signedText: toHex(text),
    proof: toHex(proof),
    attribute: toHex(attribute),
    request: toHex(requestOf(key, wanted)),
    refused,
  };
}

// The same signature with the order of the base point added to S, which RFC 8032 §5.1.7 refuses.
function malleable(signature: Bytes): Bytes {
  const little = signature.slice(32).toReversed();
  const s = BigInt(`0x${toHex(little)}`) + ed25519.Point.Fn.ORDER;
  return concat(signature.slice(0, 32), fromHex(s.toString(16).padStart(64, '0')).toReversed());
}
