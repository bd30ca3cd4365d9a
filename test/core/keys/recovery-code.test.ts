import { createHash, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { toBase32, toHex } from '../../../src/core/bytes.ts';
import { isLastGroup, readRecoveryCode, recoverySeed, showRecoveryCode } from '../../../src/core/keys/recovery-code.ts';
import { Secret } from '../../../src/core/keys/secret.ts';

const bits = Uint8Array.from({ length: 20 }, (_, i) => i * 13 + 1);
const code = () => Secret.own(bits.slice());
const shown = showRecoveryCode(code());
const plain = shown.replaceAll(' ', '');

function read(typed: string): string {
  const outcome = readRecoveryCode(typed);
  return typeof outcome === 'string' ? outcome : outcome.use(toHex);
}

describe('recovery codes', () => {
  test('a recovery code is base32 of its bits with two check letters, in groups', () => {
    expect(shown).toMatch(/^(?:[A-Z2-7]{4} ){8}[A-Z2-7]{2}$/);
    const letters = toBase32(bits, 32);
    const check = toBase32(createHash('sha256').update(`Siegel 1 recovery code${letters}`).digest(), 2);
    expect(plain).toBe((letters + check).toUpperCase());
  });

  test('a recovery code is read however it is typed', () => {
    const hex = toHex(bits);
    expect(read(shown)).toBe(hex);
    expect(read(shown.toLowerCase().replaceAll(' ', '-'))).toBe(hex);
    expect(read(` ${plain}\n`)).toBe(hex);
    expect(read(plain.split('').join('\u00A0\t'))).toBe(hex);
  });

  test('a recovery code accepts digits for the letters they resemble', () => {
    const looking = showRecoveryCode(Secret.own(new Uint8Array(20).fill(0b01011011))).replaceAll('L', '1');
    const all = 'OLBOLBOLBOLBOLBOLBOLBOLBOLBOLBOL';
    const check = toBase32(createHash('sha256').update(`Siegel 1 recovery code${all.toLowerCase()}`).digest(), 2);
    const digits = all.replaceAll('O', '0').replaceAll('L', '1').replaceAll('B', '8');
    expect(read(digits + check)).toBe(read(all + check));
    expect(read(digits + check)).toMatch(/^[0-9a-f]{40}$/);
    expect(read(looking)).toBe(toHex(new Uint8Array(20).fill(0b01011011)));
  });

  test('a recovery code reads back as its bits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (any) => {
        expect(read(showRecoveryCode(Secret.own(any.slice())))).toBe(toHex(any));
      }),
    );
  });

  test('the check letters detect a mistyped recovery code', () => {
    let told = 0;
    let tried = 0;
    for (let at = 0; at < plain.length; at++) {
      const other = plain[at] === 'A' ? 'B' : 'A';
      const swapped = plain.slice(0, at) + (plain[at + 1] ?? '') + plain[at] + plain.slice(at + 2);
      for (const wrong of [plain.slice(0, at) + other + plain.slice(at + 1), swapped]) {
        if (wrong === plain) continue;
        tried++;
        if (read(wrong) === 'mistyped') told++;
      }
    }
    expect(tried).toBeGreaterThan(60);
    expect(told).toBe(tried); // two check letters miss 1 change in 1,024, and none in this code
  });

  test('a short recovery code is unfinished, and a long or non-base32 one is mistyped', () => {
    expect(read('')).toBe('unfinished');
    expect(read(shown.slice(0, -1))).toBe('unfinished');
    expect(read(`${shown}A`)).toBe('mistyped');
    expect(read('!'.repeat(34))).toBe('mistyped');
    expect(read('9'.repeat(34))).toBe('mistyped');
  });

  test('a recovery code with a Unicode letter that could be converted to an ASCII one is mistyped', () => {
    const withI = showRecoveryCode(Secret.own(bits.with(0, 0x40)));
    expect(withI).toMatch(/^I/);
    expect(read(withI)).toMatch(/^40/);
    expect(read(withI.replace('I', 'İ'))).toBe('mistyped'); // its lower case is an i and a combining dot
    expect(read(withI.replace('I', 'ũ'))).toBe('mistyped'); // U+0169: its low byte is an i
  });

  test('the last group confirms a recovery code, however it is typed', () => {
    const last = plain.slice(-2);
    for (const typed of [last, last.toLowerCase(), ` ${last[0]}-${last[1]} `])
      expect(isLastGroup(code(), typed)).toBe(true);
    for (const typed of ['', last[0]!, `${last}A`, plain.slice(-4), plain.slice(0, 2), plain]) {
      expect(isLastGroup(code(), typed)).toBe(false);
    }
    expect(isLastGroup(Secret.own(new Uint8Array(20)), last)).toBe(false);
  });

  test('a recovery code of another length throws', () => {
    expect(() => showRecoveryCode(Secret.own(new Uint8Array(19)))).toThrow('20 bytes');
    expect(() => recoverySeed(Secret.own(new Uint8Array(32)))).toThrow('20 bytes');
  });
});

describe('erasing intermediate secrets', () => {
  /** The buffers outside the heap that `work` makes and does not erase. */
  function leftBy(work: () => unknown): readonly ArrayBuffer[] {
    const made: ArrayBuffer[] = [];
    vi.stubGlobal(
      'ArrayBuffer',
      new Proxy(ArrayBuffer, {
        construct: (target, [length]: [number]) => {
          const buffer = new target(length);
          made.push(buffer);
          return buffer;
        },
      }),
    );
    work();
    vi.unstubAllGlobals();
    expect(made.length).toBeGreaterThan(1);
    return made.filter((buffer) => new Uint8Array(buffer).some((byte) => byte !== 0));
  }

  test('showing, confirming or rejecting a recovery code leaves no intermediate secret', () => {
    const secret = code();
    const wrong = plain.slice(0, -1) + (plain.endsWith('A') ? 'B' : 'A');
    expect(leftBy(() => showRecoveryCode(secret))).toEqual([]);
    expect(leftBy(() => isLastGroup(secret, plain.slice(-2)))).toEqual([]);
    expect(leftBy(() => readRecoveryCode(wrong))).toEqual([]);
    expect(leftBy(() => readRecoveryCode(plain.slice(1)))).toEqual([]);
  });

  test('reading a recovery code leaves only the code', () => {
    expect(leftBy(() => readRecoveryCode(shown))).toHaveLength(1);
  });

  test('deriving the seed leaves only the seed', () => {
    const secret = code();
    expect(leftBy(() => recoverySeed(secret))).toHaveLength(1);
  });
});

describe('the seed of a recovery code', () => {
  test('the seed is HKDF-SHA512 of the code, which stays usable', () => {
    const secret = code();
    const seed = hkdfSync('sha512', bits, new Uint8Array(0), 'Siegel 1 recovery seed', 32);
    expect(recoverySeed(secret).use(toHex)).toBe(Buffer.from(seed).toString('hex'));
    expect(secret.use(toHex)).toBe(toHex(bits));
  });

  test('a typed recovery code gives the same seed as the shown one', () => {
    const typed = readRecoveryCode(shown);
    if (typeof typed === 'string') throw new Error(typed);
    expect(recoverySeed(typed).use(toHex)).toBe(recoverySeed(code()).use(toHex));
  });
});
