// Screenshots of the demo: every step, both sides, numbered in order.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

/** A folder of pictures that fills as the demo goes. */
export interface Pictures {
  /** Takes a picture of this window; `step` and `side` become its name. */
  readonly take: (page: Page, step: string, side: string) => Promise<void>;
  /** File names so far, in order. */
  readonly taken: () => readonly string[];
}

/** An empty folder of pictures at `folder`. */
export function pictures(folder: string): Pictures {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names: string[] = [];
  return {
    take: async (page, step, side) => {
      const name = `${String(names.length + 1).padStart(2, '0')}-${side}-${step}.png`;
      await page.screenshot({ path: path.join(folder, name), animations: 'disabled' });
      names.push(name);
    },
    taken: () => [...names],
  };
}
