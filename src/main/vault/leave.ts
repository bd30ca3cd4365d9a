// Two ways to leave a vault's directory so that another can begin in its place: aside, with nothing lost, or erased.
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

/** Erases everything; first out of the way, so that what is half erased is not taken for a damaged vault. */
export function eraseAll(files: Files, directory: string): 'done' | 'disk' {
  const gone = `${directory}.erased`;
  return attempt(() => {
    files.removeDirectory(gone);
    if (files.exists(directory)) files.rename(directory, gone);
    files.removeDirectory(gone);
  });
}

function attempt(run: () => void): 'done' | 'disk' {
  try {
    run();
    return 'done';
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return 'disk';
  }
}
