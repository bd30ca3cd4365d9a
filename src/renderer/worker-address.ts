// The addresses of this program's workers, under the one Trusted Types policy that the page's content security policy
// allows by name. A policy of that name can be made only once. Every page loads this module before anything else
// (main.tsx), even a page that starts no worker. So a script that gains a foothold in a page cannot make the policy
// with rules of its own.

/** The policy that the page's content security policy allows by name. */
const POLICY = 'siegel-worker';

interface ScriptUrlPolicy {
  readonly createScriptURL: (url: string) => unknown;
}
interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => ScriptUrlPolicy;
}

const known = new Set<string>();
const policy = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(POLICY, {
  createScriptURL: allowWorker,
});

/**
 * Registers `url`, the bundler's address of a worker, as a worker of this program. The module that starts the worker
 * registers it once. Returns a function that gives the address for `new Worker`.
 */
export function workerAt(url: string): () => string {
  known.add(url);
  // At run time this is a TrustedScriptURL. Only the engine's Worker tells it apart from a string.
  return () => (policy === undefined ? url : (policy.createScriptURL(url) as string));
}

function allowWorker(url: string): string {
  if (!known.has(url)) throw new TypeError('no worker of this program');
  return url;
}
