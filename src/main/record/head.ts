// The head of the record: where it begins and how far it goes, sealed separately from the entries, so that a removed
// tail is noticed. No earlier head is kept, because it would be a valid head for a shorter record.
import { join } from 'node:path';
import * as v from 'valibot';
import { concat, equal, uint, utf8 } from '../../core/bytes.ts';
import { readJson, writeJson } from '../../core/signal/json.ts';
import type { Box } from '../vault/vault.ts';
import { Hash, RecordId } from './record-entry.ts';
import type { RecordFiles } from './record-files.ts';

const MAGIC = concat(utf8('SGLH'), uint(1, 1));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * The head: id of the record, the first stored entry, the last one with its hash (0 and the genesis before the first
 * entry).
 */
export const Head = v.strictObject({ record: RecordId, firstSeq: whole, lastSeq: whole, lastHash: Hash });
export type Head = v.InferOutput<typeof Head>;

/** The stored head. `none`: there is no file. `unreadable`: it cannot be opened. System errors are thrown. */
export function readHead(files: Pick<RecordFiles, 'read'>, directory: string, box: Box): Head | 'none' | 'unreadable' {
  const bytes = files.read(join(directory, 'head.sealed'));
  if (bytes === undefined) return 'none';
  if (!equal(bytes.subarray(0, MAGIC.length), MAGIC)) return 'unreadable';
  const text = box.open(bytes.subarray(MAGIC.length));
  const head = text && readJson(Head, text);
  text?.fill(0);
  return head ?? 'unreadable';
}

/**
 * Replaces the head now. System errors are thrown; after such an error either the old head or the new one is stored.
 */
export function writeHead(files: RecordFiles, directory: string, box: Box, head: Head): void {
  const path = join(directory, 'head.sealed');
  files.write(`${path}.new`, concat(MAGIC, box.seal(writeJson(head))));
  files.rename(`${path}.new`, path);
  files.syncDirectory(directory);
}
