// Builds the preview page, once per process, and serves it on loopback under the page's own Content Security Policy.
// For tests only.
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { contentSecurityPolicy } from '../../../src/main/app/content-policy.ts';

// One folder per process, so that two runs at the same time do not empty each other's folder.
const root = fileURLToPath(new URL(`../../../.cache/preview-${process.pid}`, import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface PreviewServer {
  readonly url: (fixture: string, language: 'de' | 'en') => string;
  readonly close: () => Promise<void>;
}

let built: Promise<unknown> | undefined;
async function buildOnce(): Promise<void> {
  built ??= build({
    configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)),
    build: { outDir: root, emptyOutDir: true },
  });
  await built;
}
process.once('exit', () => rmSync(root, { recursive: true, force: true }));

/** Serves the page; the system chooses the port. */
export async function servePreview(): Promise<PreviewServer> {
  await buildOnce();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://preview');
    const path = join(root, pathname === '/' ? 'index.html' : pathname);
    const send = async (): Promise<void> => {
      try {
        const body = await readFile(path);
        response.writeHead(200, {
          'content-type': types[extname(path)] ?? 'application/octet-stream',
          'content-security-policy': contentSecurityPolicy,
          // The name of an asset contains a hash of its content, so the engine may cache it with its compiled code.
          ...(pathname.startsWith('/assets/') && { 'cache-control': 'max-age=3600, immutable' }),
        });
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    };
    // Every browser asks for the icon. A missing file is an error in the console, and so fails a test of a page.
    if (pathname === '/favicon.ico') response.writeHead(204).end();
    else void (path.startsWith(root) ? send() : response.writeHead(400).end());
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: (fixture, language) => `http://127.0.0.1:${port}/?fixture=${fixture}&lang=${language}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
}
