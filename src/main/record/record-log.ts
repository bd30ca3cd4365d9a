// The record on disk: segments that are appended to, and a head. An entry is written before the head names it, so after
// a crash the log may be one entry ahead. A head ahead of the log means that a tail was removed. Repairs are entries
// themselves. An incomplete entry at the very end is removed, because a crash can leave it. Everything else that cannot
// be opened is evidence of a change and is kept.
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { unwrap } from '../../core/assert.ts';
import { toHex } from '../../core/bytes.ts';
import type { Random } from '../time/clock.ts';
import { errorCode } from '../vault/files.ts';
import { type Head, readHead, writeHead } from './head.ts';
import { findBeyondSize, findOlder } from './retention.ts';
import { entryBytes, entryHash, genesisOf } from './record-entry.ts';
import type { RecordEvent } from './record-event.ts';
import { type RecordPlace, segmentsOf } from './record-place.ts';
import { firstSeqOf, frameOf, MAX_SEGMENT_BYTES, piecesOf, SEGMENT_HEADER, segmentName } from './segment.ts';

const DAY_MS = 86_400_000;
const ID_BYTES = 16;
const MOST_PENDING = 3; // entries about what was found when the record was opened
const KEPT_ASIDE = /\.segment\.kept-(\d+)-[0-9a-f]{8}$/; // the number of the entry that reports it

/** An open record. */
export interface RecordLog {
  /**
   * Appends an entry, after the entries about what was found when the record was opened. On `disk` it was not written
   * and can be tried again.
   */
  readonly append: (event: RecordEvent, atMs: number, nowMs: number) => 'written' | 'disk';
  /**
   * Removes whole segments whose entries are all older than `days`, and the oldest beyond the size limit. An entry that
   * names the removed entries is written first.
   */
  readonly prune: (days: number, nowMs: number) => void;
}

interface Tail {
  readonly seq: number;
  readonly hash: string;
}

// The last entry that can be opened, and its segment.
interface LastEntry {
  readonly tail: Tail;
  readonly prev: string;
  readonly name: string;
}

// `rest`: what follows the last entry. `torn` is what a crash can leave, `changed` is not.
interface End {
  readonly last: LastEntry | undefined;
  readonly rest: 'nothing' | 'torn' | 'changed';
}

interface Segment {
  readonly name: string;
  readonly bytes: number;
  readonly day: number;
}

/**
 * Opens the record, or begins one. `beside`: whether there is an identity already. On `disk` the system refuses to read
 * or write: no whole entry was lost, and opening can be tried again.
 */
export function openRecordLog(place: RecordPlace, random: Random, beside: 'nothing' | 'identity'): RecordLog | 'disk' {
  const { files, directory, box, headBox } = place;
  const pending: RecordEvent[] = [];
  let head: Head;
  let tail: Tail;
  let segment: Segment | undefined; // the segment that is appended to
  let isHeadBehind = false;
  let mayBeTorn = false; // whether a failed write may have left half an entry in that segment

  try {
    files.makeDirectory(directory);
    const found = readHead(files, directory, headBox);
    const names = segmentsOf(place);
    const end = endOf(names);
    if (found === 'none' && names.length === 0) {
      const record = toHex(random(ID_BYTES));
      head = { record, firstSeq: 1, lastSeq: 0, lastHash: genesisOf(record) };
      writeHead(files, directory, headBox, head);
      tail = { seq: 0, hash: head.lastHash };
      pending.push({ kind: 'begun', beside });
    } else if (typeof found === 'string') {
      // Nothing says how many entries there were.
      const record = toHex(random(ID_BYTES));
      const firstSeq = firstSeqOf(names[0] ?? '') ?? 1;
      tail = end.last?.tail ?? { seq: firstSeq - 1, hash: genesisOf(record) };
      head = { record, firstSeq, lastSeq: tail.seq, lastHash: tail.hash };
      isHeadBehind = true;
      pending.push({ kind: 'broken', at: tail.seq + 1, cause: 'unreadable' });
    } else {
      head = found;
      tail = joined(found, end);
    }
    settle(names, end);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return 'disk';
  }

  function endOf(names: readonly string[]): End {
    let rest: End['rest'] = 'nothing';
    for (const name of names.toReversed()) {
      const isNewest = name === names.at(-1);
      const bytes = files.read(join(directory, name)) ?? new Uint8Array(0);
      let firstDay: number | undefined;
      let found: { tail: Tail; prev: string } | undefined;
      let end = SEGMENT_HEADER.length;
      let here: End['rest'] = bytes.length === end ? 'torn' : 'nothing'; // begun, without an entry
      for (const piece of piecesOf(bytes, box)) {
        if (piece.kind !== 'entry') {
          if (piece.kind === 'unreadable' || !isNewest) here = 'changed';
          else if (here === 'nothing') here = 'torn';
          continue;
        }
        here = 'nothing';
        end = piece.end;
        firstDay ??= Math.floor(piece.entry.atMs / DAY_MS);
        found = { tail: { seq: piece.entry.seq, hash: piece.hash }, prev: piece.entry.prev };
      }
      if (rest === 'nothing' || here === 'changed') rest = here;
      if (found === undefined) continue;
      if (isNewest) segment = { name, bytes: end, day: firstDay ?? 0 };
      return { last: { ...found, name }, rest };
    }
    return { last: undefined, rest };
  }

  function joined(found: Head, { last, rest }: End): Tail {
    const named: Tail = { seq: found.lastSeq, hash: found.lastHash };
    const at = last?.tail ?? { seq: found.firstSeq - 1, hash: found.lastHash };
    if (last === undefined && named.seq === 0) pending.push({ kind: 'begun', beside });
    if (at.seq < named.seq) {
      pending.push({ kind: 'broken', at: at.seq + 1, cause: rest === 'nothing' ? 'cut-off' : 'changed' });
      segment = undefined; // that segment stays as it is
      return named;
    }
    const isOneAhead = at.seq === named.seq + 1 && last?.prev === named.hash;
    if (isOneAhead) {
      isHeadBehind = true;
      pending.push({ kind: 'repaired', why: 'head-behind' });
    } else if (at.seq !== named.seq || at.hash !== named.hash) {
      isHeadBehind = true;
      pending.push({ kind: 'broken', at: Math.min(at.seq, named.seq + 1), cause: 'changed' });
    }
    return at;
  }

  // Removes half an entry that a crash has left. Anything else that does not open stays, and a new segment is begun
  // behind it. A file in the place of that segment or of a later one is kept aside.
  function settle(names: readonly string[], { last, rest }: End): void {
    const later = names.filter((name) => name > (last?.name ?? ''));
    const isBroken = (): boolean => pending.some(({ kind }) => kind === 'broken');
    // Whether the program ended after a file was kept aside and before the entry about that file was written.
    const isUnreported = files.list(directory).some((name) => {
      const report = Number(KEPT_ASIDE.exec(name)?.[1] ?? 0);
      // A lower number was reported already, a higher one is not ours.
      return report > tail.seq && report <= tail.seq + MOST_PENDING;
    });
    if ((rest === 'changed' || isUnreported) && !isBroken()) {
      pending.push({ kind: 'broken', at: tail.seq + 1, cause: 'changed' });
    }
    if (rest === 'torn' && !isBroken()) {
      pending.push({ kind: 'repaired', why: 'torn-entry' });
      for (const name of later) files.remove(join(directory, name));
      if (segment !== undefined) cutOff(segment);
    } else if (rest !== 'nothing') {
      segment = undefined;
      for (const name of later) if ((firstSeqOf(name) ?? 0) > tail.seq) keepAside(name);
    }
  }

  function keepAside(name: string): void {
    const path = join(directory, name);
    const report = tail.seq + 1 + pending.findIndex(({ kind }) => kind === 'broken');
    const hash = toHex(sha256(files.read(path) ?? new Uint8Array(0))).slice(0, 8);
    files.rename(path, `${path}.kept-${report}-${hash}`);
    files.syncDirectory(directory);
  }

  // Cuts off what lies behind the last entry.
  function cutOff({ name, bytes }: Segment): void {
    files.append(join(directory, name), new Uint8Array(0), bytes);
  }

  function advance(next: Head): void {
    writeHead(files, directory, headBox, next);
    head = next;
    isHeadBehind = false;
  }

  function write(event: RecordEvent, atMs: number, nowMs: number): void {
    if (isHeadBehind) advance({ ...head, lastSeq: tail.seq, lastHash: tail.hash });
    const seq = tail.seq + 1;
    const text = entryBytes({ seq, atMs, prev: tail.hash, event });
    const frame = frameOf(box, text);
    const day = Math.floor(nowMs / DAY_MS);
    const isNew = segment === undefined || segment.day !== day || segment.bytes + frame.length > MAX_SEGMENT_BYTES;
    const to: Segment = isNew
      ? { name: segmentName(seq), bytes: SEGMENT_HEADER.length, day }
      : unwrap(segment, 'a segment that is not new exists');
    const path = join(directory, to.name);
    if (isNew && mayBeTorn && segment !== undefined) cutOff(segment);
    mayBeTorn = true;
    if (isNew) files.append(path, SEGMENT_HEADER, 0);
    files.append(path, frame, to.bytes);
    mayBeTorn = false;
    if (isNew) files.syncDirectory(directory);
    segment = { ...to, bytes: to.bytes + frame.length };
    tail = { seq, hash: entryHash(text) };
    isHeadBehind = true;
    advance({ ...head, lastSeq: tail.seq, lastHash: tail.hash });
  }

  function attempt(run: () => void): 'written' | 'disk' {
    try {
      run();
      return 'written';
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return 'disk';
    }
  }

  function append(event: RecordEvent, atMs: number, nowMs: number): 'written' | 'disk' {
    for (let first = pending[0]; first !== undefined; first = pending[0]) {
      if (!appendOne(first, nowMs, nowMs)) return 'disk';
      pending.shift();
    }
    return appendOne(event, atMs, nowMs) ? 'written' : 'disk';
  }

  // Whether the entry was written. If only the head could not be written, that is done before the next entry.
  function appendOne(event: RecordEvent, atMs: number, nowMs: number): boolean {
    const before = tail.seq;
    return attempt(() => write(event, atMs, nowMs)) === 'written' || tail.seq > before;
  }

  function prune(days: number, nowMs: number): void {
    const run = (why: 'age' | 'size'): void => {
      const names = segmentsOf(place);
      const gone =
        // For the size alone, the newest segment never goes: it is being written.
        why === 'age' ? findOlder(place, names, nowMs - days * DAY_MS) : findBeyondSize(place, names.slice(0, -1));
      if (gone === 0) return;
      // If all segments go, the entry that reports this is the first of a new segment: the old ones belong to an
      // earlier day.
      const next = firstSeqOf(names[gone] ?? '') ?? tail.seq + 1;
      if (next <= head.firstSeq) return;
      if (append({ kind: 'removed', from: head.firstSeq, to: next - 1, why }, nowMs, nowMs) === 'disk') return;
      advance({ ...head, firstSeq: next });
    };
    // What cannot be removed now stays until a later attempt.
    attempt(() => {
      run('age');
      run('size');
      const names = segmentsOf(place); // includes what a crash left behind after the head had moved on
      const first = names.findLastIndex((name) => (firstSeqOf(name) ?? 0) <= head.firstSeq);
      for (const name of names.slice(0, Math.max(0, first))) files.remove(join(directory, name));
    });
  }

  return { append, prune };
}
