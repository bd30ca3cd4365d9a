// The exported record: JSON lines in canonical form. The first line says what the file is. The last line carries a
// signature by the device's key `d` over everything. Each line in between is an entry with its hash, or a place that
// could not be opened.
//   signature = Ed25519(d, "Siegel 1 record export" || SHA-256(all lines before the last) || last line without
// `signature`)
import { createHash, type Hash as Hasher } from 'node:crypto';
import * as v from 'valibot';
import { type Bytes, concat, utf8 } from '../../core/bytes.ts';
import { b64uOf } from '../../core/signal/field.ts';
import { Hash, RecordEntry, RecordId } from './record-entry.ts';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The first line. `prev` is what the first entry must name, if known. */
export const FirstLine = v.strictObject({
  siegel: v.literal('record'),
  v: v.literal(1),
  record: RecordId,
  firstSeq: whole,
  prev: v.exactOptional(Hash),
  exportedAt: whole, // ms since 1970
});
export type FirstLine = v.InferOutput<typeof FirstLine>;

/** A line in between. */
export const MiddleLine = v.union([
  v.strictObject({ ...RecordEntry.entries, hash: Hash }),
  v.strictObject({ unreadable: v.literal(true) }),
]);

/** The last line: how far the record goes according to its head, and who signs. */
export const LastLine = v.strictObject({
  entries: whole,
  lastSeq: whole,
  lastHash: Hash,
  key: b64uOf(32),
  signature: b64uOf(64),
});
export type LastLine = v.InferOutput<typeof LastLine>;

/** The signed bytes: the hash of the lines before, and the last line without its signature. */
export function signedBytes(before: Hasher, { entries, lastSeq, lastHash, key }: Omit<LastLine, 'signature'>): Bytes {
  const bare = JSON.stringify({ entries, lastSeq, lastHash, key });
  return concat(utf8('Siegel 1 record export'), before.copy().digest(), utf8(bare));
}

/** A hash of lines, to be fed in order. */
export function lineHash(): Hasher {
  return createHash('sha256');
}
