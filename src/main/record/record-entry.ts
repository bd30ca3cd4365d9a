// One entry of the security record, and the chain through all entries: each names the hash of the one before, so a
// change, a gap or an insertion shows. Text and hash are made only here.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { assert } from '../../core/assert.ts';
import { type Bytes, concat, fromHex, toHex, utf8 } from '../../core/bytes.ts';
import { readJson, writeJson } from '../../core/signal/json.ts';
import { RecordEvent } from './record-event.ts';

/** SHA-256 in lower-case hex. */
export const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** The id of a record, drawn when it begins: 16 bytes in lower-case hex. */
export const RecordId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A chained entry: its number from 1 on, its time in ms since 1970, the hash of the entry before. */
export const RecordEntry = v.strictObject({ seq: whole, atMs: whole, prev: Hash, event: RecordEvent });
export type RecordEntry = v.InferOutput<typeof RecordEntry>;

/** What the first entry of a record names as its predecessor: `SHA-256("Siegel 1 record" || id)`. */
export function genesisOf(record: string): string {
  return sha256Hex(concat(utf8('Siegel 1 record'), fromHex(record)));
}

/** The canonical text of an entry, as bytes. An event outside the closed list is a bug of ours, and throws. */
export function entryBytes(entry: RecordEntry): Bytes {
  const parsed = v.safeParse(RecordEntry, entry); // puts the fields into the schema's order
  assert(parsed.success, 'an event that the record does not know');
  return writeJson(parsed.output);
}

/** The entry in these bytes. Undefined unless they are its canonical text. */
export function readEntry(bytes: Uint8Array): RecordEntry | undefined {
  return readJson(RecordEntry, bytes);
}

/** The hash of an entry: `SHA-256("Siegel 1 record entry" || its text)`. */
export function entryHash(text: Uint8Array): string {
  return sha256Hex(concat(utf8('Siegel 1 record entry'), text));
}

function sha256Hex(bytes: Uint8Array): string {
  return toHex(createHash('sha256').update(bytes).digest());
}
