// A segment: one file with consecutive entries of the record, each sealed by itself. Entries are only ever appended.
//   "SGLR" || 01 || { u32 length || box }*      box = nonce || AES-256-GCM(entry) || tag
// A box is sealed with the purpose `record` (vault/seal.ts). A box that cannot be opened is reported and skipped. Only
// an incomplete box at the very end is ever cut off (record-log.ts), because a crash may have left it there.
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
  | { readonly kind: 'unreadable' }
  /** The file ends inside its header or inside a box, or in zeros, which some file systems leave after a power cut. */
  | { readonly kind: 'torn' };

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

/**
 * Everything in a segment, in order. If a length is above the limit, the rest of the segment is one unreadable piece.
 */
export function* piecesOf(bytes: Uint8Array, box: Box): Generator<Piece> {
  if (!equal(bytes.subarray(0, SEGMENT_HEADER.length), SEGMENT_HEADER)) {
    const isTorn = equal(bytes, SEGMENT_HEADER.subarray(0, bytes.length)) || isZero(bytes);
    yield { kind: isTorn ? 'torn' : 'unreadable' };
    return;
  }
  let at = SEGMENT_HEADER.length;
  while (at < bytes.length) {
    const from = at + LENGTH_BYTES;
    const length = from <= bytes.length ? Number(readUint(bytes, at, LENGTH_BYTES)) : 0;
    const end = from + length;
    if (length > MAX_BOX_BYTES || end > bytes.length || isZero(bytes.subarray(at))) {
      yield { kind: length > MAX_BOX_BYTES ? 'unreadable' : 'torn' };
      return;
    }
    const text = box.open(bytes.subarray(from, end));
    const entry = text && readEntry(text);
    const hash = entryHash(text ?? bytes);
    text?.fill(0);
    yield entry === undefined ? { kind: 'unreadable' } : { kind: 'entry', entry, hash, end };
    at = end;
  }
}

const isZero = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);
