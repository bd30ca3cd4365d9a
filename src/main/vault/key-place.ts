// The place of a profile's key file and its copy. The file is written twice. After an interrupted change, `settle`
// leaves only one wrap of the key. Nothing here opens a key.
import { errorCode, type Files } from './files.ts';
import { type KeyFile, readKeyFile, writeKeyFile } from './key-file.ts';
import { previousOf, replaceFile } from './replace-file.ts';

/** The place of one key file. */
export interface KeyPlace {
  /** Writes the file twice, so that one bad sector does not cost the identity. False if the disk refuses. */
  readonly write: (file: KeyFile) => boolean;
  /** Whether this wrap is stored, in place or as the copy. */
  readonly has: (file: KeyFile) => boolean;
  /**
   * Leaves only `opened`, which was just opened, and removes any other wrap of the key, including one that was never
   * put in place. Otherwise both wraps would remain after an interrupted change, and somebody who finds the disk could
   * use the wrap that the person has given up.
   */
  readonly settle: (opened: KeyFile) => void;
}

/** The place `path` in `directory`. */
export function keyPlace(files: Files, directory: string, path: string): KeyPlace {
  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      return undefined; // the next opening tries again
    }
  };
  const write = (file: KeyFile): boolean => {
    const bytes = writeKeyFile(file);
    const isThere = attempt(() => {
      files.makeDirectory(directory);
      return true;
    });
    return (
      isThere === true && replaceFile(files, path, bytes) === 'written' && replaceFile(files, path, bytes) === 'written'
    );
  };
  const readAt = (at: string): KeyFile | undefined => {
    const bytes = attempt(() => files.read(at));
    const file = bytes && readKeyFile(bytes);
    return file === 'other-version' ? undefined : file;
  };
  return {
    write,
    has: ({ sealed }) => [path, previousOf(path)].some((at) => readAt(at)?.sealed === sealed),
    settle: (opened) => {
      const isOtherWrap = (at: string): boolean => {
        const file = readAt(at);
        if (file === undefined) return false;
        const isOfThisKey = file.profile === opened.profile && file.createdMs === opened.createdMs;
        return isOfThisKey && file.sealed !== opened.sealed;
      };
      if ([path, previousOf(path)].some(isOtherWrap)) write(opened);
      const unused = `${path}.new`;
      attempt(() => {
        if (files.exists(unused)) files.remove(unused);
      });
    },
  };
}
