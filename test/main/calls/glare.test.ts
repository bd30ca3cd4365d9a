// Which of two calls survives must be the same on every implementation, not only the same on two copies of this one (§5 rule 8).
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { concat } from '../../../src/core/bytes.ts';
import { survives } from '../../../src/main/calls/glare.ts';

test('the call whose id has the smaller SHA-256 survives, the other does not', () => {
  const ids = Array.from({ length: 16 }, (_, n) => concat(new Uint8Array(16).fill(n)));
  const hashOf = (id: Uint8Array): string => createHash('sha256').update(id).digest('hex');
  const smallest = ids.toSorted((a, b) => (hashOf(a) < hashOf(b) ? -1 : 1))[0]!;
  for (const other of ids) {
    if (other === smallest) continue;
    expect([survives(smallest, other), survives(other, smallest)]).toEqual([true, false]);
  }
});
