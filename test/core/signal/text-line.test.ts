import { describe, expect, test } from 'vitest';
import { readTextLine, writeTextLine } from '../../../src/core/signal/text-line.ts';

describe('text lines', () => {
  test.each([
    { line: 0, text: '', isDone: false },
    { line: 7, text: 'Grüße = 1:2 <b>', isDone: true },
    { line: 999_999, text: '\u{20ac}'.repeat(1000), isDone: false },
  ])('the text line with the number $line reads back as written', (line) => {
    const text = writeTextLine(line);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(4000);
    expect(readTextLine(text)).toEqual(line);
  });

  test.each(['', 'text', '1', '01:a', '-1:a', '1000000:a', ' 1:a', '1;a', `1:${'a'.repeat(1001)}`])(
    'a malformed text line is refused: %j',
    (text) => {
      expect(readTextLine(text)).toBeUndefined();
    },
  );

  test('a line break, control character or direction mark in a text line is read as a space', () => {
    const nasty = ['\n', '\r', '\t', '\u0000', '\u2028', '\u2029', '\u202e', '\u2066', '\u200f', '\u061c'];
    for (const mark of nasty) expect(readTextLine(`3=a${mark}b`)?.text).toBe('a b');
  });
});
