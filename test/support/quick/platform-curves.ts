// Runs before each file of unit tests except those of the project `exact` (vitest.config.ts): the platform computes the
// operations on curves, as in the program, but only once for each input.
import { useCurves } from '../../../src/core/keys/curves.ts';
import { createNativeCurves } from '../../../src/main/curves/native-curves.ts';
import { remembered } from './remembered.ts';

const { agreementKey, agree, signingKey, sign, verify } = createNativeCurves(() => undefined);

useCurves({
  agreementKey: remembered(agreementKey),
  agree: remembered(agree),
  signingKey: remembered(signingKey),
  sign: remembered(sign),
  verify: remembered(verify),
});
