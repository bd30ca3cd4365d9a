// File operations on the real disk, one of which fails at a chosen step: with an error of the system, such as that of a
// full disk, or as in a crash. A crash ends the process, so not even clean-up code runs after it.
import { type Files, systemFiles } from '../../../src/main/vault/files.ts';

/** An error that simulates a crash. A process that really crashed could not catch it. */
export class Crash extends Error {}

/**
 * The step `at` (from 0) fails; if it is a write, half of the bytes are written. After a crash or with `EROFS` every
 * later step fails, too.
 */
export interface Fault {
  readonly at: number;
  readonly kind: 'crash' | 'ENOSPC' | 'EIO' | 'EROFS';
}

/**
 * Wraps the system's files. The operations that change files can fail, apart from `removeDirectory`. `steps` counts
 * them, up to a crash or `EROFS`.
 */
export function fragileFiles(fault: Fault): Files & { readonly steps: () => number } {
  let steps = 0;
  let isDead = false;
  const step = (run: () => void, half: () => void = () => undefined): void => {
    if (isDead) throw new Crash();
    const isRefusing = fault.kind === 'EROFS' && steps > fault.at;
    if (isRefusing) throw Object.assign(new Error('the system refuses'), { code: fault.kind });
    if (steps++ === fault.at) {
      half();
      if (fault.kind !== 'crash') throw Object.assign(new Error('the system refuses'), { code: fault.kind });
      isDead = true;
      throw new Crash();
    }
    run();
  };
  return {
    ...systemFiles,
    steps: () => steps,
    write: (path, bytes) => {
      step(
        () => systemFiles.write(path, bytes),
        () => systemFiles.write(path, bytes.subarray(0, bytes.length >> 1)),
      );
    },
    link: (from, to) => {
      step(() => systemFiles.link(from, to));
    },
    rename: (from, to) => {
      step(() => systemFiles.rename(from, to));
    },
    remove: (path) => {
      step(() => systemFiles.remove(path));
    },
    makeDirectory: (path) => {
      step(() => systemFiles.makeDirectory(path));
    },
    syncDirectory: (path) => {
      step(() => systemFiles.syncDirectory(path));
    },
  };
}
