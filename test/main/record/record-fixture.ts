// A record in real files, for tests: its folder, its sealing keys, and files that fail at a chosen step.
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import type { Random } from '../../../src/main/time/clock.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { type RecordFiles, systemRecordFiles } from '../../../src/main/record/record-files.ts';
import { openRecordLog, type RecordLog } from '../../../src/main/record/record-log.ts';
import type { RecordPlace } from '../../../src/main/record/record-place.ts';
import { binding, open, seal } from '../../../src/main/vault/seal.ts';
import type { Box } from '../../../src/main/vault/vault.ts';

export const DAY_MS = 86_400_000;
/** Noon, so that an hour later is the same day. */
export const NOON_MS = 20_000 * DAY_MS + DAY_MS / 2;

export const random: Random = (length) => new Uint8Array(randomBytes(length));

function boxOf(key: Secret, purpose: string): Box {
  const bound = binding('default', purpose, 1);
  return { seal: (text) => seal(key, bound, text, random), open: (box) => open(key, bound, box) };
}

/** A place for a record in a fresh folder, with a fresh key. */
export function freshPlace(files: RecordFiles = systemRecordFiles): RecordPlace {
  const key = Secret.own(random(32));
  const directory = join(mkdtempSync(join(inject('quickFolder'), 'record-')), 'record');
  return { files, directory, box: boxOf(key, 'record'), headBox: boxOf(key, 'record-head') };
}

/** The record of `place` copied to another folder, under the same keys. */
export function copyOf(place: RecordPlace): RecordPlace {
  const directory = join(mkdtempSync(join(inject('quickFolder'), 'record-')), 'record');
  cpSync(place.directory, directory, { recursive: true });
  return { ...place, directory };
}

/** Opens the record at this place; the disk must work. */
export function openLog(place: RecordPlace): RecordLog {
  const log = openRecordLog(place, random, 'nothing');
  if (log === 'disk') throw new Error('the disk failed');
  return log;
}

export const locked: RecordEvent = { kind: 'locked', why: 'idle' };

/** Appends this many entries, `everyMs` apart, from noon on. */
export function fill(log: RecordLog, entries: number, everyMs = 1000, fromMs = NOON_MS): void {
  for (let i = 0; i < entries; i++) {
    const atMs = fromMs + i * everyMs;
    log.append(i % 2 === 0 ? locked : { kind: 'unlocked', by: 'system' }, atMs, atMs);
  }
}

/** The names of the segments at this place. */
export function segmentNames({ directory }: RecordPlace): string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.segment'));
}

/** Rewrites one file of the record. */
export function alter({ directory }: RecordPlace, name: string, change: (bytes: Buffer) => Uint8Array): void {
  const path = join(directory, name);
  writeFileSync(path, change(readFileSync(path)));
}

/** Where each sealed entry of a segment begins and ends. */
export function framesOf(bytes: Buffer): { readonly from: number; readonly to: number }[] {
  const frames = [];
  for (let at = 5; at < bytes.length;) {
    const to = at + 4 + bytes.readUInt32BE(at);
    frames.push({ from: at, to });
    at = to;
  }
  return frames;
}

/** Thrown in place of a crash. Only the test may catch it: a process that crashes catches nothing. */
export class Crash extends Error {}

/**
 * Files in which change number `at` (counted from 0) fails after half of its bytes were written. After a `crash`, all
 * later changes fail too. `steps` counts the changes.
 */
export function fragileRecordFiles(
  at: number,
  kind: 'crash' | 'ENOSPC',
): RecordFiles & { readonly steps: () => number } {
  let steps = 0;
  let isDead = false;
  const step = (run: () => void, half: () => void = () => undefined): void => {
    if (isDead) throw new Crash();
    if (steps++ !== at) return run();
    half();
    if (kind !== 'crash') throw Object.assign(new Error('the system refuses'), { code: kind });
    isDead = true;
    throw new Crash();
  };
  const files = systemRecordFiles;
  return {
    ...files,
    steps: () => steps,
    append: (path, bytes, offset) =>
      step(
        () => files.append(path, bytes, offset),
        () => files.append(path, bytes.subarray(0, bytes.length >> 1), offset),
      ),
    write: (path, bytes) =>
      step(
        () => files.write(path, bytes),
        () => files.write(path, bytes.subarray(0, bytes.length >> 1)),
      ),
    rename: (from, to) => step(() => files.rename(from, to)),
    remove: (path) => step(() => files.remove(path)),
    makeDirectory: (path) => step(() => files.makeDirectory(path)),
    syncDirectory: (path) => step(() => files.syncDirectory(path)),
  };
}

/** The item at this index, which must exist. */
export function at<T>(items: readonly T[], index: number): T {
  return unwrap(items.at(index), 'the test made it');
}
