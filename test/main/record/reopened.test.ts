// A record that is opened again after something went wrong: an honest fault is repaired, a changed record is reported,
// and evidence stays.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { checkRecord, walkRecord } from '../../../src/main/record/record-check.ts';
import { type RecordFiles, systemRecordFiles } from '../../../src/main/record/record-files.ts';
import type { RecordPlace } from '../../../src/main/record/record-place.ts';
import { alter, at, DAY_MS, fill, freshPlace, locked, NOON_MS, openLog, segmentNames } from './record-fixture.ts';

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

describe('heads that cannot be written', () => {
  it('after one entry whose head could not be written, no further entry is written', async () => {
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
    // beginning, two entries, the one ahead of the head, its repair, the last one
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

describe('records whose end was changed', () => {
  it('a changed record continues in a new file, and the old one stays as evidence', () => {
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
