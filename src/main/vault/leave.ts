// Two ways to clear a vault's directory so that another vault can begin there: moving everything aside, which loses
// nothing, or erasing everything, including what was ever moved aside.
import { basename, dirname, join } from 'node:path';
import { errorCode, type Files } from './files.ts';

/** Moves everything aside unchanged, under a name with the time. */
export function moveAside(files: Files, directory: string, nowMs: number): 'done' | 'disk' {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  let kept = `${directory}.kept-${stamp}`;
  for (let n = 2; files.exists(kept); n++) kept = `${directory}.kept-${stamp}-${n}`;
  return attempt(() => {
    if (files.exists(directory)) files.rename(directory, kept);
  });
}

/**
 * Erases everything, beginning with copies moved aside, which hold keys of the same person. The vault itself is moved
 * away before it is erased, so that a half-erased vault is not taken for a damaged one.
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

/** Continues an erasing that a crash interrupted. If that fails, the next start tries again. */
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
