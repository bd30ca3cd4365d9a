// Files that device management places for this person: where policy expects them, their content, and changes. The
// presence of a file proves nothing about its content.
import { readFileSync, statSync, unlinkSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import type { Clock } from '../time/clock.ts';
import { followFolder } from '../policy/folder-watch.ts';

const MOST_BYTES = 65_536;

/** Files by path, as the system has them. */
export interface DroppedFiles {
  /** The text. Undefined if there is no regular file that this process may read, or it has more than 64 KiB. */
  readonly read: (path: string) => string | undefined;
  /** Removes the file if this process may. */
  readonly remove: (path: string) => void;
  /**
   * Calls `onNews` after a change in the folders of these files, and once a minute. Returns a function that stops that.
   */
  readonly follow: (paths: readonly string[], onNews: () => void) => () => void;
}

/**
 * A path of policy with `${user}` and `${device}` filled in. Undefined if there is none, if it is not absolute, or if
 * the login name would lead elsewhere.
 */
export function filledPath(template: string, user: string, device: string): string | undefined {
  if (template === '') return undefined;
  if (template.includes('${user}') && !/^[^/\\:\0]+$/.test(user.replace(/^\.+$/, ''))) return undefined;
  const path = template.replaceAll('${user}', () => user).replaceAll('${device}', () => device);
  return isAbsolute(path) ? path : undefined;
}

/** The system's files. */
export function systemDroppedFiles(clock: Clock): DroppedFiles {
  return {
    read: (path) => {
      try {
        const { size } = statSync(path);
        if (size > MOST_BYTES || !statSync(path).isFile()) return undefined;
        return readFileSync(path, 'utf8');
      } catch {
        return undefined; // not there yet, or not readable for this person
      }
    },
    remove: (path) => {
      try {
        unlinkSync(path);
      } catch {
        // the folder may belong to device management; the last used token is remembered instead
      }
    },
    follow: (paths, onNews) => (paths.length === 0 ? () => undefined : followFolder(paths.map(dirname), clock, onNews)),
  };
}
