// The headers every answer of app://siegel carries. Nothing inline, nothing evaluated, no host but our own, ever:
// the page reaches the world through main only, so even its own origin is closed to fetch.

/** The origin of every page of this program, as `senderFrame.origin` writes it. */
export const ORIGIN = 'app://siegel';

/** The one Trusted Types policy: the page makes the URL of its sealing worker with it. */
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

/** The Content-Security-Policy (CSP level 3) of every page and worker. */
export const contentSecurityPolicy = directives.join('; ');

/** Headers of every answer, beside its content type. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // A picture in picture is a window of its own, which a stage would draw where the person takes it for the system's.
  'permissions-policy':
    'camera=(self), microphone=(self), display-capture=(self), geolocation=(), picture-in-picture=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};
