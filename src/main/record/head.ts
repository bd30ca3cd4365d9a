// The head of the record: where it begins and how far it goes, sealed apart from the entries, so that a tail that was cut off is
// noticed. No generation before is kept beside it: that would be a valid head for a shorter record.
import { join } from 'node:path';
import * as v from 'valibot';
import { concat, equal, uint, utf8 } from '../../core/bytes.ts';
import { readJson, writeJson } from '../../core/signal/json.ts';
import type { Box } from '../vault/vault.ts';
import { Hash, RecordId } from './record-entry.ts';
import type { RecordFiles } from './record-files.ts';

const MAGIC = concat(utf8('SGLH'), uint(1, 1));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The head: id of the record, the first entry that is kept, the last one with its hash (0 and the genesis before there is one). */
export const Head = v.strictObject({ record: RecordId, firstSeq: whole, lastSeq: whole, lastHash: Hash });
export type Head = v.InferOutput<typeof Head>;

/** The head that is kept, `none` where there is no file, `unreadable` where it does not open. System errors go up. */
export function readHead(files: Pick<RecordFiles, 'read'>, directory: string, box: Box): Head | 'none' | 'unreadable' {
  const bytes = files.read(join(directory, 'head.sealed'));
  if (bytes === undefined) return 'none';
  if (!equal(bytes.subarray(0, MAGIC.length), MAGIC)) return 'unreadable';
  const text = box.open(bytes.subarray(MAGIC.length));
  const head = text && readJson(Head, text);
  text?.fill(0);
  return head ?? 'unreadable';
}

/** Replaces the head at once; system errors go up, and then the old head or the new one is there. */
export function writeHead(files: RecordFiles, directory: string, box: Box, head: Head): void {
  const path = join(directory, 'head.sealed');
  files.write(`${path}.new`, concat(MAGIC, box.seal(writeJson(head))));
  files.rename(`${path}.new`, path);
  files.syncDirectory(directory);
}
