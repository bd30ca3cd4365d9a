// The vault's files for somebody who only looks: every change is refused as on a read-only medium, so that a damaged file is not
// even moved aside. For the self-examination beside a running program.
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
