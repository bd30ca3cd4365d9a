// The file operations of the record: some of those of the vault, appending, and asking for a file's size. A small
// interface, so that a test can make any step fail or stop.
import * as fs from 'node:fs';
import { type Files, systemFiles } from '../vault/files.ts';

/** Every operation is synchronous and throws the system's error (with its `code`) on failure. */
export interface RecordFiles extends Pick<
  Files,
  'read' | 'write' | 'rename' | 'remove' | 'list' | 'makeDirectory' | 'syncDirectory'
> {
  /** Writes `bytes` at offset `at` of a file, creating it if needed, cuts off what lay behind, and flushes. */
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
