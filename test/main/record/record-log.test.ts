// The record on disk: crashes, full disks, truncated files, swapped and altered entries, expired entries.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordState } from '../../../src/contract/managed.ts';
import { checkRecord, walkRecord } from '../../../src/main/record/record-check.ts';
import type { RecordEntry } from '../../../src/main/record/record-entry.ts';
import { openRecordLog } from '../../../src/main/record/record-log.ts';
import type { RecordPlace } from '../../../src/main/record/record-place.ts';
import {
  alter,
  at,
  copyOf,
  Crash,
  DAY_MS,
  fill,
  fragileRecordFiles,
  framesOf,
  freshPlace,
  locked,
  NOON_MS,
  openLog,
  random,
  segmentNames,
} from './record-fixture.ts';

async function entriesOf(place: RecordPlace): Promise<readonly RecordEntry[]> {
  const entries: RecordEntry[] = [];
  await walkRecord(place, (read) => {
    if (read !== 'unreadable') entries.push(read.entry);
  });
  return entries;
}

const chainOf = async (place: RecordPlace): Promise<RecordState['chain']> => (await checkRecord(place)).chain;
const intact = { kind: 'intact' };

describe('untouched records', () => {
  it('an untouched record starts with the entry “begun” and continues after a restart', async () => {
    const place = freshPlace();
    expect(await checkRecord(place)).toEqual({ entries: 0, chain: intact });
    fill(openLog(place), 2);
    fill(openLog(place), 1, 1000, NOON_MS + DAY_MS);
    const entries = await entriesOf(place);
    expect(entries.map(({ seq, event }) => [seq, event.kind])).toEqual([
      [1, 'begun'],
      [2, 'locked'],
      [3, 'unlocked'],
      [4, 'locked'],
    ]);
    expect(segmentNames(place)).toHaveLength(2); // one segment per day
    expect(await checkRecord(place)).toEqual({
      entries: 4,
      firstAt: NOON_MS,
      lastAt: NOON_MS + DAY_MS,
      chain: intact,
    });
  });

  it('the record starts a new file before a file grows larger than 64 KiB', async () => {
    const place = freshPlace();
    fill(openLog(place), 600, 1);
    expect(segmentNames(place).length).toBeGreaterThan(1);
    for (const name of segmentNames(place)) {
      expect(place.files.sizeOf(join(place.directory, name))).toBeLessThanOrEqual(65_536);
    }
    expect(await chainOf(place)).toEqual(intact);
  });
});

describe('crashes', () => {
  it('a crash at any step loses at most the entry being written, without breaking the chain', async () => {
    const counting = fragileRecordFiles(-1, 'crash');
    fill(openLog(freshPlace(counting)), 3);
    for (let step = 0; step < counting.steps(); step++) {
      const place = freshPlace();
      const fragile = fragileRecordFiles(step, 'crash');
      let written = 0;
      try {
        const log = openLog({ ...place, files: fragile });
        for (; written < 3; written++) fill(log, 1, 1000, NOON_MS + written * 1000);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
      const before = await entriesOf(place);
      // The record begins with an entry of its own.
      expect(before.length, `step ${step}`).toBeGreaterThanOrEqual(written === 0 ? 0 : 1 + written);
      expect(await chainOf(place), `before a start, step ${step}`).toEqual(intact);
      fill(openLog(place), 2, 1000, NOON_MS + DAY_MS);
      expect(await chainOf(place), `after a start, step ${step}`).toEqual(intact);
      const after = await entriesOf(place);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.at(-1)?.event.kind).toBe('unlocked');
    }
  });

  it('a crash between writing an entry and writing the head is repaired, and an entry says so', async () => {
    const place = freshPlace();
    openLog(place).append(locked, NOON_MS, NOON_MS);
    const steps = fragileRecordFiles(-1, 'crash');
    const log = openLog({ ...place, files: steps });
    const opening = steps.steps();
    log.append(locked, NOON_MS, NOON_MS);
    const last = steps.steps() - opening; // one append, then three operations for the head
    const fragile = fragileRecordFiles(opening + last + 1, 'crash');
    const broken = openLog({ ...place, files: fragile });
    broken.append(locked, NOON_MS, NOON_MS);
    expect(() => broken.append(locked, NOON_MS, NOON_MS)).toThrow(Crash);
    openLog(place).append(locked, NOON_MS, NOON_MS);
    const kinds = (await entriesOf(place)).map(({ event }) => event.kind);
    expect(kinds).toContain('repaired');
    expect(await chainOf(place)).toEqual(intact);
  });
});

describe('full disks', () => {
  it('an entry that a full disk refused at any step can be written later', async () => {
    const counting = fragileRecordFiles(-1, 'ENOSPC');
    fill(openLog(freshPlace(counting)), 3);
    for (let step = 0; step < counting.steps(); step++) {
      const place = freshPlace();
      const files = fragileRecordFiles(step, 'ENOSPC');
      let log = openRecordLog({ ...place, files }, random, 'nothing');
      if (log === 'disk') log = openRecordLog({ ...place, files }, random, 'nothing');
      if (log === 'disk') throw new Error('the disk is full only once');
      for (let i = 0; i < 3; i++) {
        if (log.append(locked, NOON_MS + i, NOON_MS) === 'disk') log.append(locked, NOON_MS + i, NOON_MS);
      }
      const entries = await entriesOf(place);
      expect(entries.map(({ atMs, event }) => [atMs - NOON_MS, event.kind]).slice(1), `step ${step}`).toEqual([
        [0, 'locked'],
        [1, 'locked'],
        [2, 'locked'],
      ]);
      expect(await chainOf(place), `step ${step}`).toEqual(intact);
    }
  });
});

describe('attackers with the files and without the keys', () => {
  const made = (): RecordPlace => {
    const place = freshPlace();
    fill(openLog(place), 4);
    fill(openLog(place), 4, 1000, NOON_MS + DAY_MS); // two segments: entries 1 to 5, and 6 to 9
    return place;
  };

  it('changing one bit anywhere breaks the record permanently', async () => {
    const size = (place: RecordPlace, name: string): number => place.files.sizeOf(join(place.directory, name));
    const sample = made();
    const names = [...segmentNames(sample), 'head.sealed'];
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 7 }), async (which, where, bit) => {
        const place = copyOf(sample);
        const name = at(names, which % names.length);
        const offset = where % size(place, name);
        alter(place, name, (bytes) => {
          bytes.writeUInt8(bytes.readUInt8(offset) ^ (1 << bit), offset);
          return bytes;
        });
        expect((await chainOf(place)).kind).toBe('broken');
        fill(openLog(place), 2, 1000, NOON_MS + 2 * DAY_MS);
        expect((await chainOf(place)).kind).toBe('broken');
        fill(openLog(place), 2, 1000, NOON_MS + 3 * DAY_MS);
        expect((await chainOf(place)).kind).toBe('broken');
      }),
      { numRuns: 60 },
    );
  });

  it('cutting off the newest entries is reported with the first missing number, even after further entries', async () => {
    const place = made();
    const [, newest] = segmentNames(place);
    alter(place, newest ?? '', (bytes) => bytes.subarray(0, at(framesOf(bytes), 1).to)); // 6 and 7 stay
    expect(await chainOf(place)).toEqual({ kind: 'broken', at: 8, cause: 'cut-off' });
    fill(openLog(place), 2, 1000, NOON_MS + 2 * DAY_MS);
    expect(await chainOf(place)).toEqual({ kind: 'broken', at: 8, cause: 'cut-off' });
    expect((await entriesOf(place)).at(-1)?.seq).toBeGreaterThan(10); // no number is used twice
  });

  it('removing a whole file of the record is detected', async () => {
    for (const [index, cause, from] of [
      [1, 'cut-off', 6],
      [0, 'gap', 1],
    ] as const) {
      const place = made();
      rmSync(join(place.directory, at(segmentNames(place), index)));
      expect(await chainOf(place)).toEqual({ kind: 'broken', at: from, cause });
      fill(openLog(place), 1, 1000, NOON_MS + 2 * DAY_MS);
      expect(await chainOf(place)).toMatchObject({ kind: 'broken', at: from });
    }
    const place = made();
    for (const name of segmentNames(place)) rmSync(join(place.directory, name));
    expect(await chainOf(place)).toEqual({ kind: 'broken', at: 1, cause: 'cut-off' });
    fill(openLog(place), 1);
    expect((await chainOf(place)).kind).toBe('broken');
  });

  it('removing the head breaks the record', async () => {
    const place = made();
    rmSync(join(place.directory, 'head.sealed'));
    expect(await chainOf(place)).toMatchObject({ kind: 'broken', cause: 'unreadable' });
    fill(openLog(place), 1, 1000, NOON_MS + 2 * DAY_MS);
    expect((await chainOf(place)).kind).toBe('broken');
  });

  it('restoring a head that is three entries older breaks the record', async () => {
    const place = freshPlace();
    const log = openLog(place);
    fill(log, 2);
    const old = place.files.read(join(place.directory, 'head.sealed')) ?? new Uint8Array(0);
    fill(log, 3, 1000, NOON_MS + 5000);
    place.files.write(join(place.directory, 'head.sealed'), old);
    fill(openLog(place), 1, 1000, NOON_MS + 9000);
    expect(await chainOf(place)).toMatchObject({ kind: 'broken', cause: 'changed' });
  });

  it('removing, swapping or repeating an entry is detected', async () => {
    for (const change of [
      (bytes: Buffer, [, second, third]: ReturnType<typeof framesOf>) =>
        Buffer.concat([bytes.subarray(0, second?.from), bytes.subarray(third?.from)]),
      (bytes: Buffer, [, second, third]: ReturnType<typeof framesOf>) =>
        Buffer.concat([
          bytes.subarray(0, second?.from),
          bytes.subarray(third?.from, third?.to),
          bytes.subarray(second?.from, second?.to),
          bytes.subarray(third?.to),
        ]),
      (bytes: Buffer, [, second]: ReturnType<typeof framesOf>) =>
        Buffer.concat([bytes.subarray(0, second?.to), bytes.subarray(second?.from)]),
    ]) {
      const place = made();
      alter(place, at(segmentNames(place), 0), (bytes) => change(bytes, framesOf(bytes)));
      expect((await chainOf(place)).kind).toBe('broken');
    }
  });
});

describe('expired entries', () => {
  it('entries expire by the day, leaving an entry about the expiry and no gap', async () => {
    const place = freshPlace();
    const log = openLog(place);
    for (let day = 0; day < 10; day++) fill(log, 3, 1000, NOON_MS + day * DAY_MS);
    log.prune(4, NOON_MS + 9 * DAY_MS + 3000);
    const entries = await entriesOf(place);
    expect(entries[0]?.atMs).toBe(NOON_MS + 6 * DAY_MS);
    expect(entries.at(-1)?.event).toEqual({ kind: 'removed', from: 1, to: (entries[0]?.seq ?? 0) - 1, why: 'age' });
    expect(await chainOf(place)).toEqual(intact);
    log.prune(4, NOON_MS + 9 * DAY_MS + 4000);
    expect(await entriesOf(place)).toEqual(entries); // nothing expired, so nothing is recorded
    fill(openLog(place), 1, 1000, NOON_MS + 9 * DAY_MS + 5000);
    expect(await chainOf(place)).toEqual(intact);
  });

  it('all entries of an idle record expire together', async () => {
    const place = freshPlace();
    const log = openLog(place);
    fill(log, 3);
    log.prune(30, NOON_MS + 100 * DAY_MS);
    expect((await entriesOf(place)).map(({ seq, event }) => [seq, event.kind])).toEqual([[5, 'removed']]);
    expect(await chainOf(place)).toEqual(intact);
    expect(segmentNames(place)).toHaveLength(1);
  });

  it('a crash at any step of expiry does not break the chain', async () => {
    const build = (place: RecordPlace): void => {
      for (let day = 0; day < 4; day++) fill(openLog(place), 2, 1000, NOON_MS + day * DAY_MS);
    };
    const now = NOON_MS + 4 * DAY_MS;
    const counted = freshPlace();
    build(counted);
    const counting = fragileRecordFiles(-1, 'crash');
    openLog({ ...counted, files: counting }).prune(2, now);
    for (let step = 0; step < counting.steps(); step++) {
      const place = freshPlace();
      build(place);
      try {
        openLog({ ...place, files: fragileRecordFiles(step, 'crash') }).prune(2, now);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
      expect(await chainOf(place), `step ${step}`).toEqual(intact);
      const log = openLog(place);
      log.prune(2, now);
      fill(log, 1, 1000, now);
      expect(await chainOf(place), `again, step ${step}`).toEqual(intact);
      expect((await entriesOf(place))[0]?.atMs).toBeGreaterThanOrEqual(now - 2 * DAY_MS);
    }
  });
});
