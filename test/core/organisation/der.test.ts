// DER is split into elements and joined again without a change, and malformed DER is refused.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concat, equal } from '../../../src/core/bytes.ts';
import { derElement, derElements } from '../../../src/core/organisation/der.ts';

const bytes = (...list: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(list);
const sequence = (length: number): Uint8Array<ArrayBuffer> => {
  const header =
    length < 128
      ? [length]
      : length < 256
        ? [0x81, length]
        : length < 65_536
          ? [0x82, length >> 8, length & 255]
          : [0x83, length >> 16, (length >> 8) & 255, length & 255];
  return concat(bytes(0x30, ...header), new Uint8Array(length).fill(7));
};

it('DER elements with a length field of every allowed width are read', () => {
  const lengths = [0, 127, 128, 255, 256, 65_535, 65_536];
  const elements = derElements(concat(...lengths.map(sequence)));
  expect(elements?.map(({ content }) => content.length)).toEqual(lengths);
  expect(elements?.[3]?.whole).toEqual(sequence(255));
  expect(derElements(bytes())).toEqual([]);
});

it('DER elements with a length field of every allowed width are written, and writing a longer element throws', () => {
  for (const length of [0, 127, 128, 255, 256, 65_535, 65_536]) {
    const half = new Uint8Array(Math.floor(length / 2)).fill(7);
    expect(derElement(0x30, half, new Uint8Array(length - half.length).fill(7))).toEqual(sequence(length));
  }
  expect(() => derElement(0x04, new Uint8Array(2 ** 24))).toThrow('longer than a reader takes');
});

it.each([
  ['a missing length', bytes(0x30)],
  ['an indefinite length', bytes(0x30, 0x80, 0, 0)],
  ['a length longer than necessary', bytes(0x30, 0x81, 0x01, 0)],
  ['a length of four bytes', bytes(0x30, 0x84, 0, 0, 0, 0)],
  ['truncated content', bytes(0x30, 2, 0)],
  ['a tag of several bytes', bytes(0x3f, 0x81, 0)],
  ['bytes after the end', concat(sequence(3), bytes(0))],
])('DER with %s is refused', (_what, input) => {
  expect(derElements(input)).toBeUndefined();
});

it('reading DER never throws, and an accepted input is read completely', () => {
  const isWhole = (input: Uint8Array<ArrayBuffer>): boolean => {
    const elements = derElements(input);
    return elements === undefined || equal(concat(...elements.map(({ whole }) => whole)), input);
  };
  expect(() =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (input) => isWhole(new Uint8Array(input)))),
  ).not.toThrow();
});
