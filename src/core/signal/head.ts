// How far a side knows the devices of a person, as INVITE and ANSWER say it (protocol §5): its number and hash, not the devices.
import * as v from 'valibot';
import { b64uOf, Whole } from './field.ts';

/** The newest state known of a person's devices: its number `n`, from 1, and b64u of the SHA-256 of its bytes. */
export const Head = v.strictObject({ n: v.pipe(Whole, v.minValue(1)), head: b64uOf(32) });
export type Head = v.InferOutput<typeof Head>;

/** How a head that somebody named relates to what is known here: the same, one before it, or one that is not known (protocol §5 rule 7). */
export type HeadRelation = 'same' | 'earlier' | 'unknown';
