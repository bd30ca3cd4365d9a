// Two ways to leave a vault's directory so that another can begin in its place: aside, with nothing lost, or erased, with what was ever
// put aside.
import { basename, dirname, join } from 'node:path';
import { errorCode, type Files } from './files.ts';

/** Moves everything aside as it is, under a name that says when. */
export function moveAside(files: Files, directory: string, nowMs: number): 'done' | 'disk' {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  let kept = `${directory}.kept-${stamp}`;
  for (let n = 2; files.exists(kept); n++) kept = `${directory}.kept-${stamp}-${n}`;
  return attempt(() => {
    if (files.exists(directory)) files.rename(directory, kept);
  });
}

/**
 * Erases everything, copies kept aside first: they hold keys of the same person. The vault itself goes out of the way before it is
 * erased, so that what is half erased is not taken for a damaged one.
 */
export function eraseAll(files: Files, directory: string): 'done' | 'disk' {
  return attempt(() => {
    const parent = dirname(directory);
    const kept = files.list(parent).filter((name) => name.startsWith(`${basename(directory)}.kept-`));
    for (const name of kept) files.removeDirectory(join(parent, name));
    files.removeDirectory(goneOf(directory));
    if (files.exists(directory)) files.rename(directory, goneOf(directory));
    files.removeDirectory(goneOf(directory));
    if (files.exists(parent)) files.syncDirectory(parent);
  });
}

/** Goes on with an erasing that a crash has stopped; where that does not work, the next start tries again. */
export function finishErasing(files: Files, directory: string): void {
  attempt(() => files.removeDirectory(goneOf(directory)));
}

const goneOf = (directory: string): string => `${directory}.erased`;

function attempt(run: () => void): 'done' | 'disk' {
  try {
    run();
    return 'done';
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return 'disk';
  }
}
