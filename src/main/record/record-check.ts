// Reads the record on disk from its first stored entry to its last, a segment at a time, so that main keeps responding.
// Nothing is changed, because another process may check while the program runs.
import { join } from 'node:path';
import type { RecordState } from '../../contract/managed.ts';
import { errorCode } from '../vault/files.ts';
import { followChain } from './chain.ts';
import { type Head, readHead } from './head.ts';
import { genesisOf, type RecordEntry } from './record-entry.ts';
import { type RecordPlace, segmentsOf } from './record-place.ts';
import { firstSeqOf, piecesOf } from './segment.ts';

/** An entry of the record, or a place that could not be opened. */
export type Read = { readonly entry: RecordEntry; readonly hash: string } | 'unreadable';

/** The end of a walk: the head after the last entry, or why there is none. */
export type WalkEnd = Head | 'none' | 'unreadable';

/** Where a record begins, by its head. */
export function beginningOf(head: WalkEnd): { readonly firstSeq: number; readonly prev: string | undefined } {
  if (typeof head === 'string') return { firstSeq: 1, prev: undefined };
  return { firstSeq: head.firstSeq, prev: head.firstSeq === 1 ? genesisOf(head.record) : undefined };
}

/**
 * Calls `visit` in order with every entry from the head's first one on, and with every place that cannot be opened,
 * except half an entry behind the last one that the head names. The event loop runs between segments. Returns the head
 * as read with the last segment. System errors are thrown.
 */
export async function walkRecord(place: RecordPlace, visit: (read: Read) => void): Promise<WalkEnd> {
  const { files, directory, box, headBox } = place;
  const start = readHead(files, directory, headBox);
  const { firstSeq } = beginningOf(start);
  const holds = (name: string, names: readonly string[]): boolean => {
    const later = names[names.indexOf(name) + 1];
    return later === undefined || (firstSeqOf(later) ?? 0) > firstSeq;
  };
  let done = '';
  let seq = firstSeq - 1; // of the last entry seen
  for (;;) {
    const names = segmentsOf(place); // read again, because a segment may have been begun or removed meanwhile
    const name = names.find((each) => each > done && holds(each, names));
    // Head and last segment are read together: an entry written in between would look like a torn end.
    const head = readHead(files, directory, headBox);
    if (name === undefined) return head;
    visitSegment(files.read(join(directory, name)) ?? new Uint8Array(0), name === names.at(-1) ? head : undefined);
    if (name === names.at(-1)) return head;
    done = name;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  function visitSegment(bytes: Uint8Array, last: WalkEnd | undefined): void {
    for (const piece of piecesOf(bytes, box)) {
      if (piece.kind !== 'entry') {
        // Half an entry behind the last one that the head names was left by a crash, or is being written now.
        const isHalf = piece.kind === 'torn' && typeof last === 'object' && seq >= last.lastSeq;
        if (!isHalf) visit('unreadable');
      } else {
        seq = piece.entry.seq;
        if (seq >= firstSeq) visit({ entry: piece.entry, hash: piece.hash });
      }
    }
  }
}

/** The state of the record, which is `unreadable` also if the system refuses to read it. */
export async function checkRecord(place: RecordPlace): Promise<RecordState> {
  try {
    const { files, directory, headBox } = place;
    const start = readHead(files, directory, headBox);
    if (start === 'none' && segmentsOf(place).length === 0) return { entries: 0, chain: { kind: 'intact' } };
    const { firstSeq, prev } = beginningOf(start);
    const chain = followChain(firstSeq, prev);
    const head = await walkRecord(place, (read) => {
      if (read === 'unreadable') chain.unreadable();
      else chain.entry(read.entry, read.hash);
    });
    return chain.end(typeof head === 'string' ? 'unreadable' : { seq: head.lastSeq, hash: head.lastHash });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return { entries: 0, chain: { kind: 'broken', at: 0, cause: 'unreadable' } };
  }
}
