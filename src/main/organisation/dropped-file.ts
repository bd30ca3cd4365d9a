// Files that device management drops for this person: where policy says they are, what is in them, and news of them. Nothing is
// believed because it lies there.
import { readFileSync, statSync, unlinkSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
import type { Clock } from '../time/clock.ts';
import { followFolder } from '../policy/folder-watch.ts';

const MOST_BYTES = 65_536;

/** Files by path, as the system has them. */
export interface DroppedFiles {
  /** The text, or undefined where there is no regular file that this process may read, or one over 64 KiB. */
  readonly read: (path: string) => string | undefined;
  /** Removes it where this process may. */
  readonly remove: (path: string) => void;
  /** Calls `onNews` after something has happened in the folders of these files. Returns the end of it. */
  readonly follow: (paths: readonly string[], onNews: () => void) => () => void;
}

/** A path of policy with `${user}` and `${device}` filled in; undefined for none, or where a name would lead elsewhere. */
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
        return undefined; // not there yet, or not for this person
      }
    },
    remove: (path) => {
      try {
        unlinkSync(path);
      } catch {
        // device management's own folder: what is spent is remembered instead
      }
    },
    follow: (paths, onNews) => (paths.length === 0 ? () => undefined : followFolder(paths.map(dirname), clock, onNews)),
  };
}
