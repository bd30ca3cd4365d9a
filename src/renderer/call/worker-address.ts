// The addresses of this program's workers, under the one Trusted Types policy that the page's content security
// policy allows by name. Once a page has made that policy, a script that gains a foothold in the page can start these
// workers and no other.

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

let policy: ScriptUrlPolicy | undefined;
const known = new Set<string>();

/**
 * Registers `url`, the bundler's address of a worker, as a worker of this program. The module that starts the worker
 * registers it once. Returns a function that gives the address for `new Worker`. That function throws where the page's
 * content security policy does not allow the Trusted Types policy.
 */
export function workerAt(url: string): () => string {
  known.add(url);
  return () => {
    const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
    if (trustedTypes === undefined) return url;
    policy ??= trustedTypes.createPolicy(POLICY, { createScriptURL: allowWorker });
    // At run time this is a TrustedScriptURL. Only the engine's Worker tells it apart from a string.
    return policy.createScriptURL(url) as string;
  };
}

function allowWorker(url: string): string {
  if (!known.has(url)) throw new TypeError('no worker of this program');
  return url;
}
