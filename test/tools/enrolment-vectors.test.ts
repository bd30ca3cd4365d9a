// The requests of the frozen vectors, read by the authority's own code and again by independent code, as a second
// implementation would read them.
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/core/bytes.ts';
import { x509 } from '../../src/main/organisation/x509.ts';
import { readDeviceRequest, requestFaults } from '../../tools/ca/device-request.ts';
import { actorOf } from '../core/keys/hand-written-chain.ts';
import { readVectors } from '../core/keys/read-vectors.ts';

interface Section {
  readonly address: string;
  readonly deviceId: string;
  readonly person: string;
  readonly subjectPublicKeyInfo: string;
  readonly bundle: string;
  readonly signedText: string;
  readonly proof: string;
  readonly attribute: string;
  readonly request: string;
  readonly refused: readonly { readonly name: string; readonly fault: string; readonly request: string }[];
}
const { enrolment } = readVectors('siegel-1.json') as { readonly enrolment: Section };

describe('requests of the vectors', () => {
  it('the request of the vectors is accepted with its device, address, bundle and key', () => {
    const read = readDeviceRequest(fromHex(enrolment.request));
    if (typeof read === 'string') throw new Error(read);
    const { address, device, bundle, spki } = read;
    expect({ address, device, bundle: toHex(bundle), spki: toHex(spki) }).toEqual({
      address: enrolment.address,
      device: enrolment.deviceId,
      bundle: enrolment.bundle,
      spki: enrolment.subjectPublicKeyInfo,
    });
  });

  it('the X.509 library verifies the request of the vectors, which contains the attribute once', async () => {
    const request = new x509.Pkcs10CertificateRequest(fromHex(enrolment.request));
    expect(await request.verify()).toBe(true);
    expect(enrolment.request.split(enrolment.attribute)).toHaveLength(2);
  });

  it('the proof of the vectors has the keys and person of its device, and a signature that Node’s crypto accepts', () => {
    const [s, d, person, signature] = [0, 64, 128, 192].map((at, part) =>
      enrolment.proof.slice(at, part === 3 ? undefined : at + 64),
    );
    expect(actorOf(fromHex(s ?? ''), fromHex(d ?? ''), () => new Uint8Array(64)).id).toBe(enrolment.deviceId);
    expect(person).toBe(enrolment.person);
    const key = createPublicKey({
      key: Buffer.from(`302a300506032b6570032100${d}`, 'hex'),
      format: 'der',
      type: 'spki',
    });
    expect(verify(undefined, fromHex(enrolment.signedText), key, fromHex(signature ?? ''))).toBe(true);
  });
});

describe('refused requests of the vectors', () => {
  it.each(enrolment.refused)('a request of the vectors is refused as $fault: $name', ({ fault, request }) => {
    expect(readDeviceRequest(fromHex(request))).toBe(fault);
  });

  it('the vectors contain a refused request for every fault', () => {
    expect(new Set(enrolment.refused.map(({ fault }) => fault))).toEqual(new Set(Object.keys(requestFaults)));
  });
});
