// Every listener learns of a policy change, whatever the others do.
import { expect, it } from 'vitest';
import { fixedPolicy } from './fixed-policy.ts';

it('after a policy change, every listener is called, even if one of them throws', () => {
  const policy = fixedPolicy();
  const heard: boolean[] = [];
  policy.onChange(() => {
    throw new TypeError('a bug');
  });
  policy.onChange(() => heard.push(policy.values().AllowVideo));
  expect(() => policy.set({ AllowVideo: false })).toThrow('a bug');
  expect(heard).toEqual([false]);
});
