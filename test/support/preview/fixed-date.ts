// The date of a page in a test. Playwright's own clock also replaces the page's timers: on a slow machine some of these
// never ran, and a press seemed to open nothing.
import type { Page } from '@playwright/test';

/**
 * Fixes the date of this page at `nowMs`, in ms since 1970, at once and in each later document. The page's timers are
 * unaffected.
 */
export async function fixDate(page: Page, nowMs: number): Promise<void> {
  await page.addInitScript(replaceDate, nowMs);
  await page.evaluate(replaceDate, nowMs);
}

function replaceDate(nowMs: number): void {
  globalThis.Date = class extends Date {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [nowMs] : given) as [number]));
    }
    static override now(): number {
      return nowMs;
    }
  } as DateConstructor;
}
