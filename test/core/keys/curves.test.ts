// Which curves the protocol computes with: those that a program has put in the place of the reference.
import { expect, it, onTestFinished } from 'vitest';
import { type Curves, curves, nobleCurves, useCurves } from '../../../src/core/keys/curves.ts';

it('the protocol computes with the curves that a program puts in the place of those before', () => {
  const before = curves();
  onTestFinished(() => useCurves(before));
  const others: Curves = { ...nobleCurves };
  useCurves(others);
  expect(curves()).toBe(others);
});
