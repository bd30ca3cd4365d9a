// How far a side knows a person's chain, as INVITE and ANSWER say it (protocol §5): the number and the hash of a link,
// not the devices.
import * as v from 'valibot';
import { b64uOf, Whole } from './field.ts';

/** The last known link of a person's chain: its number `n`, from 1, and b64u of the SHA-256 of its bytes. */
export const Head = v.strictObject({ n: v.pipe(Whole, v.minValue(1)), head: b64uOf(32) });
export type Head = v.InferOutput<typeof Head>;

/**
 * How a received head relates to the chain that is known here: its last link, an earlier link, or an unknown link
 * (protocol §5 rule 7).
 */
export type HeadRelation = 'same' | 'earlier' | 'unknown';
