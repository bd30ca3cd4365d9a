import * as v from 'valibot';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, utf8 } from '../../../src/core/bytes.ts';
import { pad, readJson, unpad, writeJson } from '../../../src/core/signal/json.ts';

const Schema = v.strictObject({ a: v.string(), n: v.number(), list: v.array(v.nullable(v.boolean())) });
const read = (text: string) => readJson(Schema, utf8(text));

describe('canonical JSON', () => {
  test('a value written as canonical JSON reads back unchanged', () => {
    fc.assert(
      fc.property(
        fc.record({ a: fc.string({ unit: 'grapheme' }), n: fc.maxSafeNat(), list: fc.array(fc.option(fc.boolean())) }),
        (value) => {
          const ordered = { a: value.a, n: value.n, list: value.list };
          expect(readJson(Schema, writeJson(ordered))).toEqual(ordered);
        },
      ),
    );
  });

  test.each([
    ['another field order', '{"n":1,"a":"x","list":[]}'],
    ['an unknown field', '{"a":"x","n":1,"list":[],"b":1}'],
    ['a missing field', '{"a":"x","n":1}'],
    ['a repeated field', '{"a":"x","a":"x","n":1,"list":[]}'],
    ['white space', '{"a": "x","n":1,"list":[]}'],
    ['white space at the end', '{"a":"x","n":1,"list":[]} '],
    ['a BOM at the start', '\ufeff{"a":"x","n":1,"list":[]}'],
    ['an unnecessary escape', '{"a":"\\u0078","n":1,"list":[]}'],
    ['an escaped lone surrogate', '{"a":"\\ud800","n":1,"list":[]}'],
    ['a fraction', '{"a":"x","n":1.5,"list":[]}'],
    ['a number above 2^53 - 1', '{"a":"x","n":9007199254740993,"list":[]}'],
    ['minus zero', '{"a":"x","n":-0,"list":[]}'],
    ['an exponent', '{"a":"x","n":1e3,"list":[]}'],
    ['a text that is not JSON', 'siegel'],
    ['an empty text', ''],
  ])('canonical JSON refuses %s', (_, text) => {
    expect(read('{"a":"x","n":1,"list":[]}')).toBeDefined();
    expect(read(text)).toBeUndefined();
  });

  test('canonical JSON refuses invalid UTF-8', () => {
    const good = utf8('{"a":"x","n":1,"list":[]}');
    expect(readJson(Schema, concat(good.slice(0, 6), new Uint8Array([0xff]), good.slice(7)))).toBeUndefined();
  });

  test('a value without a canonical text is not written', () => {
    expect(() => writeJson({ a: '\ud800' })).toThrow('assertion');
    expect(() => writeJson({ a: 0.5 })).toThrow('assertion');
    expect(() => writeJson(undefined)).toThrow('assertion');
  });
});

describe('padding to 256 bytes', () => {
  test('padding extends a text to the smallest multiple of 256 bytes that holds the text, and is removed again', () => {
    for (const length of [1, 2, 255, 256, 257, 511, 512]) {
      const bytes = new Uint8Array(length).fill(0x7d);
      const padded = pad(bytes);
      expect(padded.length).toBe(Math.ceil(length / 256) * 256);
      expect(unpad(padded)).toEqual(bytes);
    }
  });

  test('a padded text is refused if it is empty, ends in a whole block of padding, or has a length that is no multiple of 256', () => {
    expect(unpad(concat(new Uint8Array(256).fill(0x7d), new Uint8Array(256).fill(0x20)))).toBeUndefined();
    expect(unpad(new Uint8Array(0))).toBeUndefined();
    expect(unpad(new Uint8Array(255).fill(0x7d))).toBeUndefined();
    expect(unpad(new Uint8Array(256).fill(0x20))).toBeUndefined();
  });
});
