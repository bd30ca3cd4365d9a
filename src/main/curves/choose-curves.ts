// Which curves the program uses: the platform's curves if their results are right and used keys can be erased on
// demand, otherwise the reference implementation.
import { equal, fromHex } from '../../core/bytes.ts';
import { type Curves, nobleCurves } from '../../core/keys/curves.ts';
import type { Log } from '../log.ts';
import { youngCollector } from './collect.ts';
import { createNativeCurves } from './native-curves.ts';

/** RFC 7748 §6.1: the secret of one side, the public keys of both, and their shared secret. */
const AGREEMENT = {
  secret: fromHex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'),
  key: fromHex('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a'),
  peer: fromHex('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f'),
  shared: fromHex('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742'),
};
/** RFC 8032 §7.1, test 2. */
const SIGNATURE = {
  seed: fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'),
  key: fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'),
  message: fromHex('72'),
  signature: fromHex(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ),
};

/** Whether these curves give the answers in the RFCs, and refuse a point of low order and a wrong signature. */
export function areRight(curves: Curves): boolean {
  try {
    const { secret, peer } = AGREEMENT;
    const { key, message, seed, signature } = SIGNATURE;
    return (
      equal(curves.agreementKey(secret), AGREEMENT.key) &&
      equal(curves.agree(secret, peer) ?? new Uint8Array(0), AGREEMENT.shared) &&
      curves.agree(secret, new Uint8Array(32)) === undefined &&
      equal(curves.signingKey(seed), key) &&
      equal(curves.sign(message, seed), signature) &&
      curves.verify(signature, message, key) &&
      !curves.verify(signature, fromHex('73'), key)
    );
  } catch {
    return false; // the engine lacks one of the two curves
  }
}

/** The curves of the platform. If they cannot be used, the slower reference, with a warning in the log. */
export function chooseCurves(log: Log, collector = youngCollector): Curves {
  const collect = collector();
  if (collect === undefined) {
    log.warn('the curves of the platform are not used', { why: 'keys-would-stay' });
    return nobleCurves;
  }
  // The platform's curves are tried without the reference, which takes 200 ms to be ready and which most runs of the
  // program never need.
  if (areRight(createNativeCurves(collect, { verify: () => false }))) return createNativeCurves(collect);
  log.warn('the curves of the platform are not used', { why: 'wrong-answers' });
  return nobleCurves;
}
