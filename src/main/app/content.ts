// What app://siegel serves: the files of the built page and nothing else. A path is refused, not repaired, if it leads
// out of the folder, could be spelt in a second way, or names an unknown kind of file.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { OwnFilter } from '../policy/own-filters.ts';
import { filterAt, policyOf, securityHeaders } from './content-policy.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** A file to serve, or the HTTP status of the refusal. */
export type Content = { readonly path: string; readonly type: string } | { readonly status: 400 | 403 | 404 };

/**
 * Finds the file below `root` for a request URL; names are letters, digits, `-`, `_` and inner dots (no `..`, no `%`).
 */
export function resolveContent(root: string, url: string): Content {
  // The path is taken from the text, because URL.pathname would remove `..` and `%2e` before they can be checked.
  const match = /^app:\/\/([^/?#]*)(\/[^?#]*)(?:[?#].*)?$/.exec(url);
  if (match === null) return { status: 400 };
  if (match[1] !== 'siegel') return { status: 403 };
  const segments = (match[2] ?? '').slice(1).split('/');
  if (!segments.every((segment) => /^[\w-]+(?:\.[\w-]+)*$/.test(segment))) return { status: 400 };
  const type = types[extname(segments.at(-1) ?? '')];
  return type === undefined ? { status: 404 } : { path: join(root, ...segments), type };
}

/**
 * Serves requests of app:// from the folder `root`: only GET, and every response has the security headers. The worker
 * of a filter is served only while `mayFilter` allows it.
 */
export function serveContent(
  root: string,
  mayFilter: (filter: OwnFilter) => boolean,
): (request: Request) => Promise<Response> {
  const refuse = (status: number): Response => new Response(undefined, { status, headers: securityHeaders });
  return async (request) => {
    if (request.method !== 'GET') return refuse(405);
    const content = resolveContent(root, request.url);
    if ('status' in content) return refuse(content.status);
    const { pathname } = new URL(request.url);
    const filter = filterAt(pathname);
    if (filter !== undefined && !mayFilter(filter)) return refuse(403);
    try {
      const body = await readFile(content.path);
      const policy = { 'content-security-policy': policyOf(pathname) };
      return new Response(body, { headers: { ...securityHeaders, ...policy, 'content-type': content.type } });
    } catch {
      return refuse(404);
    }
  };
}
