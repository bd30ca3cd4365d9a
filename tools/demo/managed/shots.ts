// Pictures of whole screens, numbered in the order in which they were taken. Like pictures.ts, for programs that no
// driver may enter.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Machine } from './machine.ts';

/** A folder that collects the pictures of the scene. */
export interface Shots {
  readonly take: (machine: Machine, step: string) => Promise<void>;
  /** File names so far, in order. */
  readonly taken: () => readonly string[];
}

/** An empty folder of pictures at `folder`; what was in that folder is deleted. */
export function shots(folder: string): Shots {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names: string[] = [];
  return {
    take: async (machine, step) => {
      const name = `${String(names.length + 1).padStart(2, '0')}-${machine.name}-${step}.png`;
      await machine.picture(path.join(folder, name));
      names.push(name);
    },
    taken: () => [...names],
  };
}
