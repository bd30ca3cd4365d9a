import { expect, test } from 'vitest';
import { codePointsOf } from '../../../src/renderer/state/code-points.ts';

test.each<[string, readonly string[]]>([
  ['anna@klinik.example', []],
  ['jürgen.größe@klinik.example', ['ü U+00FC', 'ö U+00F6', 'ß U+00DF']],
  ['анна@klinik.example', ['а U+0430', 'н U+043D']],
  ['a\u3164@klinik.example', ['\u3164 U+3164']],
  ['\u0E2A\u0E31@klinik.example', ['\u0E2A U+0E2A', '\u25CC\u0E31 U+0E31']],
  ['\u{20BB7}@klinik.example', ['\u{20BB7} U+20BB7']],
  ['nobody', []],
])('the distinct non-ASCII characters before the @ of %s are listed with their code points', (address, points) => {
  expect(codePointsOf(address)).toEqual(points);
});
