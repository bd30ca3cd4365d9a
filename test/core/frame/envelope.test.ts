import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/core/bytes.ts';
import { findEscapes, unescape, writeEscaped } from '../../../src/core/frame/emulation.ts';
import type { Codec } from '../../../src/core/frame/envelope.ts';
import { unwrapFrame, wrapFrame } from '../../../src/core/frame/envelope.ts';

const codecs: readonly Codec[] = ['bare', 'VP8', 'VP9', 'AV1', 'H264'];
const header = fromHex('09aabb');
const sealed = fromHex('112233');

/** Random bytes with far more zeros than chance would give. */
const hard = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant(0) },
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 255 }),
    ),
  )
  .map((numbers) => Uint8Array.from(numbers));

describe('the constant envelope', () => {
  test.each<[Codec, boolean, string]>([
    ['bare', false, '09aabb112233'],
    ['VP9', true, '09aabb112233'],
    ['VP8', true, '1000009d012a8002e00109aabb112233'],
    ['VP8', false, '1109aabb112233'],
    ['AV1', true, '0a01003009aabb112233'],
    ['AV1', false, '3009aabb112233'],
    ['H264', true, '000000016742e01fda0280f68078b1750000000168ce38800000000165b809aabb11223380'],
    ['H264', false, '0000000161e009aabb11223380'],
  ])('the %s envelope, key frame %s, matches protocol.md byte for byte', (codec, keyFrame, hex) => {
    expect(toHex(wrapFrame(codec, keyFrame, header, sealed))).toBe(hex);
  });

  test('a frame is wrapped into a buffer of its own and unwraps unchanged', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codecs), fc.boolean(), hard, (codec, keyFrame, body) => {
        const wrapped = wrapFrame(codec, keyFrame, header, body);
        expect(wrapped.byteLength).toBe(wrapped.buffer.byteLength);
        expect(toHex(unwrapFrame(codec, keyFrame, wrapped) ?? fromHex(''))).toBe(toHex(concat(header, body)));
      }),
    );
  });

  test.each<[Codec, boolean, number]>([
    ['VP8', true, 10],
    ['VP8', false, 1],
    ['AV1', true, 4],
    ['AV1', false, 1],
    ['H264', true, 29],
    ['H264', false, 6],
  ])('an altered or cut %s envelope, key frame %s, is refused', (codec, keyFrame, length) => {
    const wrapped = wrapFrame(codec, keyFrame, header, sealed);
    for (let bit = 0; bit < length * 8; bit++) {
      const changed = Uint8Array.from(wrapped);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(unwrapFrame(codec, keyFrame, changed)).toBeUndefined();
    }
    for (let cut = 0; cut < length; cut++) {
      expect(unwrapFrame(codec, keyFrame, wrapped.slice(0, cut))).toBeUndefined();
    }
  });

  test.each<Codec>(['VP8', 'AV1', 'H264'])(
    'a %s delta frame is not unwrapped as a key frame, nor a key frame as a delta frame',
    (codec) => {
      expect(unwrapFrame(codec, true, wrapFrame(codec, false, header, sealed))).toBeUndefined();
      expect(unwrapFrame(codec, false, wrapFrame(codec, true, header, sealed))).toBeUndefined();
    },
  );
});

describe('AV1 units', () => {
  const body = new Uint8Array(200).fill(7);

  test('a size field added by the depacketizer is accepted in its shortest, exact form', () => {
    expect(toHex(unwrapFrame('AV1', false, fromHex('3203aabbcc')) ?? fromHex(''))).toBe('aabbcc');
    expect(unwrapFrame('AV1', true, concat(fromHex('0a010032c801'), body))).toHaveLength(200);
    expect(unwrapFrame('AV1', false, fromHex('3200'))).toHaveLength(0);
  });

  test.each([
    ['3202aabbcc', 'is smaller than the frame'],
    ['3204aabbcc', 'reaches past the end'],
    ['328300aabbcc', 'is written one byte longer than needed'],
    ['32838000aabbcc', 'is written two bytes longer than needed'],
    ['3283', 'is cut short'],
    ['32ffffffff0f', 'takes more than four bytes'],
    ['32', 'is missing'],
    ['36030000000000', 'belongs to a unit with an extension'],
    ['1203aabbcc', 'belongs to another kind of unit'],
  ])('the AV1 unit %s is refused because its size %s', (hex) => {
    expect(unwrapFrame('AV1', false, fromHex(hex))).toBeUndefined();
  });
});

describe('emulation prevention in H.264', () => {
  test.each([
    ['', ''],
    ['0000', '0000'],
    ['000000', '00000300'],
    ['000001', '00000301'],
    ['000003', '00000303'],
    ['000004', '000004'],
    ['0000000000', '00000300000300'],
    ['00000000000000', '00000300000300000300'],
    ['ff0000020000', 'ff000003020000'],
    ['01000100000300', '0100010000030300'],
  ])('the bytes %s are escaped as %s and restored', (plain, escaped) => {
    const bytes = fromHex(plain);
    const escapes = findEscapes(bytes);
    const out = new Uint8Array(bytes.length + escapes.length);
    writeEscaped(out, 0, bytes, escapes);
    expect(toHex(out)).toBe(escaped);
    expect(toHex(unescape(out) ?? fromHex('ff'))).toBe(plain);
  });

  test('escaping matches a byte-by-byte implementation of the standard', () => {
    fc.assert(
      fc.property(hard, (bytes) => {
        const expected: number[] = [];
        let zeros = 0;
        for (const byte of bytes) {
          if (zeros >= 2 && byte <= 3) {
            expected.push(3);
            zeros = 0;
          }
          expected.push(byte);
          zeros = byte === 0 ? zeros + 1 : 0;
        }
        const escapes = findEscapes(bytes);
        const out = new Uint8Array(bytes.length + escapes.length);
        writeEscaped(out, 0, bytes, escapes);
        expect([...out]).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test('each sequence of bytes has one escaped form', () => {
    fc.assert(
      fc.property(hard, (escaped) => {
        const plain = unescape(escaped);
        if (plain === undefined) return;
        const escapes = findEscapes(plain);
        const again = new Uint8Array(plain.length + escapes.length);
        writeEscaped(again, 0, plain, escapes);
        expect(toHex(again)).toBe(toHex(escaped));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['00000304', 'an unnecessary 03'],
    ['000003', 'a 03 at the end, which the closing 80 makes unnecessary'],
    ['000000', 'a missing 03 before 00'],
    ['000001', 'a missing 03 before 01, a start code'],
    ['aa000002', 'a missing 03 before 02'],
    ['0000030000', ''],
  ])('the H.264 body %s is refused exactly if it has a fault: %s', (hex, why) => {
    const wrapped = concat(fromHex('0000000161e0'), fromHex(hex), fromHex('80'));
    expect(unwrapFrame('H264', false, wrapped) === undefined).toBe(why !== '');
  });

  test('an H.264 frame without its closing 80 is refused, with or without a body', () => {
    expect(unwrapFrame('H264', false, fromHex('0000000161e009aabb81'))).toBeUndefined();
    expect(unwrapFrame('H264', false, fromHex('0000000161e0'))).toBeUndefined();
  });
});
