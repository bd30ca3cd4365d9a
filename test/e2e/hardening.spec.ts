// Protections that only a running program shows: a page that tries to navigate away stays or is brought back, and a
// crashed page leaves no dump.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { test } from '../support/desktop.ts';

const files = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];

/** Asks the page itself, since Playwright's own locators would wait for the refused navigation. */
async function whereItIs(page: Page): Promise<{ readonly url: string; readonly hasButtons: boolean } | undefined> {
  try {
    return await page.evaluate(() => ({ url: location.href, hasButtons: document.querySelector('button') !== null }));
  } catch {
    return undefined; // between two documents
  }
}

test('a page that tries to navigate stays where it is or is brought back, and opens neither a window nor a webview', async ({
  siegel,
}) => {
  const app = await siegel({ profile: 'stays', args: ['--language=en'] });
  const page = await app.firstWindow();
  await page.getByRole('button').first().waitFor();
  const before = page.url();
  for (const url of ['https://example.com/', 'file:///etc/passwd', 'about:blank', 'app://siegel/index.html?again']) {
    await page.evaluate((to) => void (globalThis.location.href = to), url);
    await expect.poll(() => whereItIs(page)).toEqual({ url: before, hasButtons: true });
  }
  await page.evaluate(() => {
    Object.assign(globalThis, { isTheSame: true });
    location.reload();
  });
  await expect.poll(() => whereItIs(page)).toEqual({ url: before, hasButtons: true });
  expect(await page.evaluate(() => 'isTheSame' in globalThis)).toBe(true);
  await page.evaluate(() => {
    const link = document.createElement('a');
    Object.assign(link, { href: 'https://example.com/', target: '_blank', textContent: 'x' });
    document.body.append(link);
    link.click();
    link.remove();
    document.body.append(document.createElement('webview'));
  });
  await expect.poll(() => whereItIs(page)).toEqual({ url: before, hasButtons: true });
  expect(app.windows()).toHaveLength(1);
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
});

test('a killed page leaves no dump and no core file, and comes back', async ({ siegel, desktop }) => {
  const app = await siegel({ profile: 'dies', args: ['--language=en'] });
  const page = await app.firstWindow();
  await page.getByRole('button').first().waitFor();
  const { dumps, pid, home, own } = await app.evaluate(({ app: program, BrowserWindow }) => ({
    dumps: program.getPath('crashDumps'),
    pid: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
    home: program.getPath('home'),
    own: process.pid,
  }));
  const before = [...files(home), ...files(desktop.session)].filter((name) => /(?:^|\/)core(?:\.|$)|\.dmp$/.test(name));
  expect(pid).toBeGreaterThan(0);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  const back = (): Promise<number> =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
  await expect.poll(back).not.toBe(pid);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isLoading()))
    .toBe(false);
  const after = [...files(home), ...files(desktop.session)].filter((name) => /(?:^|\/)core(?:\.|$)|\.dmp$/.test(name));
  expect(after).toEqual(before);
  expect(files(dumps).filter((name) => name.endsWith('.dmp'))).toEqual([]);
  // No child process of main is a crash handler.
  const family = readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((each) => {
      try {
        const parent = Number(/^PPid:\t([0-9]+)/m.exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1]);
        return parent === own ? [readFileSync(`/proc/${each}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
      } catch {
        return []; // the process has just ended
      }
    });
  expect(family.length).toBeGreaterThan(0);
  expect(family.filter((line) => /crashpad_handler/.test(line))).toEqual([]);
});
