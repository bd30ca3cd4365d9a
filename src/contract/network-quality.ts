// How media packets leave this device, and how well the network carries them: what a person and the auditor are told.
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** By which protocol media packets leave this device, to the peer or to our own relay. */
export const PathBy = v.picklist(['unknown', 'udp', 'tcp', 'tls']);
export type PathBy = v.InferOutput<typeof PathBy>;

/** The quality of the network. `lostHere`, `lostThere`: percent of packets lost on their way here and to the peer. */
export const NetworkQuality = v.strictObject({
  bars: v.pipe(count, v.maxValue(4)),
  lacks: v.picklist(['nothing', 'loss-here', 'loss-there', 'delay']), // what costs the most bars
  roundTripMs: count,
  jitterMs: count,
  lostHere: v.number(),
  lostThere: v.number(),
});
export type NetworkQuality = v.InferOutput<typeof NetworkQuality>;
