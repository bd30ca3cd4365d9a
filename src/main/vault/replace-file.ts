// Replaces a file so that a crash or a full disk at any time leaves the old content or the new one. The previous
// generation stays beside it under `.previous`.
import { dirname } from 'node:path';
import { equal } from '../../core/bytes.ts';
import { errorCode, type Files } from './files.ts';

/** The name of the previous generation of `path`. */
export function previousOf(path: string): string {
  return `${path}.previous`;
}

/**
 * Replaces `path` by `bytes`: they are written aside, flushed, read back and compared; the old generation is linked to
 * `.previous`; then the new file is renamed to `path`. On `disk` the system refused a step, or other bytes were read
 * back; `path` still has its old content, or the new one if only flushing the name failed.
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
    // Only a refusal by the system is an outcome. Anything else is a bug of ours and is thrown on.
    if (errorCode(error) === undefined) throw error;
    discard(files, fresh);
    return 'disk';
  }
}

function discard(files: Files, path: string): void {
  try {
    files.remove(path);
  } catch (error) {
    // The next write overwrites a leftover `.new`. The first failure is the one to report.
    if (errorCode(error) === undefined) throw error;
  }
}
