// A segment: one file with consecutive entries of the record, each sealed by itself. Entries are only ever appended.
//   "SGLR" || 01 || { u32 length || box }*      box = nonce || AES-256-GCM(entry) || tag
// A box is sealed with the purpose `record` (vault/seal.ts). A box that cannot be opened is reported and skipped. Such a
// box is cut off only behind the last entry (record-log.ts), where a crash may have left half an entry.
import { type Bytes, concat, equal, readUint, uint, utf8 } from '../../core/bytes.ts';
import type { Box } from '../vault/vault.ts';
import { entryHash, readEntry, type RecordEntry } from './record-entry.ts';

/** What every segment begins with. */
export const SEGMENT_HEADER = concat(utf8('SGLR'), uint(1, 1));
/** No entry is appended that would make its segment larger than this. */
export const MAX_SEGMENT_BYTES = 65_536;
const LENGTH_BYTES = 4;
const MAX_BOX_BYTES = 8192;
const NAME = /^\d{12}\.segment$/;

/** What one place of a segment holds: an entry with its hash, or something that cannot be opened. */
export type Piece =
  | { readonly kind: 'entry'; readonly entry: RecordEntry; readonly hash: string; readonly end: number }
  | { readonly kind: 'unreadable' };

/** The name of the segment whose first entry is `seq`. The order of names is the order of segments. */
export function segmentName(seq: number): string {
  return `${String(seq).padStart(12, '0')}.segment`;
}

/** The number of a segment's first entry, from its name. Undefined for another file. */
export function firstSeqOf(name: string): number | undefined {
  return NAME.test(name) ? Number(name.slice(0, 12)) : undefined;
}

/** The bytes of one sealed entry, as they are appended. */
export function frameOf(box: Box, text: Uint8Array): Bytes {
  const sealed = box.seal(text);
  return concat(uint(LENGTH_BYTES, sealed.length), sealed);
}

/** Everything in a segment, in order. What follows a broken length is one unreadable piece. */
export function* piecesOf(bytes: Uint8Array, box: Box): Generator<Piece> {
  if (!equal(bytes.subarray(0, SEGMENT_HEADER.length), SEGMENT_HEADER)) {
    yield { kind: 'unreadable' };
    return;
  }
  let at = SEGMENT_HEADER.length;
  while (at < bytes.length) {
    const length = at + LENGTH_BYTES <= bytes.length ? Number(readUint(bytes, at, LENGTH_BYTES)) : Infinity;
    const end = at + LENGTH_BYTES + length;
    if (length > MAX_BOX_BYTES || end > bytes.length) {
      yield { kind: 'unreadable' };
      return;
    }
    const text = box.open(bytes.subarray(at + LENGTH_BYTES, end));
    const entry = text && readEntry(text);
    const hash = entryHash(text ?? bytes);
    text?.fill(0);
    yield entry === undefined ? { kind: 'unreadable' } : { kind: 'entry', entry, hash, end };
    at = end;
  }
}
