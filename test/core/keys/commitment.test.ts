import { expect, test } from 'vitest';
import { commit, opens } from '../../../src/core/keys/commitment.ts';

const callId = new Uint8Array(16).fill(1);
const open = new Uint8Array(32).fill(2);

test('a commitment opens only with the committed half of the security code and the same call id', () => {
  const commitment = commit(callId, open);
  expect(commitment).toHaveLength(32);
  expect(opens(commitment, callId, open)).toBe(true);
  expect(opens(commitment, callId, new Uint8Array(32))).toBe(false);
  expect(opens(commitment, new Uint8Array(16), open)).toBe(false);
  expect(opens(commitment.slice(1), callId, open)).toBe(false);
});

test('committing to a half that is not 32 bytes long, or with a call id that is not 16, throws', () => {
  expect(() => commit(callId, open.slice(1))).toThrow('32');
  expect(() => commit(callId.slice(1), open)).toThrow('16');
});
