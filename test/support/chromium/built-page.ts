// Builds the test page with the product's own call room and worker, and serves it on loopback under the product's
// content security policy. `?tapped` leaves Trusted Types out, because the test's own workers are not on the product's
// list.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { policyOf } from '../../../src/main/app/content-policy.ts';

const project = path.resolve(import.meta.dirname, '../../..');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** A served page; `url` ends with a slash. */
export interface ServedPage {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Builds the page into `.cache` and serves it on a free port of loopback. */
export async function servePage(): Promise<ServedPage> {
  const outDir = path.join(project, '.cache', `chromium-page-${process.pid}`);
  await build({
    root: path.join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: false, minify: false },
  });
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://page.invalid');
    const file = path.join(outDir, pathname === '/' ? 'index.html' : path.normalize(pathname));
    const own = policyOf(pathname);
    const policy = search === '?tapped' ? own.replace(/; (?:require-)?trusted-types[^;]*/g, '') : own;
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    readFile(file).then(
      (body) => response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
