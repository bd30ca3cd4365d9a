import { expect, test } from 'vitest';
import { highestCommonProto } from '../../../src/core/keys/proto.ts';

test('the common protocol version of two devices is the highest that both have, or none', () => {
  expect(highestCommonProto({ proto: [1, 2, 4] }, { proto: [2, 3] })).toBe(2);
  expect(highestCommonProto({ proto: [1] }, { proto: [1] })).toBe(1);
  expect(highestCommonProto({ proto: [1] }, { proto: [2] })).toBeUndefined();
});
