// A folder for one run of the unit tests, removed at its end. It lies on a file system in memory if there is one with
// more than 1 GiB free, so that flushing takes no time. With coverage, as in `npm test`, it lies in the system's folder
// for temporary files.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly quickFolder: string;
  }
}

const MEMORY = '/dev/shm';
const ROOM_BYTES = 1 << 30;

/** Makes the folder and gives it to the tests of `project` as `quickFolder`. */
export function setup(project: TestProject): () => void {
  const isQuick = !project.vitest.config.coverage.enabled && hasRoom(MEMORY);
  const folder = mkdtempSync(path.join(isQuick ? MEMORY : tmpdir(), 'siegel-unit-'));
  project.provide('quickFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ROOM_BYTES;
  } catch {
    return false;
  }
}
