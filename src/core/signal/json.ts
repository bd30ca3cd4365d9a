// JSON as it is signed, hashed and sealed: one text per value (protocol §0). Reading refuses bytes that would differ if
// the value read from them were written again, so two parties never see two meanings in the same bytes. Padding of
// sealed plaintexts is also here.
import { bytesToUtf8 } from '@noble/ciphers/utils.js';
import * as v from 'valibot';
import { assert } from '../assert.ts';
import { type Bytes, concat, equal, utf8 } from '../bytes.ts';

const LONE_SURROGATE = /\p{Surrogate}/u;
const BLOCK = 256;
const SPACE = 0x20;

/** The bytes of `value` as `JSON.stringify` writes them. Throws if `value` has no canonical text. */
export function writeJson(value: unknown): Bytes {
  const text = JSON.stringify(value);
  assert(typeof text === 'string' && isOneText(value), 'a value of ours has no canonical text');
  return utf8(text);
}

/**
 * The value whose canonical JSON is `bytes`, as `schema` returns it. Undefined for what `schema` refuses, and for
 * another field order, an unknown, missing or repeated field, white space, a BOM, bad UTF-8, a lone surrogate, a number
 * that is not whole or is above 2^53 − 1 (protocol §0). `schema` must be strict; its output has the fields in the order
 * of the protocol, and `bytes` are compared with the JSON of this output.
 */
export function readJson<S extends v.GenericSchema>(schema: S, bytes: Uint8Array): v.InferOutput<S> | undefined {
  const text = decode(bytes);
  if (text === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not JSON: an expected outcome on an untrusted wire.
    return undefined;
  }
  const result = v.safeParse(schema, parsed);
  if (!result.success || !isOneText(result.output)) return undefined;
  return JSON.stringify(result.output) === text ? result.output : undefined;
}

/** Pads with spaces to a multiple of 256 bytes. A text that fills its last block gets none (protocol §0). */
export function pad(bytes: Uint8Array): Bytes {
  return concat(bytes, new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK).fill(SPACE));
}

/** The bytes before padding. Undefined for no bytes, and if the padding is not exactly that of `pad`. */
export function unpad(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) return undefined;
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === SPACE) end--;
  return bytes.length - end < BLOCK ? bytes.subarray(0, end) : undefined;
}

function decode(bytes: Uint8Array): string | undefined {
  const text = bytesToUtf8(bytes);
  // The decoder repairs bad UTF-8 and removes a BOM; writing the text again reveals both.
  return equal(utf8(text), bytes) ? text : undefined;
}

function isOneText(value: unknown): boolean {
  if (typeof value === 'string') return !LONE_SURROGATE.test(value);
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (Array.isArray(value)) return value.every(isOneText);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isOneText);
  return typeof value === 'boolean' || value === null;
}
