import { describe, expect, test } from 'vitest';
import { readLinkCode, writeLinkCode } from '../../../src/core/keys/link-code.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const device = deviceKeysOf(new Uint8Array(32).fill(3)).id;
const code = writeLinkCode(device);

describe('link codes', () => {
  test('a link code has seven groups of four and reads back however it is typed', () => {
    expect(code).toMatch(/^(?:[A-Z2-7]{4} ){6}[A-Z2-7]{4}$/);
    expect(readLinkCode(code)).toEqual({ device });
    expect(readLinkCode(code.toLowerCase().replaceAll(' ', '-'))).toEqual({ device });
    expect(readLinkCode(` ${code.replaceAll(' ', '')}\n`)).toEqual({ device });
  });

  test('a link code accepts the digits 0, 1 and 8 for the letters they resemble', () => {
    const looking = code.replaceAll('O', '0').replaceAll('L', '1').replaceAll('B', '8');
    expect(looking).not.toBe(code);
    expect(readLinkCode(looking)).toEqual({ device });
  });

  test('a link code with one changed or two adjacent swapped characters is detected as mistyped', () => {
    const plain = code.replaceAll(' ', '');
    let passed = 0;
    for (let at = 0; at < plain.length; at++) {
      const other = plain[at] === 'A' ? 'B' : 'A';
      const changed = plain.slice(0, at) + other + plain.slice(at + 1);
      const swapped = plain.slice(0, at) + (plain[at + 1] ?? '') + (plain[at] ?? '') + plain.slice(at + 2);
      for (const wrong of [changed, swapped]) if (wrong !== plain && readLinkCode(wrong) !== 'mistyped') passed++;
    }
    expect(passed).toBe(0);
  });

  test('a short link code is unfinished, and a long or non-base32 one is mistyped', () => {
    expect(readLinkCode('')).toBe('unfinished');
    expect(readLinkCode(code.slice(0, -1))).toBe('unfinished');
    expect(readLinkCode(`${code}A`)).toBe('mistyped');
    expect(readLinkCode('!'.repeat(28))).toBe('mistyped');
  });
});
