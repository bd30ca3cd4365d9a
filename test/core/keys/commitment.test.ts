import { expect, test } from 'vitest';
import { commit, opens } from '../../../src/core/keys/commitment.ts';

const callId = new Uint8Array(16).fill(1);
const open = new Uint8Array(32).fill(2);

test('a commitment opens only with its own half in its own call', () => {
  const commitment = commit(callId, open);
  expect(commitment).toHaveLength(32);
  expect(opens(commitment, callId, open)).toBe(true);
  expect(opens(commitment, callId, new Uint8Array(32))).toBe(false);
  expect(opens(commitment, new Uint8Array(16), open)).toBe(false);
  expect(opens(commitment.slice(1), callId, open)).toBe(false);
});

test('a half or a call id of another length throws', () => {
  expect(() => commit(callId, open.slice(1))).toThrow('32');
  expect(() => commit(callId.slice(1), open)).toThrow('16');
});
