// The protocol computes with the curves that a program has installed in place of the reference.
import { expect, it, onTestFinished } from 'vitest';
import { type Curves, curves, nobleCurves, useCurves } from '../../../src/core/keys/curves.ts';
import { verifySignature } from '../../../src/core/keys/identity.ts';

it('a signature is checked with the curves that the program installs', () => {
  const before = curves();
  onTestFinished(() => useCurves(before));
  let checks = 0;
  const counting: Curves = { ...nobleCurves, verify: () => ++checks > 0 };
  useCurves(counting);
  expect(verifySignature(new Uint8Array(64), new Uint8Array(), new Uint8Array(32))).toBe(true);
  expect(checks).toBe(1);
});
