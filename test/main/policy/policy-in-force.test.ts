// Every listener learns of a policy change, whatever the others do.
import { expect, it } from 'vitest';
import { fixedPolicy } from './fixed-policy.ts';

it('an error in one listener does not stop the others from hearing of a policy change', () => {
  const policy = fixedPolicy();
  const heard: boolean[] = [];
  policy.onChange(() => {
    throw new TypeError('a bug');
  });
  policy.onChange(() => heard.push(policy.values().AllowVideo));
  expect(() => policy.set({ AllowVideo: false })).toThrow('a bug');
  expect(heard).toEqual([false]);
});
