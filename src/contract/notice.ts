// What the main window shows until a person dismisses it.
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const timeMs = count;

/**
 * Something that is wrong. It is shown until a person dismisses it. `failed-secure-calls` also ends when the peer is
 * verified by a code.
 */
export const Notice = v.variant('kind', [
  // Somebody was given a false identity for our address.
  v.strictObject({ kind: v.literal('false-identity'), at: timeMs }),
  // A peer is served an old chain of ours.
  v.strictObject({ kind: v.literal('own-chain-old'), at: timeMs, peer: v.string() }),
  v.strictObject({ kind: v.literal('own-address-claimed'), at: timeMs }), // another person claims our address too
  // A recovery code does not count: its key did not enter the chain, and its window was closed by then.
  v.strictObject({ kind: v.literal('recovery-not-saved'), at: timeMs }),
  v.strictObject({ kind: v.literal('failed-secure-calls'), address: v.string(), count }),
  v.strictObject({ kind: v.literal('disk'), at: timeMs }), // writes have failed; `at`: when the last one failed
]);
export type Notice = v.InferOutput<typeof Notice>;
