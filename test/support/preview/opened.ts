// For page tests over the preview in Chromium: opens a fixture, returns the commands that the page sent, and collects
// the errors of the page.
import { type Page, expect, test } from '@playwright/test';
import { fixDate } from './fixed-date.ts';
import { fixtures } from './fixtures.ts';
import { NOW } from './people.ts';
import { type PreviewServer, servePreview } from './serve.ts';

export interface Opened {
  /** Shows `fixture` and reaches its screen as a person does. */
  readonly open: (page: Page, fixture: string, language?: 'de' | 'en') => Promise<void>;
  /** The commands that the page has sent, without those that only read. */
  readonly sent: (page: Page) => Promise<readonly { readonly name: string; readonly input: unknown }[]>;
}

const questions: readonly string[] = [
  'device.refresh',
  'policy.read',
  'doctor.run',
  'record.check',
  'diagnostics.read',
  'history.read',
  'contact.readFingerprint',
  'contact.readDevices',
  'contact.readDispute',
  'contact.readOthers',
  'device.readDispute',
];

/**
 * For one file of tests. The server runs until the last test has ended, and an error in the page fails the running
 * test.
 */
export function openedPreview(): Opened {
  let server: PreviewServer;
  let complaints: string[] = [];
  test.beforeAll(async () => {
    server = await servePreview();
  });
  test.afterAll(() => server.close());
  test.beforeEach(async ({ page }) => {
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await fixDate(page, NOW);
  });
  test.afterEach(() => expect(complaints, 'errors, and what the CSP refused').toEqual([]));
  return {
    open: async (page, fixture, language = 'en') => {
      await page.goto(server.url(fixture, language));
      await page.getByRole('main').or(page.getByRole('alertdialog')).first().waitFor();
      await fixtures[fixture]?.reach?.(page);
    },
    sent: async (page) => {
      const recorded = await page.evaluate(() => window.preview.recorded);
      return recorded.filter(({ name }) => !questions.includes(name));
    },
  };
}
