// Code with escapes means the same to the engine as the original. Code in which an escape would mean something else is
// refused.
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { inOneByte } from '../../../tools/packaging/one-byte.ts';

test('strings, templates and regular expressions keep their meaning when they are written in one byte per character', () => {
  const code = 'JSON.stringify(["–", `${"…"}ä`, "😀", /^[\\u0300–☃]$/u.test("☃"), /^😀$/u.test("😀")]) // ←';
  const escaped = inOneByte(code);
  expect(runInNewContext(escaped)).toBe(runInNewContext(code));
  expect(escaped).not.toMatch(/[\u0100-\uffff]/);
  expect(escaped).toContain('ä');
});

test.each(['"\\–"', 'String.raw`a–`'])(
  'the code %s is refused, since an escape in it would mean something else',
  (code) => {
    expect(() => inOneByte(code)).toThrow('cannot be written in one byte');
  },
);
