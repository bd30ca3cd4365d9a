import { expect, it } from 'vitest';
import { contentSecurityPolicy, policyOf } from '../../../src/main/app/content-policy.ts';

const directives = new Map(
  contentSecurityPolicy.split('; ').map((text) => {
    const [name = '', ...sources] = text.split(' ');
    return [name, sources];
  }),
);

it('the content security policy allows nothing that it does not name', () => {
  expect(directives.get('default-src')).toEqual(["'none'"]);
});

it('the content security policy has no unsafe source, no wildcard and no host', () => {
  const allowed = new Set(["'none'", "'self'", 'data:', 'blob:', "'script'", 'siegel-worker']);
  for (const [name, sources] of directives) {
    for (const source of sources) expect(allowed, `${name} ${source}`).toContain(source);
  }
});

it.each(['connect-src', 'frame-src', 'object-src', 'frame-ancestors', 'form-action', 'base-uri'])(
  'the content security policy allows no source for %s',
  (name) => {
    expect(directives.get(name)).toEqual(["'none'"]);
  },
);

it.each(['script-src', 'style-src', 'worker-src', 'font-src'])(
  'the content security policy restricts %s to our own files',
  (name) => {
    expect(directives.get(name)).toEqual(["'self'"]);
  },
);

it('the content security policy requires Trusted Types and allows only the policy siegel-worker', () => {
  expect(directives.get('require-trusted-types-for')).toEqual(["'script'"]);
  expect(directives.get('trusted-types')).toEqual(['siegel-worker']);
});

it('the content security policy lets two workers compile WebAssembly, but no page and not the worker with the keys of a call', () => {
  const compiles = (path: string): boolean => policyOf(path).includes("'wasm-unsafe-eval'");
  expect(['noise', 'background'].map((name) => compiles(`/assets/${name}.worker-a1_B.js`))).toEqual([true, true]);
  for (const path of [
    '/index.html',
    '/assets/index-a1.js',
    '/assets/seal.worker-a1.js',
    '/assets/noise.worker-a1.js.html',
    '/noise.worker-a1.js',
    '/x/assets/noise.worker-a1.js',
    '/assets/noise.worker-a1.js/index.html',
  ])
    expect(policyOf(path), path).toBe(contentSecurityPolicy);
});

it.each(['noise', 'background'])(
  'the content security policy gives the %s worker only WebAssembly: no network, no picture, no script from a file or from text',
  (name) => {
    expect(policyOf(`/assets/${name}.worker-a1.js`).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'wasm-unsafe-eval'",
      "worker-src 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  },
);
