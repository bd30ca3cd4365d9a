import { describe, expect, test } from 'vitest';
import { readLinkCode, writeLinkCode } from '../../../src/core/keys/link-code.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const device = deviceKeysOf(new Uint8Array(32).fill(3)).id;
const code = writeLinkCode(device);

describe('a link code', () => {
  test('has seven groups of four and reads back as the device id, however it is typed', () => {
    expect(code).toMatch(/^(?:[A-Z2-7]{4} ){6}[A-Z2-7]{4}$/);
    expect(readLinkCode(code)).toEqual({ device });
    expect(readLinkCode(code.toLowerCase().replaceAll(' ', '-'))).toEqual({ device });
    expect(readLinkCode(` ${code.replaceAll(' ', '')}\n`)).toEqual({ device });
  });

  test('takes digits that base32 does not have for the letters they look like', () => {
    const looking = code.replaceAll('O', '0').replaceAll('L', '1').replaceAll('B', '8');
    expect(looking).not.toBe(code);
    expect(readLinkCode(looking)).toEqual({ device });
  });

  test('is told from a mistyped one: any single character changed, or two neighbours swapped', () => {
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

  test('is unfinished while it is too short, and mistyped where it is too long or no base32', () => {
    expect(readLinkCode('')).toBe('unfinished');
    expect(readLinkCode(code.slice(0, -1))).toBe('unfinished');
    expect(readLinkCode(`${code}A`)).toBe('mistyped');
    expect(readLinkCode('!'.repeat(28))).toBe('mistyped');
  });
});
