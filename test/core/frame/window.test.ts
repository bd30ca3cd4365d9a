import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ReplayWindow } from '../../../src/core/frame/window.ts';

describe('the replay window', () => {
  test('the replay window accepts each counter once', () => {
    const window = new ReplayWindow();
    expect(window.isFresh(0n)).toBe(true);
    window.spend(0n);
    expect(window.isFresh(0n)).toBe(false);
    expect(() => window.spend(0n)).toThrow('once');
  });

  test('checking a counter in the replay window does not spend it', () => {
    const window = new ReplayWindow();
    expect(window.isFresh(9n)).toBe(true);
    expect(window.isFresh(9n)).toBe(true);
  });

  test('the replay window accepts counters up to 1,023 behind the newest', () => {
    const window = new ReplayWindow();
    window.spend(5000n);
    expect(window.isFresh(5000n - 1023n)).toBe(true);
    expect(window.isFresh(5000n - 1024n)).toBe(false);
  });

  test('the replay window stays correct after a jump by a whole window or to 2^64 − 1', () => {
    const window = new ReplayWindow();
    window.spend(3n);
    window.spend(3n + 1024n);
    expect(window.isFresh(3n)).toBe(false);
    expect(window.isFresh(4n)).toBe(true);
    const last = (1n << 64n) - 1n;
    window.spend(last);
    expect(window.isFresh(last)).toBe(false);
    expect(window.isFresh(last - 1n)).toBe(true);
    expect(window.isFresh(1027n)).toBe(false);
  });

  test('the replay window throws on a negative counter', () => {
    expect(() => new ReplayWindow().isFresh(-1n)).toThrow('negative');
  });

  test('the replay window agrees with a list of all spent counters, in whatever order counters arrive', () => {
    const steps = fc.array(fc.integer({ min: -1500, max: 1500 }), { maxLength: 400 });
    fc.assert(
      fc.property(steps, (moves) => {
        const window = new ReplayWindow();
        const spent = new Set<number>();
        let highest = -1;
        let at = 0;
        for (const move of moves) {
          at = Math.max(0, at + move);
          const expected = at > highest || (highest - at < 1024 && !spent.has(at));
          expect(window.isFresh(BigInt(at))).toBe(expected);
          if (!expected) continue;
          window.spend(BigInt(at));
          spent.add(at);
          highest = Math.max(highest, at);
        }
      }),
      { numRuns: 200 },
    );
  });
});
