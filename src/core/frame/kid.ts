// How a key id names a key: KID = generation · 8 + (step mod 8) (protocol §7; RFC 9605 §5.1 with R = 3). The KID on the
// wire abbreviates (generation, full step); replay windows and keys belong to the long form.
import { assert } from '../assert.ts';

/**
 * A receiver accepts a step that is at most this far ahead of the newest step that it has opened (protocol §7). The
 * step 7 ahead has the same KID as the step before the newest.
 */
export const STEPS_AHEAD = 6;

/** The KID of a step of a generation, both whole and ≥ 0. */
export function kidOf(generation: number, step: number): bigint {
  assert(Number.isSafeInteger(generation) && generation >= 0, 'a generation is a whole number');
  assert(Number.isSafeInteger(step) && step >= 0, 'a step is a whole number');
  return BigInt(generation) * 8n + BigInt(step % 8);
}
