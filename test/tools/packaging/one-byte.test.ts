// The engine reads an escaped file as what the original file said.
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { inOneByte } from '../../../tools/packaging/one-byte.ts';

test('strings, templates and expressions mean the same in one byte per character', () => {
  const code = 'JSON.stringify(["–", `${"…"}ä`, "😀", /^[\\u0300–☃]$/u.test("☃"), /^😀$/u.test("😀")]) // ←';
  const escaped = inOneByte(code);
  expect(runInNewContext(escaped)).toBe(runInNewContext(code));
  expect(escaped).not.toMatch(/[\u0100-\uffff]/);
  expect(escaped).toContain('ä');
});

test.each(['"\\–"', 'String.raw`a–`'])('%s is refused, since an escape would mean something else there', (code) => {
  expect(() => inOneByte(code)).toThrow('cannot be written in one byte');
});
