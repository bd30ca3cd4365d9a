// A removal that a reader took over (protocol §2), as messages and sealed state carry it: the removed id, the link that
// drops this id, and those links of the id that still count. Links are given by their hashes in b64u.
import * as v from 'valibot';
import { unwrap } from '../assert.ts';
import { type Bytes, fromB64u, toB64u } from '../bytes.ts';
import type { Removal } from '../keys/chain-choice.ts';
import { b64uOf, Id } from './field.ts';

/** `{id, link, signed}` of one removal. */
export const RemovalField = v.strictObject({ id: Id, link: b64uOf(32), signed: v.array(b64uOf(32)) });
export type RemovalField = v.InferOutput<typeof RemovalField>;

/** The JSON of a removal. */
export function writeRemoval({ id, link, signed }: Removal): RemovalField {
  return { id, link: toB64u(link), signed: signed.map(toB64u) };
}

/** The removal in this JSON, which its schema has checked. */
export function readRemoval({ id, link, signed }: RemovalField): Removal {
  const hashOf = (text: string): Bytes => unwrap(fromB64u(text), 'checked by b64uOf');
  return { id, link: hashOf(link), signed: signed.map(hashOf) };
}
