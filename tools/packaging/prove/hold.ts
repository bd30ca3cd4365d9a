// The output of the proof of the packages: one line for every promise that holds, and an error at the first promise
// that does not.
import { lstatSync } from 'node:fs';

/** Prints one line of the proof. */
export const say = (line: string): void => void process.stdout.write(`prove: ${line}\n`);

/** Prints that `promise` holds; throws if it does not. */
export function hold(condition: boolean, promise: string): void {
  if (!condition) throw new Error(`does not hold: ${promise}`);
  say(`holds: ${promise}`);
}

/** Whether `file` is a folder of root with mode 0755, and not a link. */
export function isRootsFolder(file: string): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return false;
  return found.isDirectory() && found.uid === 0 && found.gid === 0 && (found.mode & 0o7777) === 0o755;
}
