// Replaces @noble/curves/ed25519.js in unit tests (vitest.config.ts): the same functions, but the result for each input
// is computed only once.
import * as real from '@noble/curves/ed25519.js';
import { remembered } from './remembered.ts';

/** Ed25519 (RFC 8032), as far as the product uses it. */
export const ed25519 = {
  getPublicKey: remembered(real.ed25519.getPublicKey),
  sign: remembered(real.ed25519.sign),
  verify: remembered(real.ed25519.verify),
};

/** X25519 (RFC 7748), as far as the product uses it. */
export const x25519 = {
  getPublicKey: remembered(real.x25519.getPublicKey),
  getSharedSecret: remembered(real.x25519.getSharedSecret),
};
