// Stores the highest version ever offered to this profile, so that an older list is refused even after a restart. The
// file contains nothing secret. A file that does not contain a version and a time is kept aside as `.damaged`. If the
// file cannot be read, or cannot be moved aside, no list is accepted, because a higher version may have been seen.
import { join } from 'node:path';
import * as v from 'valibot';
import { utf8 } from '../../core/bytes.ts';
import { errorCode, type Files } from '../vault/files.ts';
import { replaceFile } from '../vault/replace-file.ts';
import type { Feed } from '../../core/update/feed.ts';
import { compareVersions, parseVersion, versionText, type Version } from '../../core/update/version.ts';

/** What was seen: the version, and when its list was issued (ms since 1970). */
export interface Seen {
  readonly version: Version;
  readonly issuedMs: number;
}

const FILE = 'seen.json';
const MAX_BYTES = 1024;
const Kept = v.strictObject({ version: v.string(), issuedMs: v.pipe(v.number(), v.integer(), v.minValue(0)) });

/**
 * What was seen so far, at least `running`. `disk`: the system refuses to read or move the file, and no list may be
 * accepted.
 */
export function readSeen(files: Files, folder: string, running: Version): Seen | 'disk' {
  const file = join(folder, FILE);
  const none = { version: running, issuedMs: 0 };
  try {
    const bytes = files.read(file);
    if (bytes === undefined) return none;
    const kept = bytes.length > MAX_BYTES ? undefined : parse(bytes);
    if (kept === undefined) {
      files.rename(file, `${file}.damaged`);
      return none;
    }
    return compareVersions(kept.version, running) < 0 ? none : kept;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return 'disk';
  }
}

function parse(bytes: Uint8Array): Seen | undefined {
  try {
    const kept = v.safeParse(Kept, JSON.parse(new TextDecoder().decode(bytes)));
    const version = kept.success ? parseVersion(kept.output.version) : undefined;
    return kept.success && version !== undefined ? { version, issuedMs: kept.output.issuedMs } : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers an accepted list. On `disk` it may be forgotten, so nothing may be installed from it. */
export function writeSeen(files: Files, folder: string, { version, issuedMs }: Seen): 'written' | 'disk' {
  try {
    files.makeDirectory(folder);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return 'disk';
  }
  return replaceFile(files, join(folder, FILE), utf8(JSON.stringify({ version: versionText(version), issuedMs })));
}

/** Whether a list leads back: to a version below the highest ever offered, or to that same version in an older list. */
export function isRollback(feed: Feed, seen: Seen): boolean {
  const order = compareVersions(feed.version, seen.version);
  return order < 0 || (order === 0 && feed.issuedMs < seen.issuedMs);
}
