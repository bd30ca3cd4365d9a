import { expect, test } from 'vitest';
import { isName } from '../../../src/core/signal/name.ts';

test('a name has at most 64 bytes and no control, bidirectional or broken characters', () => {
  for (const name of ['', 'Dr. Büro', '受付', 'x'.repeat(64)]) expect(isName(name)).toBe(true);
  for (const name of ['x'.repeat(65), 'ü'.repeat(33), '\u0000', '\u061C', '\u200F', '\u2066', '\uDC00'])
    expect(isName(name)).toBe(false);
});
