// Playwright's fixtures for the test page: in Debian's Chromium, or in the Electron of this machine, with fake devices.
import { type Page, test as base } from '@playwright/test';
import type { Scenarios } from './page/main.ts';
import { type ServedPage, servePage } from './built-page.ts';
import { type ElectronPage, openElectronPage } from './electron-page.ts';

/** Runs one scenario in the page and returns its result. */
export type RunScenario = <N extends keyof Scenarios>(
  name: N,
  ...args: Parameters<Scenarios[N]>
) => Promise<Awaited<ReturnType<Scenarios[N]>>>;

/** The two engines the page must work in. */
export type Engine = 'Chromium' | 'Electron';
export const engines: readonly Engine[] = ['Chromium', 'Electron'];

export interface TestFixtures {
  /**
   * Opens the page and returns a function that runs scenarios in it, under the product's content security policy. With
   * `tapped`, the policy leaves Trusted Types out.
   */
  readonly open: (engine: Engine, way?: 'tapped') => Promise<RunScenario>;
}
export interface WorkerFixtures {
  readonly served: ServedPage;
  readonly electronPage: () => Promise<Page>;
}

/** Playwright's `test` with the test page. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  served: [
    // Playwright takes the fixtures that a fixture needs from this first parameter; this one needs none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const served = await servePage();
      await use(served);
      await served.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  electronPage: [
    async ({ served }, use) => {
      let opened: ElectronPage | undefined;
      await use(async () => {
        opened ??= await openElectronPage(served.url);
        return opened.page;
      });
      await opened?.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  open: async ({ browser, served, electronPage }, use) => {
    const pages: Page[] = [];
    await use(async (engine, way) => {
      const page = engine === 'Electron' ? await electronPage() : await browser.newPage();
      if (engine === 'Chromium') pages.push(page);
      await page.goto(way === 'tapped' ? `${served.url}?tapped` : served.url);
      return runIn(page);
    });
    await Promise.all(pages.map((page) => page.close()));
  },
});

/** Makes `RunScenario` for `page`. */
export function runIn(page: Page): RunScenario {
  return (name, ...args) =>
    page.evaluate(
      ([scenario, input]) => {
        const { scenarios } = window as unknown as {
          readonly scenarios: Readonly<Record<string, (...values: unknown[]) => Promise<never>>>;
        };
        const run = scenarios[scenario];
        if (run === undefined) throw new Error(`no scenario ${scenario}`);
        return run(...input);
      },
      [name, args] as const,
    );
}
