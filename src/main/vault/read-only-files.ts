// The vault's files for a reader: every change is refused as on a read-only medium, so that not even a damaged file is
// moved aside. The self-check uses these files, because the program may be running at the same time.
import { type Files, systemFiles } from './files.ts';

function refuse(): never {
  throw Object.assign(new Error('opened for reading only'), { code: 'EROFS' });
}

/** The real file system, never changed. */
export const readOnlyFiles: Files = {
  ...systemFiles,
  write: refuse,
  link: refuse,
  rename: refuse,
  remove: refuse,
  makeDirectory: refuse,
  removeDirectory: refuse,
  syncDirectory: () => undefined,
};
