// How much a side knows of a person's devices, as INVITE and ANSWER carry it (protocol §5): a number and a hash, not
// the devices.
import * as v from 'valibot';
import { b64uOf, Whole } from './field.ts';

/** The newest known state of a person's devices: its number `n`, from 1, and b64u of the SHA-256 of its bytes. */
export const Head = v.strictObject({ n: v.pipe(Whole, v.minValue(1)), head: b64uOf(32) });
export type Head = v.InferOutput<typeof Head>;

/**
 * How a received head relates to what is known here: the same, an earlier one, or an unknown one (protocol §5 rule 7).
 */
export type HeadRelation = 'same' | 'earlier' | 'unknown';
