// Who listens to policy hears of it, whatever the others do.
import { expect, it } from 'vitest';
import { fixedPolicy } from './fixed-policy.ts';

it('a bug in one listener keeps no other one under the policy of before, and is not hidden', () => {
  const policy = fixedPolicy();
  const heard: boolean[] = [];
  policy.onChange(() => {
    throw new TypeError('a bug');
  });
  policy.onChange(() => heard.push(policy.values().AllowVideo));
  expect(() => policy.set({ AllowVideo: false })).toThrow('a bug');
  expect(heard).toEqual([false]);
});
