// Sealed messages on disk that wait for the next unlocking: one file each, flushed before the broker gets its
// acknowledgement. Their number and size are limited; a full folder accepts no more, and the broker keeps the rest.
import { join } from 'node:path';
import type { Bytes } from '../../core/bytes.ts';
import { errorCode, type Files } from '../vault/files.ts';

/** How many messages may wait, as at an unlocked device (decision 0030). */
const MOST = 256;
const MOST_BYTES = 2 * 1024 * 1024;

/** The folder of waiting messages. */
export interface WaitingMessages {
  /** Stores one more message. On `full` and `disk` it does not count as stored, and the broker keeps it. */
  readonly keep: (box: Bytes) => 'kept' | 'full' | 'disk';
  /** All waiting messages, in the order in which they came. `disk`: they could not be read. */
  readonly read: () => readonly Bytes[] | 'disk';
  readonly clear: () => void;
}

/** The folder in `vault`, with the messages that an earlier lock has left in it. */
export function openWaiting(files: Files, vault: string): WaitingMessages {
  const folder = join(vault, 'waiting');
  const names = (): readonly string[] => files.list(folder).filter((name) => /^\d{6}$/u.test(name));
  let count: { next: number; left: number; bytes: number } | undefined;

  function counted(): { next: number; left: number; bytes: number } {
    const there = names();
    const bytes = there.reduce((sum, name) => sum + (files.read(join(folder, name))?.length ?? 0), 0);
    return { next: Number(there.at(-1) ?? -1) + 1, left: MOST - there.length, bytes };
  }

  return {
    keep: (box) => {
      try {
        count ??= counted();
        if (count.left <= 0 || count.bytes + box.length > MOST_BYTES) return 'full';
        files.makeDirectory(folder);
        files.write(join(folder, String(count.next).padStart(6, '0')), box);
        files.syncDirectory(folder);
        count = { next: count.next + 1, left: count.left - 1, bytes: count.bytes + box.length };
        return 'kept';
      } catch (error) {
        if (errorCode(error) === undefined) throw error;
        return 'disk';
      }
    },
    read: () => {
      try {
        return names().flatMap((name) => files.read(join(folder, name)) ?? []);
      } catch (error) {
        if (errorCode(error) === undefined) throw error;
        return 'disk';
      }
    },
    clear: () => {
      count = undefined;
      try {
        files.removeDirectory(folder);
      } catch (error) {
        // A message that cannot be removed is read again, and is then recognised as a repeat.
        if (errorCode(error) === undefined) throw error;
      }
    },
  };
}
