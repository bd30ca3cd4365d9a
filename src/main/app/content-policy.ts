// The headers of every response of app://siegel. They allow no inline code, no evaluated code and no host but our own.
// Apart from WebRTC, a page reaches the world through main only, so even its own origin is closed to fetch.
import type { OwnFilter } from '../policy/own-filters.ts';

/** The origin of every page of this program, as in `senderFrame.origin`. */
export const ORIGIN = 'app://siegel';

/** The one Trusted Types policy: the pages make the URLs of their workers with it. */
export const WORKER_POLICY = 'siegel-worker';

const directives: readonly string[] = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'none'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  `trusted-types ${WORKER_POLICY}`,
];

/** The Content-Security-Policy (CSP level 3) of every page and worker, except the two filter workers (`policyOf`). */
export const contentSecurityPolicy = directives.join('; ');

/**
 * The policy of the two workers that filter the sound and picture of this machine's own devices. A worker obeys the
 * policy of its own response. So WebAssembly can be compiled in these two only: in no page, and not in the worker that
 * holds the keys of a call. Each of the two is one file, so its policy forbids it to load another script or to start
 * another worker.
 */
const filterPolicy = [
  "default-src 'none'",
  "script-src 'wasm-unsafe-eval'",
  "worker-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The filter whose worker has this path, if there is one. */
export function filterAt(path: string): OwnFilter | undefined {
  const [, filter] = /^\/assets\/(noise|background)\.worker-[\w-]+\.js$/.exec(path) ?? [];
  return filter === 'noise' || filter === 'background' ? filter : undefined;
}

/** The Content-Security-Policy of the response for this path. */
export function policyOf(path: string): string {
  return filterAt(path) === undefined ? contentSecurityPolicy : filterPolicy;
}

/** The headers of every response, in addition to its content type. A filter worker gets its own policy (`policyOf`). */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Picture in picture opens a window of its own, which a stage could make look like a system window.
  'permissions-policy':
    'camera=(self), microphone=(self), display-capture=(self), geolocation=(), picture-in-picture=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
