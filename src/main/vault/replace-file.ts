// Replacing a file so that a crash or a full disk at any moment leaves the old content or the new one, never neither.
// The generation before stays beside it under `.previous`.
import { dirname } from 'node:path';
import { equal } from '../../core/bytes.ts';
import { errorCode, type Files } from './files.ts';

/** The name under which the generation before `path` lies. */
export function previousOf(path: string): string {
  return `${path}.previous`;
}

/**
 * Replaces `path` by `bytes`: written aside, flushed, read back and compared, the old generation linked to `.previous`,
 * then renamed over. `disk` when the system refuses a step; `path` then still has its old
 * content, or the new one where only flushing the name failed: never anything else.
 */
export function replaceFile(files: Files, path: string, bytes: Uint8Array): 'written' | 'disk' {
  const fresh = `${path}.new`;
  try {
    files.write(fresh, bytes);
    const back = files.read(fresh);
    if (back === undefined || !equal(back, bytes)) {
      files.remove(fresh);
      return 'disk';
    }
    if (files.exists(path)) {
      const previous = previousOf(path);
      files.remove(previous);
      files.link(path, previous);
    }
    files.rename(fresh, path);
    files.syncDirectory(dirname(path));
    return 'written';
  } catch (error) {
    // Only what the system refuses is an outcome; anything else is a bug of ours and goes up.
    if (errorCode(error) === undefined) throw error;
    discard(files, fresh);
    return 'disk';
  }
}

function discard(files: Files, path: string): void {
  try {
    files.remove(path);
  } catch (error) {
    // A leftover `.new` is overwritten by the next write; the first failure is the one to report.
    if (errorCode(error) === undefined) throw error;
  }
}
