// Playwright's fixture for the test page: Debian's Chromium with fake devices, one page per test.
import { type Page, test as base } from '@playwright/test';
import type { Scenarios } from './page/main.ts';
import { type ServedPage, servePage } from './built-page.ts';

/** Runs one scenario in a fresh page and gives its answer. */
export type RunScenario = <N extends keyof Scenarios>(
  name: N,
  ...args: Parameters<Scenarios[N]>
) => Promise<Awaited<ReturnType<Scenarios[N]>>>;

/** Tests of the test page. `run` uses the product's content security policy, `runTapped` the one without Trusted Types. */
export const test = base.extend<
  { readonly run: RunScenario; readonly runTapped: RunScenario },
  { readonly served: ServedPage }
>({
  served: [
    async ({}, use) => {
      const served = await servePage();
      await use(served);
      await served.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  run: async ({ page, served }, use) => {
    await page.goto(served.url);
    await use(runIn(page));
  },
  runTapped: async ({ page, served }, use) => {
    await page.goto(`${served.url}?tapped`);
    await use(runIn(page));
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
