// Whether entries form one chain, by the same rules for the record on disk and for an exported one. Only the first
// fault is named; later entries are still counted.
import type { RecordState } from '../../contract/managed.ts';
import type { RecordEntry } from './record-entry.ts';

/** What is wrong with a chain, and from which entry on. */
export type Break = Extract<RecordState['chain'], { readonly kind: 'broken' }>;

/** Follows a chain entry by entry. */
export interface Chain {
  /** The next entry, with its hash. */
  readonly entry: (entry: RecordEntry, hash: string) => void;
  /** The next entry cannot be read. */
  readonly unreadable: () => void;
  /**
   * There are no more entries. `last` is the last entry that the record's head or the export names; the entries must
   * reach that far. One further entry is accepted, because a crash can leave it before the head is written.
   * `unreadable`: no head can be read.
   */
  readonly end: (last: { readonly seq: number; readonly hash: string } | 'unreadable') => RecordState;
}

/** A chain that begins with entry `firstSeq`. `prev` is what that entry must name, if known. */
export function followChain(firstSeq: number, prev: string | undefined): Chain {
  let next = { seq: firstSeq, prev };
  let broken: Break | undefined;
  let entries = 0;
  let firstAt: number | undefined;
  let lastAt: number | undefined;
  const hashes = new Map<number, string>(); // of the last two, for the head
  const fail = (at: number, cause: Break['cause']): void => {
    broken ??= { kind: 'broken', at, cause };
  };
  return {
    entry: (entry, hash) => {
      const { seq, event } = entry;
      // The fault that the record itself found when it was opened says more than the gap that follows from it.
      if (event.kind === 'broken') fail(event.at, event.cause);
      if (seq > next.seq) fail(next.seq, 'gap');
      else if (seq < next.seq) fail(seq, 'changed');
      else if (next.prev !== undefined && entry.prev !== next.prev) fail(seq, 'changed');
      entries++;
      firstAt ??= entry.atMs;
      lastAt = entry.atMs;
      next = { seq: seq + 1, prev: hash };
      hashes.set(seq, hash);
      hashes.delete(seq - 2);
    },
    unreadable: () => fail(next.seq, 'changed'),
    end: (last) => {
      if (last === 'unreadable') fail(next.seq, 'unreadable');
      else if (next.seq <= last.seq) fail(next.seq, 'cut-off');
      else if (last.seq >= firstSeq && (next.seq > last.seq + 2 || hashes.get(last.seq) !== last.hash)) {
        fail(last.seq, 'changed');
      }
      return {
        entries,
        ...(firstAt !== undefined && { firstAt }),
        ...(lastAt !== undefined && { lastAt }),
        chain: broken ?? { kind: 'intact' },
      };
    },
  };
}
