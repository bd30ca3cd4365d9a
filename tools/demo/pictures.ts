// Screenshots of the demo and its scenes, numbered in the order in which they were requested.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { photograph } from '../desktop/framebuffer.ts';

/** A folder that collects the pictures of the demo. */
export interface Pictures {
  /** Takes a picture of this window; `step` and `side` become its name. */
  readonly take: (page: Page, step: string, side: string) => Promise<void>;
  /** Takes a picture of the whole screen of a desktop, from its frame buffer. */
  readonly screen: (frameBuffer: string, step: string, side: string) => Promise<void>;
  /** File names so far, in order. */
  readonly taken: () => readonly string[];
}

/** An empty folder of pictures at `folder`; what was in that folder is deleted. */
export function pictures(folder: string): Pictures {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names: string[] = [];
  const file = (step: string, side: string): string => {
    const name = `${String(names.length + 1).padStart(2, '0')}-${side}-${step}.png`;
    names.push(name);
    return path.join(folder, name);
  };
  return {
    take: async (page, step, side) => void (await page.screenshot({ path: file(step, side), animations: 'disabled' })),
    screen: async (frameBuffer, step, side) => photograph(frameBuffer, file(step, side)),
    taken: () => [...names],
  };
}
