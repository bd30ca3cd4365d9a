// The file operations of the record: those of the vault, and appending. A small surface, so that a test can fail or stop any step.
import * as fs from 'node:fs';
import { type Files, systemFiles } from '../vault/files.ts';

/** Synchronous; every operation throws the system's error (with its `code`) when it does not succeed. */
export interface RecordFiles extends Pick<
  Files,
  'read' | 'write' | 'rename' | 'remove' | 'list' | 'makeDirectory' | 'syncDirectory'
> {
  /** Writes `bytes` at offset `at` of a file that is made if it is not there, cuts off what lay behind, and flushes. */
  readonly append: (path: string, bytes: Uint8Array, at: number) => void;
  readonly sizeOf: (path: string) => number;
}

/** The real file system. */
export const systemRecordFiles: RecordFiles = {
  ...systemFiles,
  append: (path, bytes, at) => {
    const file = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
    try {
      let done = 0;
      while (done < bytes.length) done += fs.writeSync(file, bytes, done, bytes.length - done, at + done);
      fs.ftruncateSync(file, at + bytes.length);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
  },
  sizeOf: (path) => fs.statSync(path).size,
};
