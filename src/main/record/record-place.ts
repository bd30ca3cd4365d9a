// Where a record is stored and how it is sealed, for the other files of this folder.
import type { Box } from '../vault/vault.ts';
import type { RecordFiles } from './record-files.ts';
import { firstSeqOf } from './segment.ts';

/** The place of a record. */
export interface RecordPlace {
  readonly files: RecordFiles;
  readonly directory: string;
  readonly box: Box; // of the entries
  readonly headBox: Box;
}

/** The names of all segments, in order. System errors are thrown. */
export function segmentsOf({ files, directory }: Pick<RecordPlace, 'files' | 'directory'>): readonly string[] {
  return files.list(directory).filter((name) => firstSeqOf(name) !== undefined);
}
