// The hint of an address: a written hint can be read back. A hint with more than 64 ids, with other texts than ids, or
// in another form is refused.
import { describe, expect, test } from 'vitest';
import { sha256 } from '@noble/hashes/sha2.js';
import { toBase32, utf8 } from '../../../src/core/bytes.ts';
import { readHint, writeHint } from '../../../src/core/signal/hint.ts';

const ids = Array.from({ length: 65 }, (_, n) => toBase32(sha256(utf8(String(n))), 26));
const [one = '', two = ''] = ids;
const read = (text: string) => readHint(utf8(text));

test('a hint of up to 64 devices reads back in its order', () => {
  for (const some of [[], [two, one], ids.slice(0, 64)]) expect(readHint(writeHint(some))).toEqual(some);
  expect(new TextDecoder().decode(writeHint([one]))).toBe(`{"v":1,"devices":["${one}"]}`);
  expect(writeHint(ids.slice(0, 64))).toHaveLength(1875);
});

test('a hint with 65 ids, a repeated id or an invalid id is never written', () => {
  for (const devices of [ids, [one, two, one], ['+'], [one.toUpperCase()], [`${one}/${two}`]]) {
    expect(() => writeHint(devices)).toThrow('64 distinct device ids');
  }
});

describe('hints that are refused', () => {
  test.each([
    ['65 ids', JSON.stringify({ v: 1, devices: ids })],
    ['an id twice', `{"v":1,"devices":["${one}","${one}"]}`],
    ['an id in upper case', `{"v":1,"devices":["${one.toUpperCase()}"]}`],
    ['a wildcard', '{"v":1,"devices":["+"]}'],
    ['a topic in place of an id', `{"v":1,"devices":["${one}/${two}"]}`],
    ['an id of 25 characters', `{"v":1,"devices":["${one.slice(1)}"]}`],
    ['another version', '{"v":2,"devices":[]}'],
    ['no field for devices', '{"v":1}'],
    ['an additional field', '{"v":1,"devices":[],"at":1}'],
    ['its fields in another order', '{"devices":[],"v":1}'],
    ['white space', '{"v":1,"devices": []}'],
    ['the fields of a signed list', '{"list":"{}","sig":""}'],
    ['bytes that are not JSON', 'x'],
    ['no bytes', ''],
  ])('a hint with %s is refused', (_what, text) => expect(read(text)).toBeUndefined());
});
