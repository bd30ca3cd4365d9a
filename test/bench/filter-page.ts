// The built page of a bench, served on loopback under the product's own content security policies, and a Chromium that
// shows it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { policyOf } from '../../src/main/app/content-policy.ts';

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** The system's Chromium with a fake camera and microphone, and these switches. */
export async function openChromium(args: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', ...args],
  });
}

/** Builds the page of `root` into `out` and serves it; returns its address and a function that ends the server. */
export async function serveBench(
  root: string,
  out: string,
): Promise<{ readonly url: string; readonly close: () => void }> {
  await build({
    root,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: out, emptyOutDir: true, target: 'chrome130', modulePreload: false },
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page.invalid');
    const file = pathname === '/' ? '/index.html' : path.normalize(pathname);
    readFile(path.join(out, file)).then(
      (body) =>
        response
          .writeHead(200, {
            'content-type': types[path.extname(file)] ?? 'text/plain',
            'content-security-policy': policyOf(file),
          })
          .end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => void server.close() };
}

/**
 * Runs `work` in a new page at `url` and returns its result, with the share of one core that all processes of the
 * browser used meanwhile.
 */
export async function measured<T>(
  browser: Browser,
  url: string,
  work: (page: Page) => Promise<T>,
): Promise<readonly [answer: T, core: number]> {
  const session = await browser.newBrowserCDPSession();
  const used = async (): Promise<number> => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, each) => sum + each.cpuTime, 0);
  };
  const page = await browser.newPage();
  await page.goto(url);
  const [before, beganMs] = [await used(), performance.now()];
  const answer = await work(page);
  const core = ((await used()) - before) / ((performance.now() - beganMs) / 1000);
  await page.close();
  await session.detach();
  return [answer, core];
}
