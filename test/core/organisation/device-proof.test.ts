// The proof in a certificate request: accepted only if it occurs exactly once, and valid for one device, key, person
// and address only.
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, toHex } from '../../../src/core/bytes.ts';
import { derElement, derElements } from '../../../src/core/organisation/der.ts';
import {
  DEVICE_PROOF,
  faultOfProof,
  readDeviceProof,
  writeDeviceProof,
} from '../../../src/core/organisation/device-proof.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const keys = deviceKeysOf(new Uint8Array(32).fill(1));
const person = new Uint8Array(32).fill(7);
const asked = { device: keys.id, address: 'alice@klinik.example', spki: new Uint8Array(91).fill(9) };
const attribute = writeDeviceProof(keys, person, asked);
const extensions = derElement(0x30, new Uint8Array([6, 1, 42]), derElement(0x31));

// An independent base-128 encoder. The UUID printed in the protocol must give the bytes in the code.
function identifierOf(uuid: string): string {
  const digits: number[] = [];
  for (let rest = BigInt(`0x${uuid.replaceAll('-', '')}`); rest > 0n; rest >>= 7n) {
    digits.unshift(Number(rest & 127n) | (digits.length === 0 ? 0 : 128));
  }
  return toHex(derElement(0x06, new Uint8Array([2 * 40 + 25, ...digits])));
}

describe('device proofs', () => {
  it('the device proof has the identifier that the protocol derives from a UUID', () => {
    const uuid = 'f9cb1e14-c10e-4d67-b8ef-6b9c85f65960';
    expect(DEVICE_PROOF).toBe(`2.25.${String(BigInt(`0x${uuid.replaceAll('-', '')}`))}`);
    const [type] = derElements(derElements(attribute)![0]!.content)!;
    expect(toHex(type!.whole)).toBe(identifierOf(uuid));
  });

  it('the device proof is read alone or beside another attribute, and verifies', () => {
    for (const attributes of [attribute, concat(extensions, attribute), concat(attribute, extensions)]) {
      const proof = readDeviceProof(attributes)!;
      expect(proof).toMatchObject({ s: keys.s, d: keys.d, person });
      expect(faultOfProof(proof, asked)).toBeUndefined();
    }
  });

  it.each([
    ['is missing', extensions],
    ['occurs twice', concat(attribute, attribute)],
    ['is among attributes that cannot be split', concat(attribute, new Uint8Array([0x30]))],
    ['is truncated', attribute.slice(0, -1)],
  ])('the device proof is not read if it %s', (_what, attributes: Bytes) => {
    expect(readDeviceProof(attributes)).toBeUndefined();
  });

  it('the device proof fails for another device, address, key or person', () => {
    const proof = readDeviceProof(attribute)!;
    const other = deviceKeysOf(new Uint8Array(32).fill(2));
    expect(faultOfProof(proof, { ...asked, device: other.id })).toBe('wrong-device');
    expect(faultOfProof({ ...proof, s: other.s }, asked)).toBe('wrong-device');
    expect(faultOfProof({ ...proof, d: other.d }, asked)).toBe('wrong-device');
    expect(faultOfProof(proof, { ...asked, address: 'bob@klinik.example' })).toBe('wrong-proof');
    expect(faultOfProof(proof, { ...asked, spki: new Uint8Array(91) })).toBe('wrong-proof');
    expect(faultOfProof({ ...proof, person: new Uint8Array(32) }, asked)).toBe('wrong-proof');
    expect(faultOfProof({ ...proof, signature: new Uint8Array(64) }, asked)).toBe('wrong-proof');
  });
});
