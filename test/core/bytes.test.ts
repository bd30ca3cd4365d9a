import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assert, unreachable, unwrap } from '../../src/core/assert.ts';
import {
  concat,
  equal,
  fromB64u,
  fromHex,
  lengthPrefixed,
  readUint,
  toB64u,
  toBase32,
  toHex,
  uint,
  utf8,
} from '../../src/core/bytes.ts';

describe('encodings of bytes', () => {
  test('base64url agrees with the platform and decodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(toB64u(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromB64u(toB64u(bytes))).toEqual(bytes);
      }),
    );
  });
  test.each(['A', 'AB', 'AAF', 'AA==', 'A+', 'Ä', 'AAAAA'])(
    'base64url text that is invalid or not canonical is refused: %s',
    (text) => {
      expect(fromB64u(text)).toBeUndefined();
    },
  );
  test('base32 follows RFC 4648, truncated and in lower case', () => {
    expect(toBase32(utf8('foobar'), 9)).toBe('mzxw6ytbo');
    expect(toBase32(utf8('foob'), 6)).toBe('mzxw6y');
    expect(() => toBase32(utf8('f'), 2)).toThrow('not enough bits');
  });
  test('integers are big-endian with a fixed width and never truncated', () => {
    expect(toHex(uint(8, 0x0102n))).toBe('0000000000000102');
    expect(toHex(uint(2, 0xfffe))).toBe('fffe');
    expect(readUint(fromHex('ffffffffffffffff'), 0, 8)).toBe(2n ** 64n - 1n);
    expect(readUint(fromHex('00010203'), 1, 2)).toBe(0x0102n);
    expect(() => uint(1, 256)).toThrow('out of range');
    expect(() => uint(4, -1)).toThrow('out of range');
    expect(() => readUint(fromHex('00'), 0, 2)).toThrow('past the end');
  });
  test('a length-prefixed field begins with its length in two bytes, and joined bytes have no prefix', () => {
    expect(toHex(lengthPrefixed(utf8('ab')))).toBe('00026162');
    expect(toHex(concat(utf8('a'), utf8('b')))).toBe('6162');
  });
  test('byte strings are equal only if they have the same length and no bit of any byte differs', () => {
    const bytes = fromHex('00ff10a5');
    expect(equal(bytes, bytes.slice())).toBe(true);
    for (let bit = 0; bit < 32; bit++) {
      const other = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(equal(bytes, other)).toBe(false);
    }
    expect([equal(bytes, bytes.slice(0, 3)), equal(bytes.slice(0, 3), bytes)]).toEqual([false, false]);
  });
});

describe('assertions', () => {
  test('a failing assertion throws, and a passing assertion does not', () => {
    expect(() => assert(false, 'why')).toThrow('why');
    expect(() => assert(true, 'why')).not.toThrow();
    expect(unwrap(0, 'there')).toBe(0);
    expect(() => unwrap(undefined, 'there')).toThrow('there');
    expect(() => unreachable('x' as never)).toThrow('unreachable');
  });
});
