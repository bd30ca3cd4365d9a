// Replaces @noble/post-quantum/ml-kem.js in unit tests (vitest.config.ts): the same functions, but the result for each
// input is computed only once.
import * as real from '@noble/post-quantum/ml-kem.js';
import { remembered } from './remembered.ts';

/** ML-KEM-768 (FIPS 203), as far as the product uses it. */
export const ml_kem768 = {
  keygen: remembered(real.ml_kem768.keygen),
  encapsulate: remembered(real.ml_kem768.encapsulate),
  decapsulate: remembered(real.ml_kem768.decapsulate),
};
