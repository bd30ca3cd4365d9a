// A record that is opened again after something went wrong: an honest fault is repaired, a changed record is reported,
// and evidence stays.
import { appendFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { checkRecord, walkRecord } from '../../../src/main/record/record-check.ts';
import { type RecordFiles, systemRecordFiles } from '../../../src/main/record/record-files.ts';
import type { RecordPlace } from '../../../src/main/record/record-place.ts';
import {
  alter,
  at,
  DAY_MS,
  fill,
  framesOf,
  freshPlace,
  locked,
  NOON_MS,
  openLog,
  segmentNames,
} from './record-fixture.ts';

const diskFull = (): never => {
  throw Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
};

async function eventsOf(place: RecordPlace): Promise<readonly RecordEvent[]> {
  const events: RecordEvent[] = [];
  await walkRecord(place, (read) => {
    if (read !== 'unreadable') events.push(read.entry.event);
  });
  return events;
}

describe('writing the head', () => {
  it('if the head of the record could not be written after an entry, no further entry is written', async () => {
    let isFull = false;
    const place = freshPlace({
      ...systemRecordFiles,
      write: (path, bytes) => (isFull ? diskFull() : systemRecordFiles.write(path, bytes)),
    });
    const log = openLog(place);
    fill(log, 2);
    isFull = true;
    expect(log.append(locked, NOON_MS, NOON_MS)).toBe('written');
    expect(log.append(locked, NOON_MS, NOON_MS)).toBe('disk');

    isFull = false;
    expect(openLog(place).append(locked, NOON_MS, NOON_MS)).toBe('written');
    // The beginning, two entries, the entry ahead of the head, the entry about its repair, and the last one.
    expect(await checkRecord(place)).toMatchObject({ entries: 6, chain: { kind: 'intact' } });
  });

  it('the head is written after the new file is durably in its folder', () => {
    const steps: string[] = [];
    const told =
      <A extends readonly unknown[]>(name: string, run: (...args: A) => void) =>
      (...args: A): void => {
        steps.push(name);
        run(...args);
      };
    const { append, write, syncDirectory } = systemRecordFiles;
    const files: RecordFiles = {
      ...systemRecordFiles,
      append: told('append', append),
      write: told('head', write),
      syncDirectory: told('folder', syncDirectory),
    };
    const log = openLog(freshPlace(files));
    fill(log, 1);
    steps.length = 0;
    fill(log, 1, 1000, NOON_MS + DAY_MS);
    expect(steps).toEqual(['append', 'append', 'folder', 'head', 'folder']);
  });
});

describe('half-written entries', () => {
  it('half an entry that a full disk left does not break the record when the next entry begins a new file', async () => {
    let isFull = false;
    const { append } = systemRecordFiles;
    const place = freshPlace({
      ...systemRecordFiles,
      append: (path, bytes, offset) => {
        append(path, isFull ? bytes.subarray(0, bytes.length >> 1) : bytes, offset);
        if (isFull) diskFull();
      },
    });
    const log = openLog(place);
    fill(log, 2);
    isFull = true;
    expect(log.append(locked, NOON_MS + 9000, NOON_MS + 9000)).toBe('disk');
    isFull = false;
    fill(log, 1, 1000, NOON_MS + DAY_MS);
    expect(segmentNames(place)).toHaveLength(2);
    expect(await checkRecord(place)).toMatchObject({ entries: 4, chain: { kind: 'intact' } });
  });
});

describe('records whose end was changed', () => {
  it('a changed record continues in a new file, and the old file stays as evidence', () => {
    const place = freshPlace();
    fill(openLog(place), 3);
    const name = at(segmentNames(place), 0);
    alter(place, name, (bytes) => bytes.with(bytes.length - 1, at([...bytes], -1) ^ 1));
    const before = readFileSync(join(place.directory, name));
    fill(openLog(place), 1);
    expect(readFileSync(join(place.directory, name))).toEqual(before);
    expect(segmentNames(place)).toHaveLength(2);
  });

  it('a changed record is not repaired as it would be after a crash', async () => {
    const place = freshPlace();
    fill(openLog(place), 3);
    const other = freshPlace();
    cpSync(place.directory, other.directory, { recursive: true });
    fill(openLog(place), 1); // the true past
    // The past that an attacker wants.
    fill(openLog({ ...other, box: place.box, headBox: place.headBox }), 2, 5000, NOON_MS + 1);
    cpSync(join(other.directory, at(segmentNames(other), 0)), join(place.directory, at(segmentNames(place), 0)));
    fill(openLog(place), 1);
    const kinds = (await eventsOf(place)).map(({ kind }) => kind);
    expect(kinds).toContain('broken');
    expect(kinds).not.toContain('repaired');
  });
});

describe('last entries that do not open', () => {
  const DAY_2 = NOON_MS + DAY_MS;
  const DAY_3 = NOON_MS + 2 * DAY_MS;

  /** A record whose head names entry 4, with this many further entries after it. */
  function aheadOfHead(entries: number, fromMs = NOON_MS + 5000): RecordPlace {
    const place = freshPlace();
    fill(openLog(place), 3);
    const head = join(place.directory, 'head.sealed');
    const before = readFileSync(head);
    fill(openLog(place), entries, 1000, fromMs);
    writeFileSync(head, before);
    return place;
  }
  const flipLastBit = (bytes: Buffer): Uint8Array => bytes.with(bytes.length - 1, at([...bytes], -1) ^ 1);
  const newest = (place: RecordPlace): string => at(segmentNames(place), -1);
  const read = ({ directory }: RecordPlace, name: string): Buffer => readFileSync(join(directory, name));
  const keptAside = ({ directory }: RecordPlace): string[] =>
    readdirSync(directory).filter((name) => name.includes('.kept-'));
  const kinds = async (place: RecordPlace): Promise<readonly string[]> =>
    (await eventsOf(place)).map(({ kind }) => kind);

  /** Expects that the record goes on in two further starts, and reports this entry as changed after each start. */
  async function expectBrokenAt(place: RecordPlace, entry: number): Promise<void> {
    const broken = { kind: 'broken', at: entry, cause: 'changed' };
    fill(openLog(place), 2, 1000, DAY_3);
    expect((await checkRecord(place)).chain).toEqual(broken);
    const entries = (await eventsOf(place)).length;
    fill(openLog(place), 2, 1000, DAY_3 + DAY_MS);
    expect(await checkRecord(place)).toMatchObject({ entries: entries + 2, chain: broken });
    expect((await kinds(place)).filter((kind) => kind === 'broken')).toHaveLength(1);
    expect(await kinds(place)).not.toContain('repaired');
  }

  it('a whole entry that does not open and that the head does not name yet stays in its file, and breaks the record', async () => {
    const place = aheadOfHead(1);
    const name = newest(place);
    alter(place, name, flipLastBit);
    const before = read(place, name);
    expect((await checkRecord(place)).chain).toEqual({ kind: 'broken', at: 5, cause: 'changed' });
    await expectBrokenAt(place, 5);
    expect(read(place, name)).toEqual(before);
  });

  it('a later segment that does not open is kept aside, and the record is broken at the segment’s first entry', async () => {
    const place = aheadOfHead(1, DAY_2);
    const name = newest(place);
    alter(place, name, flipLastBit);
    const before = read(place, name);
    await expectBrokenAt(place, 5);
    expect(keptAside(place).map((kept) => [kept.slice(0, name.length), read(place, kept)])).toEqual([[name, before]]);
  });

  it('a foreign file in the place of a later segment is kept aside and does not stop the record', async () => {
    const place = aheadOfHead(0);
    const name = '999999999999.segment';
    writeFileSync(join(place.directory, name), 'not a segment');
    await expectBrokenAt(place, 5);
    expect(keptAside(place)).toHaveLength(1);
    expect(newest(place)).not.toBe(name);
  });

  it('nothing is cut off a record whose head is three entries behind', async () => {
    const place = aheadOfHead(3);
    const name = newest(place);
    appendFileSync(join(place.directory, name), Uint8Array.of(0, 0, 0, 100, 1, 2, 3));
    const before = read(place, name);
    fill(openLog(place), 2, 1000, NOON_MS + 9000);
    expect(read(place, name)).toEqual(before);
    expect((await checkRecord(place)).chain.kind).toBe('broken');
    expect(await kinds(place)).toContain('broken');
    expect(await kinds(place)).not.toContain('repaired');
  });

  it('nothing is overwritten in a record without a head', async () => {
    for (const fromMs of [NOON_MS + 5000, DAY_2]) {
      const place = aheadOfHead(1, fromMs);
      const name = newest(place);
      alter(place, name, flipLastBit);
      const before = read(place, name);
      place.files.remove(join(place.directory, 'head.sealed'));
      fill(openLog(place), 2, 1000, fromMs);
      const [kept = name] = keptAside(place);
      expect(read(place, kept)).toEqual(before);
      expect((await checkRecord(place)).chain.kind).toBe('broken');
    }
  });

  it('a file kept aside is reported by the next start if the program ended before reporting it', async () => {
    const place = aheadOfHead(1, DAY_2);
    alter(place, newest(place), flipLastBit);
    openLog(place);
    expect(keptAside(place)).toHaveLength(1);
    await expectBrokenAt(place, 5);
  });

  it('files that merely have names like those kept aside are not reported, and the record goes on', async () => {
    const place = aheadOfHead(1);
    for (const number of ['99999999999', '1']) {
      writeFileSync(join(place.directory, `00000001.segment.kept-${number}-00000000`), 'planted');
    }
    fill(openLog(place), 1, 1000, NOON_MS + 9000);
    expect((await checkRecord(place)).chain).toEqual({ kind: 'intact' });
    expect(await kinds(place)).not.toContain('broken');
  });

  it('remains of a crash at the end of a record are removed, and the record stays intact', async () => {
    const half = aheadOfHead(1);
    alter(half, newest(half), (bytes) => bytes.subarray(0, -1));
    const halfOfNew = aheadOfHead(1, DAY_2);
    alter(halfOfNew, newest(halfOfNew), (bytes) => bytes.subarray(0, 40));
    const [begun, empty, zeros, zerosOfNew] = [DAY_2, DAY_2, NOON_MS + 5000, DAY_2].map((ms) => aheadOfHead(1, ms));
    alter(begun!, newest(begun!), (bytes) => bytes.subarray(0, 5));
    alter(empty!, newest(empty!), () => new Uint8Array(0));
    alter(zeros!, newest(zeros!), (bytes) => bytes.fill(0, framesOf(bytes).at(-1)?.from));
    alter(zerosOfNew!, newest(zerosOfNew!), (bytes) => bytes.fill(0));
    for (const place of [half, halfOfNew, begun!, empty!, zeros!, zerosOfNew!]) {
      expect((await checkRecord(place)).chain, place.directory).toEqual({ kind: 'intact' });
      fill(openLog(place), 2, 1000, DAY_3);
      expect((await checkRecord(place)).chain).toEqual({ kind: 'intact' });
      expect(await kinds(place)).toEqual(['begun', 'locked', 'unlocked', 'locked', 'repaired', 'locked', 'unlocked']);
      expect(keptAside(place)).toEqual([]);
    }
  });
});

describe('expired entries', () => {
  it('expired entries are reported as removed once, even if their file could not be deleted', async () => {
    let isRefused = true;
    const place = freshPlace({
      ...systemRecordFiles,
      remove: (path) => (isRefused ? diskFull() : systemRecordFiles.remove(path)),
    });
    const log = openLog(place);
    fill(log, 2);
    fill(log, 1, 1000, NOON_MS + 10 * DAY_MS);
    for (let days = 0; days < 3; days++) log.prune(5, NOON_MS + 10 * DAY_MS);
    isRefused = false;
    log.prune(5, NOON_MS + 10 * DAY_MS);
    expect(segmentNames(place)).toHaveLength(1);
    expect((await eventsOf(place)).filter(({ kind }) => kind === 'removed')).toEqual([
      { kind: 'removed', from: 1, to: 3, why: 'age' },
    ]);
  });
});
