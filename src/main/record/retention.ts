// Which segments of the record may be removed: those whose entries are all older than the days that policy sets, and
// the oldest ones beyond the size limit. Removal always begins with the oldest, so that the rest is one chain.
import { join } from 'node:path';
import type { RecordPlace } from './record-place.ts';
import { piecesOf } from './segment.ts';

/** The limit for all segments but the newest together, whatever policy demands: about 25,000 entries. */
export const MAX_RECORD_BYTES = 8 * 1024 * 1024;

/**
 * How many of `names`, from the oldest on, hold only entries from before `olderThanMs`. Reads only as far as needed.
 */
export function findOlder(place: RecordPlace, names: readonly string[], olderThanMs: number): number {
  let gone = 0;
  for (const [index, name] of names.entries()) {
    const newest = newestMs(place, name);
    if (newest === undefined) continue; // nothing in it can be opened: this segment goes with the next old one
    if (newest >= olderThanMs) break;
    gone = index + 1;
  }
  return gone;
}

/** How many of `names`, from the oldest on, must go for the rest to have at most `limitBytes`. */
export function findBeyondSize(place: RecordPlace, names: readonly string[], limitBytes = MAX_RECORD_BYTES): number {
  const { files, directory } = place;
  const sizes = names.map((name) => files.sizeOf(join(directory, name)));
  let total = sizes.reduce((sum, size) => sum + size, 0);
  let gone = 0;
  for (; total > limitBytes && gone < names.length; gone++) total -= sizes[gone] ?? 0;
  return gone;
}

function newestMs({ files, directory, box }: RecordPlace, name: string): number | undefined {
  let newest: number | undefined;
  for (const piece of piecesOf(files.read(join(directory, name)) ?? new Uint8Array(0), box)) {
    if (piece.kind === 'entry') newest = Math.max(newest ?? 0, piece.entry.atMs);
  }
  return newest;
}
