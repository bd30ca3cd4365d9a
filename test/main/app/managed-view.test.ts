// The effect of policy on windows, apart from what they show.
import { expect, it } from 'vitest';
import { isContentProtected } from '../../../src/main/app/managed-view.ts';

it.each([
  [false, false, false],
  [true, false, true],
  [false, true, true],
])('windows are excluded from screen captures: protection %s, high confidentiality %s: %s', (one, other, is) => {
  expect(isContentProtected({ ContentProtection: one, HighConfidentiality: other })).toBe(is);
});
