// `vi.waitFor` and `vi.waitUntil` give up after a second unless told otherwise, and vitest has no setting for it. On a
// busy machine a second is short, so here they give up after 20, as `expect.poll` does (vitest.config.ts).
import { vi } from 'vitest';

const TIMEOUT_MS = 20_000;

type Options = number | { readonly timeout?: number; readonly interval?: number };
type Wait = ((check: () => unknown, options?: Options) => Promise<unknown>) & { readonly isPatient?: true };

// Files that share a worker share `vi`, too.
function patient(wait: Wait): Wait {
  if (wait.isPatient) return wait;
  const longer: Wait = (check, options = {}) =>
    wait(check, typeof options === 'number' ? options : { timeout: TIMEOUT_MS, ...options });
  return Object.assign(longer, { isPatient: true as const });
}

Object.assign(vi, { waitFor: patient(vi.waitFor as Wait), waitUntil: patient(vi.waitUntil as Wait) });
